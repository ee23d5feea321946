/** What keeps a sheet from being imported, said where it is. */
import type { SheetProblem } from "#shared/day-sheet.ts";

type Code = SheetProblem["code"];
type Facts = SheetProblem["facts"];
/** Where it is, as `SheetProblem` has it; what is not named is null. */
export type Where = Partial<Pick<SheetProblem, "row" | "column" | "value" | "externalId">>;

const longestValue = 80;
/** Room for `text fr @` and the longest handle there is, a domain's name. */
const longestColumn = 300;

/** In English, for scripts; the console words it itself from the code and the facts. */
const messages: Record<Code, (facts: Facts) => string> = {
  empty: () => "the sheet has no rows",
  tooManyRows: ({ most }) => `the sheet has more than ${most} rows`,
  notCsv: ({ why }) => `not a CSV sheet: ${why}`,
  notUtf8: () => "a character could not be read: save the sheet as UTF-8",
  unknownColumn: () => "no column has this name",
  missingColumn: ({ name }) => `the column "${name}" is missing`,
  repeatedColumn: () => "two columns have this name",
  missingCell: () => "this cell must not be empty",
  repeatedId: ({ rows }) => `this id stands in rows ${rows}`,
  badId: ({ most }) => `an id is one line of at most ${most} characters`,
  formula: () => "a formula, or its error: paste the value instead",
  badTime: ({ form }) => `not understood: write it as ${form}`,
  badZone: () => "no such time zone: write an IANA name like Europe/Paris",
  timeSkipped: ({ zone }) => `the clocks in ${zone} skip this time: say earlier or later`,
  timeTwice: ({ zone }) => `this time happens twice in ${zone}: say earlier or later`,
  past: () => "this time is over",
  badKind: ({ kinds }) => `a kind is one of ${kinds}`,
  badLate: () => "not understood: write it as 90 s, 10 min or 2 h, at most 7 days",
  badUnit: ({ most }) =>
    `not a code: write the unit's as the feed does, at most ${most} characters`,
  unknownAccount: ({ account }) => `no account is called ${account}`,
  noAccount: () => "no account would get this",
  noText: ({ account }) => (account ? `there is no text for ${account}` : "the row has no text"),
  strayText: () => "no account of this row would get this text",
  tooLong: ({ length, maxLength, account }) =>
    account
      ? `${length} of ${maxLength} characters for ${account}`
      : `${length} of ${maxLength} characters`,
};

/** More than anyone mends at once. */
const mostProblems = 500;

/** The first of them; where there are more, the last says how many, in its words and as the fact `more`. */
export function firstOf(problems: readonly SheetProblem[]): SheetProblem[] {
  const more = problems.length - mostProblems;
  return problems.slice(0, mostProblems).map((each, index) =>
    more > 0 && index === mostProblems - 1
      ? {
          ...each,
          message: `${each.message} (${more} more problems are not shown)`,
          facts: { ...each.facts, more },
        }
      : each,
  );
}

/** A problem with its words. `choices` only for a question. */
export function problem(
  code: Code,
  where: Where = {},
  facts: Facts = {},
  choices: SheetProblem["choices"] = null,
): SheetProblem {
  const { row = null, column = null, value = null, externalId = null } = where;
  return {
    code,
    row,
    column: cut(column, longestColumn),
    value: cut(value, longestValue),
    // A sound id is no longer than a value.
    externalId: cut(externalId, longestValue),
    message: messages[code](facts),
    facts,
    choices,
  };
}

/** Never through the middle of a character: half of one can be neither shown nor kept. */
function cut(text: string | null, longest: number): string | null {
  return text === null ? null : text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "");
}
