/** A day sheet, read whole: every slot it plans, and every problem of every row. */
import { setImmediate as others } from "node:timers/promises";
import type { PlannedSlot, SheetProblem } from "#shared/day-sheet.ts";
import { columnsOf } from "./columns.ts";
import { firstOf, problem, type Where } from "./problems.ts";
import { type ReadRow, type Reading, readRow } from "./read-row.ts";
import { readSheet } from "./sheet.ts";

export type SheetSlot = { row: number; at: Where; slot: PlannedSlot };
export type DaySheet = { slots: SheetSlot[]; problems: SheetProblem[] };

/**
 * Reads the CSV text. Where the header does not hold, no row is read: each would only say so again. Problems come by row,
 * the first 500 of them.
 */
export async function readDaySheet(text: string, reading: Reading): Promise<DaySheet> {
  const sheet = readSheet(text);
  if (sheet.header.length === 0) return { slots: [], problems: firstOf(sheet.problems) };
  const { columns, problems } = columnsOf(sheet.header, reading.accounts);
  if (problems.some(({ code }) => code === "missingColumn" || code === "repeatedColumn"))
    return { slots: [], problems: firstOf([...problems, ...sheet.problems]) };
  const rows: ReadRow[] = [];
  for (const row of sheet.rows) {
    rows.push(readRow(columns, row, reading));
    // Whatever else this process does, what leaves on time included, goes on between two rows.
    await others();
  }
  const idColumn = columns.find(({ is }) => is === "id")?.name ?? "id";
  const found = [
    ...sheet.problems,
    ...rows.flatMap((row) => row.problems),
    ...repeated(rows, idColumn),
  ];
  return {
    slots: rows.flatMap(({ row, at, slot }) => (slot ? [{ row, at, slot }] : [])),
    problems: firstOf([...problems, ...found.toSorted(byRow)]),
  };
}

function byRow(one: SheetProblem, other: SheetProblem): number {
  return (one.row ?? 0) - (other.row ?? 0);
}

/** As many rows as a problem names. */
const mostNamed = 5;

function repeated(rows: readonly ReadRow[], column: string): SheetProblem[] {
  const byId = new Map<string, ReadRow[]>();
  for (const row of rows)
    if (row.externalId !== "") byId.set(row.externalId, [...(byId.get(row.externalId) ?? []), row]);
  return [...byId].flatMap(([externalId, same]) => {
    if (same.length < 2) return [];
    const named = same.slice(0, mostNamed).map(({ row }) => String(row));
    const rowNumbers = [...named, ...(same.length > mostNamed ? ["…"] : [])].join(", ");
    return same.map(({ row }) =>
      problem("repeatedId", { row, column, value: externalId, externalId }, { rows: rowNumbers }),
    );
  });
}
