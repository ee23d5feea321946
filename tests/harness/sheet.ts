/** Day sheets as a producer saves them from a spreadsheet, and the way into the desk that the screen takes. */
import type { CommandOutput } from "#shared/commands.ts";
import type { Fold } from "#shared/slots.ts";
import { command, type Credential, type Desk } from "./desk.ts";

/** A row by the columns' names; `docs/day-sheet.md` has them. What a row does not name is an empty cell. */
export type SheetRow = Record<string, string>;

/** The sheet's text: every column any row names, cells quoted where they must be. */
export function sheetOf(rows: readonly SheetRow[], separator: "," | ";" = ","): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))];
  return lines.map((cells) => `${cells.map(quoted).join(separator)}\r\n`).join("");
}

function quoted(cell: string): string {
  return /[",;\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** The wall time `ms` from now in a zone, as a sheet writes it; rounded up, for a sheet knows whole seconds. */
export function wallIn(ms: number, zone: string): string {
  const at = new Date(Math.ceil((Date.now() + ms) / 1000) * 1000);
  const format = { timeZone: zone, dateStyle: "short", timeStyle: "medium" } as const;
  return new Intl.DateTimeFormat("sv-SE", format).format(at);
}

/** Looks at the plan and applies it, as the screen does. Throws when either is refused, or when there are problems. */
export async function importSheet(
  desk: Desk,
  credential: Credential,
  sheet: string,
  answers: Record<string, Fold> = {},
): Promise<CommandOutput<"rundown.import">> {
  const seen = await command(desk, credential, "rundown.preview", { sheet, answers });
  if (!seen.ok) throw new Error(`rundown.preview was refused: ${JSON.stringify(seen)}`);
  const { hash, problems } = seen.value.plan;
  if (problems.length > 0) throw new Error(`the sheet has problems: ${JSON.stringify(problems)}`);
  const done = await command(desk, credential, "rundown.import", {
    sheet,
    answers,
    planHash: hash,
  });
  if (!done.ok) throw new Error(`rundown.import was refused: ${JSON.stringify(done)}`);
  return done.value;
}
