import { parse } from "csv-parse/sync";
import { realData } from "./real-data.ts";

type Row = readonly string[];
type Delta = {
  observedAt: string;
  commit: string;
  added?: Row[];
  removed?: Row[];
  truncatedTo?: Row[];
  restoredTo?: string;
};
/** What somebody who asked for the list at that time was given. */
export type Snapshot = { observedAt: string; rows: Row[] };

const folder = "paris2024-medal-stream";
const baseline = realData(`${folder}/baseline-2024-08-02T221439Z.csv`);
const deltas = realData(`${folder}/deltas-2024-08-03_06.jsonl`);

/** Why the recorded lists cannot be played here; null when they can. */
export const streamMissing = baseline.missing ?? deltas.missing;

/** Every list that was seen, whole, in order: the recording has the first one and what changed. */
export function recordedLists(): Snapshot[] {
  const first: Row[] = parse(baseline.text, { from_line: 2 });
  const lists = [{ observedAt: "2024-08-02T22:14:39Z", rows: first }];
  const byCommit = new Map<string, Row[]>();
  for (const line of deltas.text.trim().split("\n")) {
    const delta = JSON.parse(line) as Delta;
    const rows = after(lists.at(-1)?.rows ?? [], delta, byCommit);
    byCommit.set(delta.commit, rows);
    lists.push({ observedAt: delta.observedAt, rows });
  }
  return lists;
}

function after(rows: Row[], delta: Delta, byCommit: Map<string, Row[]>): Row[] {
  if (delta.truncatedTo) return delta.truncatedTo;
  if (delta.restoredTo) return byCommit.get(delta.restoredTo) ?? [];
  const left = [...rows];
  for (const gone of delta.removed ?? []) {
    const at = left.findIndex((row) => row.join("|") === gone.join("|"));
    if (at === -1) throw new Error(`${delta.observedAt} takes away what was not there`);
    left.splice(at, 1);
  }
  return [...left, ...(delta.added ?? [])];
}

/** As a list with its time of observation. */
export function listMessage({ observedAt, rows }: Snapshot): string {
  const medals = rows.map(([code, name, discipline, event, color]) => ({
    code,
    name,
    discipline,
    event,
    color,
  }));
  return JSON.stringify({ observedAt, medals });
}
