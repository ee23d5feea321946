/** What changed while the console was cut off: moments it did not know, counted by kind. */
import type { Moment, MomentKind } from "#shared/moments.ts";
import type { Meanwhile } from "./store.ts";

/** `knownIds` are the moments the desk had when it was cut off; `forMs` how long that lasted. */
export function countMeanwhile(
  knownIds: ReadonlySet<string>,
  moments: readonly Moment[],
  forMs: number,
): Meanwhile {
  const counts: Partial<Record<MomentKind, number>> = {};
  for (const moment of moments) {
    if (!knownIds.has(moment.id)) counts[moment.kind] = (counts[moment.kind] ?? 0) + 1;
  }
  return { forMs, counts };
}
