/** How long after its data a picture is on air, by what people see and press. Pure, on both sides. */
import type { Moment } from "./moments.ts";

/** A press counts up to here: what comes later was not this moment's picture. */
export const longestDelayMs = 120_000;
/** So many of the newest presses say how late the picture is. */
export const pressesCounted = 5;

/** The median of the newest presses, of `offsets` newest first, whole milliseconds; null where nobody pressed. */
export function learntDelay(offsets: readonly number[]): number | null {
  const sorted = offsets.slice(0, pressesCounted).toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = (sorted.length - 1) / 2;
  return Math.round((sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2);
}

/** The name of the feed that told a moment first, whose arrival `raisedAt` is; null for what a person saw. */
export function toldFirstBy({ seen, sources }: Pick<Moment, "seen" | "sources">): string | null {
  return seen ? null : (sources[0]?.feed ?? null);
}

/** How long from `now` (epoch ms) until the picture of what arrived then is on air; 0 once it is, or where nobody knows. */
export function pictureIn(
  { raisedAt }: Pick<Moment, "raisedAt">,
  delayMs: number | null,
  now: number,
): number {
  return delayMs === null ? 0 : Math.max(0, Date.parse(raisedAt) + delayMs - now);
}
