/** A day sheet, read whole: every slot it plans, and every problem of every row. */
import type { PlannedSlot, SheetProblem } from "#shared/day-sheet.ts";
import { columnsOf } from "./columns.ts";
import { problem, type Where } from "./problems.ts";
import { type ReadRow, type Reading, readRow } from "./read-row.ts";
import { readSheet } from "./sheet.ts";

export type SheetSlot = { row: number; at: Where; slot: PlannedSlot };
export type DaySheet = { slots: SheetSlot[]; problems: SheetProblem[] };

/** Reads the CSV text. Where the header does not hold, no row is read: each would only say so again. */
export function readDaySheet(text: string, reading: Reading): DaySheet {
  const sheet = readSheet(text);
  if (sheet.header.length === 0) return { slots: [], problems: sheet.problems };
  const { columns, problems } = columnsOf(sheet.header, reading.accounts);
  if (problems.some(({ code }) => code === "missingColumn" || code === "repeatedColumn"))
    return { slots: [], problems: [...problems, ...sheet.problems] };
  const rows = sheet.rows.map((row) => readRow(columns, row, reading));
  const idColumn = columns.find(({ is }) => is === "id")?.name ?? "id";
  const found = [
    ...sheet.problems,
    ...rows.flatMap((row) => row.problems),
    ...repeated(rows, idColumn),
  ];
  return {
    slots: rows.flatMap(({ row, at, slot }) => (slot ? [{ row, at, slot }] : [])),
    problems: [...problems, ...found.toSorted((one, other) => (one.row ?? 0) - (other.row ?? 0))],
  };
}

function repeated(rows: readonly ReadRow[], column: string): SheetProblem[] {
  const byId = new Map<string, ReadRow[]>();
  for (const row of rows)
    if (row.externalId !== "") byId.set(row.externalId, [...(byId.get(row.externalId) ?? []), row]);
  return [...byId].flatMap(([externalId, same]) => {
    if (same.length < 2) return [];
    const rowNumbers = same.map(({ row }) => row).join(", ");
    return same.map(({ row }) =>
      problem("repeatedId", { row, column, value: externalId, externalId }, { rows: rowNumbers }),
    );
  });
}
