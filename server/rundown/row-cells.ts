/** The cells of one row by what their columns mean, and what is said against them. */
import type { SheetProblem } from "#shared/day-sheet.ts";
import type { NamedColumn } from "./columns.ts";
import { problem, type Where } from "./problems.ts";
import type { SheetRow } from "./sheet.ts";

export type Cell = NamedColumn & { value: string };
type Is = NamedColumn["is"];
type Of<Kind extends Is> = Cell & { is: Kind };
export type RowCells = {
  row: number;
  externalId: string;
  where: (cell?: Cell) => Where;
  all: <Kind extends Is>(is: Kind) => Of<Kind>[];
  one: <Kind extends Is>(is: Kind) => Of<Kind> | undefined;
  /** Answers null, for whoever has nothing better to answer then. */
  say: (
    code: SheetProblem["code"],
    cell?: Cell,
    facts?: SheetProblem["facts"],
    choices?: SheetProblem["choices"],
  ) => null;
  add: (problems: readonly SheetProblem[]) => void;
  /** All that was said; of a cell that cannot be read at all, only that. */
  problems: () => SheetProblem[];
};

/** A cell that a spreadsheet computed, or failed to; in English and in French. */
const formula = /^=|^[-+@]\p{L}[\p{L}\p{N}_.]*\(/u;
const failed =
  /^#(?:REF!|NAME\?|N\/A|VALUE!|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|NOM\s?\?|VALEUR!|NUL!|NOMBRE!|PROPAGATION!)$/i;

/** Opens a row; what cannot be read in it is said already. */
export function openRow(columns: readonly NamedColumn[], { row, cells }: SheetRow): RowCells {
  const named = columns.map((column, index): Cell => ({ ...column, value: cells[index] ?? "" }));
  const all = <Kind extends Is>(is: Kind) =>
    named.filter((cell): cell is Of<Kind> => cell.is === is);
  const externalId = all("id")[0]?.value ?? "";
  const place = { row, externalId: externalId || null };
  const where: RowCells["where"] = (cell) =>
    cell ? { ...place, column: cell.name, value: cell.value } : place;
  const unreadable = named.flatMap((cell) => {
    const code = cell.is === "nothing" ? null : faultOf(cell.value);
    return code ? [problem(code, where(cell))] : [];
  });
  const said: SheetProblem[] = [];
  return {
    row,
    externalId,
    where,
    all,
    one: (is) => all(is)[0],
    say: (code, cell, facts, choices) => {
      said.push(problem(code, where(cell), facts, choices));
      return null;
    },
    add: (problems) => void said.push(...problems),
    problems: () => [
      ...unreadable,
      ...said.filter(({ column }) => !unreadable.some((each) => each.column === column)),
    ],
  };
}

function faultOf(value: string): "formula" | "notUtf8" | null {
  if (formula.test(value) || failed.test(value)) return "formula";
  return value.includes("\uFFFD") ? "notUtf8" : null;
}
