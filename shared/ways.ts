/** The way of a moment to the public, step by step. Pure; lengths are milliseconds. */
import type { Moment } from "./moments.ts";
import type { Post } from "./posts.ts";

/** From when the feed told it: somebody opened it, took it, fired; and the first network showed it. */
export const steps = ["seen", "claimed", "fired", "public"] as const;
export type Step = (typeof steps)[number];

/** Each step's length from the known one before it; null where that step is not on record, or not reached. */
export type Way = Record<Step | "whole", number | null>;

/** The way of one reaction; `publicAt` of the first of its deliveries (ISO), null while none is public. */
export function wayOf(
  { raisedAt }: Pick<Moment, "raisedAt">,
  { seenAt, claimedAt, firedAt }: Pick<Post, "seenAt" | "claimedAt" | "firedAt">,
  publicAt: string | null,
): Way {
  const reached = { seen: seenAt, claimed: claimedAt, fired: firedAt, public: publicAt };
  const from = Date.parse(raisedAt);
  const way: Way = { seen: null, claimed: null, fired: null, public: null, whole: null };
  let last = from;
  for (const step of steps) {
    const at = reached[step];
    if (at === null) continue;
    const before = last;
    // Two clocks may stand a little apart: no step takes less than no time.
    last = Math.max(before, Date.parse(at));
    way[step] = last - before;
  }
  if (publicAt !== null) way.whole = last - from;
  return way;
}
