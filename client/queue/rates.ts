/** How fast the desk publishes: messages a minute, and from a moment to the public. Pure; instants and lengths are milliseconds. */
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { type Way, wayOf } from "#shared/ways.ts";

/** Long enough for a figure that does not jump at every message. */
const rateOverMs = 5 * 60_000;
const hourMs = 3_600_000;

/** Messages that became public a minute, over the last five. */
export function perMinute(deliveries: readonly Delivery[], now: number): number {
  return (publicWithin(deliveries, now - rateOverMs, now).length * 60_000) / rateOverMs;
}

/** How long it took from a moment's arrival until each reaction to it was public, of the last hour. */
export function reactionTimes(
  { posts, moments, deliveries }: Pick<Snapshot, "posts" | "moments" | "deliveries">,
  now: number,
): number[] {
  const recent = publicWithin(deliveries, now - hourMs, now);
  const asked = new Set<string>(recent.map(({ postId }) => postId));
  const momentIds = new Map<string, string | null>(
    posts.flatMap(({ id, purpose, momentId }) =>
      purpose === "reaction" && asked.has(id) ? [[id, momentId] as const] : [],
    ),
  );
  const raisedAt = new Map<string, string>(moments.map((each) => [each.id, each.raisedAt]));
  return recent.flatMap(({ postId, publicAt }) => {
    // What answers no moment has none; and a console holds the newest moments only.
    const from = raisedAt.get(momentIds.get(postId) ?? "");
    return from && publicAt ? [Math.max(0, Date.parse(publicAt) - Date.parse(from))] : [];
  });
}

/** Of each reaction that became public in the last hour, its way from the feed. */
export function recentWays(
  { posts, moments, deliveries }: Pick<Snapshot, "posts" | "moments" | "deliveries">,
  now: number,
): Way[] {
  const firstPublic = new Map<string, string>();
  for (const { postId, publicAt } of publicWithin(deliveries, now - hourMs, now)) {
    const known = firstPublic.get(postId);
    if (publicAt && (!known || publicAt < known)) firstPublic.set(postId, publicAt);
  }
  const momentOf = new Map(moments.map((each) => [each.id, each]));
  return posts.flatMap((post) => {
    const publicAt = firstPublic.get(post.id);
    const moment = post.momentId && momentOf.get(post.momentId);
    return publicAt && moment && post.purpose === "reaction" ? [wayOf(moment, post, publicAt)] : [];
  });
}

/** Instants are compared as the server writes them, all in one form: of many thousands few are in the span. */
function publicWithin(deliveries: readonly Delivery[], from: number, to: number): Delivery[] {
  const [after, until] = [new Date(from).toISOString(), new Date(to).toISOString()];
  return deliveries.filter(
    ({ state, kind, publicAt }) =>
      state === "confirmed" &&
      kind !== "delete" &&
      publicAt !== null &&
      publicAt > after &&
      publicAt <= until,
  );
}

/** The smallest length that `share` of them do not exceed; null of none. */
export function quantile(lengths: readonly number[], share: number): number | null {
  const sorted = lengths.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
