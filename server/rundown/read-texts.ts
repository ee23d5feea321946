/** Who gets a row's texts, and which: the most exact text wins, and every text must reach somebody. */
import type { Account } from "#shared/campaigns.ts";
import type { PlannedText, SheetProblem } from "#shared/day-sheet.ts";
import { type Locale, locales } from "#shared/locales.ts";
import { measure, type Measure, type NetworkName, wornBy } from "#shared/networks.ts";
import { typeset } from "#shared/typeset.ts";
import type { TextColumn } from "./columns.ts";
import { problem, type Where } from "./problems.ts";

/** Of a cell's names nobody has: a cell with more was not meant for accounts. */
const mostUnknown = 20;

export type Measured = (network: NetworkName, text: string) => Measure;
export type TextCell = TextColumn & { name: string; value: string };
export type AccountsCell = { name: string; value: string } | undefined;
/** `text` as it leaves: set once, however many accounts get it. */
type SetCell = TextCell & { text: string };
type Read = { texts: PlannedText[]; problems: SheetProblem[] };

/** Measures each text once for each network: most accounts of a network get the same. */
export function createMeasured(): Measured {
  const known = new Map<string, Measure>();
  return (network, text) => {
    const key = `${network}|${text}`;
    const size = known.get(key) ?? measure(network, text);
    known.set(key, size);
    return size;
  };
}

/** One text per account and language of its own that has one; or what is wrong. `at` is the row. */
export function readTexts(
  cells: readonly TextCell[],
  wanted: AccountsCell,
  { accounts, measured }: { accounts: readonly Account[]; measured: Measured },
  at: Where,
): Read {
  const written = cells
    .filter(({ value }) => value !== "")
    .map((cell): SetCell => ({ ...cell, text: typeset(cell.value, cell.locale) }));
  if (written.length === 0) return { texts: [], problems: [problem("noText", at)] };
  const names = namesIn(wanted);
  const named = accounts.filter(({ handle }) => names.includes(handle.toLowerCase()));
  const targets = names.length > 0 ? named : everyone(accounts, written);
  const picked = targets.flatMap((account) =>
    account.locales.flatMap((locale) => {
      const cell = mostExact(written, account, locale);
      return cell ? [{ account, locale, cell }] : [];
    }),
  );
  const inCell = { ...at, column: wanted?.name ?? "accounts", value: wanted?.value ?? "" };
  const problems = [
    ...names
      .filter((name) => !named.some(({ handle }) => handle.toLowerCase() === name))
      .slice(0, mostUnknown)
      .map((account) => problem("unknownAccount", inCell, { account })),
    ...named
      .filter((account) => !picked.some((each) => each.account === account))
      .map(({ handle }) => problem("noText", inCell, { account: handle })),
  ];
  if (picked.length === 0 && problems.length === 0) problems.push(problem("noAccount", at));
  if (picked.length > 0) problems.push(...stray(written, targets, at));
  problems.push(...endless(written, at));
  const read = picked
    .filter(({ cell }) => !isEndless(cell))
    .map((each) => textOf(each, measured, at));
  return {
    texts: read.map(({ text }) => text).toSorted(inOrder),
    problems: [...problems, ...oncePerNetwork(read.flatMap((each) => each.tooLong))],
  };
}

function namesIn(cell: AccountsCell): string[] {
  const names = (cell?.value ?? "").toLowerCase().split(/[\s,;]+/);
  return [...new Set(names.map((name) => name.replace(/^@/, "")).filter((name) => name !== ""))];
}

/** Every live account that speaks one of the row's languages; where none is linked, the rehearsal's. */
function everyone(accounts: readonly Account[], written: readonly TextCell[]): Account[] {
  const live = accounts.filter(({ realm }) => realm === "live");
  return (live.length > 0 ? live : [...accounts]).filter((account) =>
    written.some((cell) => account.locales.includes(cell.locale)),
  );
}

function fits(cell: TextColumn, account: Account): boolean {
  if (cell.handle !== null) return cell.handle === account.handle.toLowerCase();
  return cell.network === null || cell.network === wornBy(account);
}

function mostExact(
  cells: readonly SetCell[],
  account: Account,
  locale: Locale,
): SetCell | undefined {
  const own = cells.filter((cell) => cell.locale === locale && fits(cell, account));
  return (
    own.find(({ handle }) => handle !== null) ??
    own.find(({ network }) => network !== null) ??
    own[0]
  );
}

function stray(
  written: readonly TextCell[],
  targets: readonly Account[],
  at: Where,
): SheetProblem[] {
  return written
    .filter(
      (cell) =>
        !targets.some((account) => account.locales.includes(cell.locale) && fits(cell, account)),
    )
    .map(({ name, value }) => problem("strayText", { ...at, column: name, value }));
}

/** Too long for any network, in UTF-16 units: said without measuring, which takes its time. */
const longestText = 3000;

function isEndless({ value }: TextCell): boolean {
  return value.length > longestText;
}

function endless(written: readonly TextCell[], at: Where): SheetProblem[] {
  return written.filter(isEndless).map(({ name, value }) => {
    const facts = { length: value.length, maxLength: longestText };
    return problem("tooLong", { ...at, column: name, value }, facts);
  });
}

function textOf(
  { account, locale, cell }: { account: Account; locale: Locale; cell: SetCell },
  measured: Measured,
  at: Where,
): { text: PlannedText; tooLong: SheetProblem[] } {
  const planned = plannedText(account, locale, cell.text, measured);
  const { network, handle, length, maxLength } = planned;
  const facts = { network, account: handle, length, maxLength };
  const where = { ...at, column: cell.name, value: cell.value };
  const tooLong = measured(network, planned.text).fits ? [] : [problem("tooLong", where, facts)];
  return { text: planned, tooLong };
}

/** A text as the plan shows it. */
export function plannedText(
  account: Account,
  locale: Locale,
  text: string,
  measured: Measured,
): PlannedText {
  const network = wornBy(account);
  const { length, maxLength } = measured(network, text);
  return {
    accountId: account.id,
    handle: account.handle,
    network,
    locale,
    text,
    length,
    maxLength,
  };
}

/** By account, then language: the same plan reads the same, whatever order the accounts come in. */
export function inOrder(one: PlannedText, other: PlannedText): number {
  const byId = one.accountId < other.accountId ? -1 : Number(one.accountId > other.accountId);
  return byId || locales.indexOf(one.locale) - locales.indexOf(other.locale);
}

function oncePerNetwork(problems: readonly SheetProblem[]): SheetProblem[] {
  const keyOf = ({ column, facts }: SheetProblem) => `${column}|${facts["network"]}`;
  return [
    ...new Map(problems.toReversed().map((each) => [keyOf(each), each])).values(),
  ].toReversed();
}
