/** The header of a day sheet: which column means what. */
import type { Account } from "#shared/campaigns.ts";
import type { SheetProblem } from "#shared/day-sheet.ts";
import { type Locale, locales } from "#shared/locales.ts";
import { type NetworkName, networks } from "#shared/networks.ts";
import { problem } from "./problems.ts";

const plain = ["id", "at", "zone", "kind", "late", "fold", "unit", "accounts"] as const;
type Plain = (typeof plain)[number];
/** `network`, `handle`: only accounts like that; both null: every account. */
export type TextColumn = { locale: Locale; network: NetworkName | null; handle: string | null };
export type Column =
  | { is: Plain }
  | { is: "title"; locale: Locale }
  | ({ is: "text" } & TextColumn)
  | { is: "nothing" };
/** By place in the row; `name` as the sheet spells it. */
export type NamedColumn = Column & { name: string };

/** Reads the header. A column that nothing knows is a problem, and means nothing. */
export function columnsOf(
  header: readonly string[],
  accounts: readonly Account[],
): { columns: NamedColumn[]; problems: SheetProblem[] } {
  const handles = new Set(accounts.map(({ handle }) => handle.toLowerCase()));
  const problems: SheetProblem[] = [];
  const seen = new Set<string>();
  const columns = header.map((cell): NamedColumn => {
    const name = cell.trim();
    const key = keyOf(name);
    const where = { row: 1, column: name };
    const column = columnOf(key);
    if (key === "") return { name, is: "nothing" };
    if (!column) problems.push(problem("unknownColumn", where));
    else if (seen.has(key)) problems.push(problem("repeatedColumn", where));
    else if (column.is === "text" && column.handle && !handles.has(column.handle))
      problems.push(problem("unknownAccount", where, { account: column.handle }));
    seen.add(key);
    return { name, ...(column ?? { is: "nothing" }) };
  });
  return { columns, problems: [...problems, ...missing(columns)] };
}

function keyOf(name: string): string {
  return name.toLowerCase().replace(/\s+/g, " ");
}

function columnOf(key: string): Column | null {
  const is = plain.find((each) => each === key);
  if (is) return { is };
  const [word, language, target, ...more] = key.split(" ");
  const locale = locales.find((each) => each === language);
  if (!locale || more.length > 0) return null;
  if (word === "title") return target === undefined ? { is: "title", locale } : null;
  if (word !== "text") return null;
  if (target === undefined) return { is: "text", locale, network: null, handle: null };
  if (/^@./.test(target)) return { is: "text", locale, network: null, handle: target.slice(1) };
  return isNetwork(target) ? { is: "text", locale, network: target, handle: null } : null;
}

function isNetwork(name: string): name is NetworkName {
  return Object.hasOwn(networks, name);
}

function missing(columns: readonly NamedColumn[]): SheetProblem[] {
  const has = (is: Column["is"]) => columns.some((column) => column.is === is);
  const names = (["id", "at", "zone"] as const).filter((name) => !has(name)) as string[];
  if (!has("title")) names.push("title fr");
  if (!has("text")) names.push("text fr");
  return names.map((name) => problem("missingColumn", { row: 1, column: name }, { name }));
}
