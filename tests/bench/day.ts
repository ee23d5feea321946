/** A recorded day of results, unit by unit as they came, sixty times as fast. */
import { parse } from "csv-parse/sync";
import type { Told } from "../harness/flood.ts";
import { realData } from "../harness/real-data.ts";

const speed = 60;
/** What stands still in the recording need not stand still here; bursts stay bursts. */
const longestSilenceMs = 200;
const day = "2024-08-03";

export type Timed = Told & { atMs: number };

/** The day's messages and when each is sent (ms from the start), or why there is none. */
export function recordedDay(name: string): { messages: Timed[]; missing: string | null } {
  const results = realData(`paris2024-results/results-${day}.csv`);
  const schedule = realData(`paris2024-results/schedule-${day}.csv`);
  if (results.missing) return { messages: [], missing: results.missing };
  const rows = parse(results.text, { columns: true }) as Record<string, string>[];
  const units = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    const unit = units.get(row["stage_code"]!) ?? [];
    units.set(row["stage_code"]!, [...unit, row]);
  }
  const inOrder = [...units.values()].toSorted((a, b) => timeOf(a) - timeOf(b));
  const messages: Timed[] = [{ id: `${name}-plan`, body: schedule.text, atMs: 0 }];
  let [atMs, before] = [0, timeOf(inOrder[0]!)];
  for (const [index, unit] of inOrder.entries()) {
    atMs += Math.min(longestSilenceMs, (timeOf(unit) - before) / speed);
    before = timeOf(unit);
    messages.push({ id: `${name}-${index}`, body: JSON.stringify(unit), atMs });
  }
  return { messages, missing: null };
}

function timeOf([row]: readonly Record<string, string>[]): number {
  return Date.parse(row!["date"]!);
}
