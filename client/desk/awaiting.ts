/** What waits for a second person: which posts, who may agree to them, and until when. Pure. */
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery, Post } from "#shared/posts.ts";

/** A post whose words somebody else must agree to. */
export type Awaiting = { post: Post; deliveries: Delivery[] };

/** Those of one post that still wait. */
export function awaitedOf(desk: Pick<Snapshot, "deliveries">, postId: string): Delivery[] {
  return desk.deliveries
    .filter((each) => each.postId === postId && each.state === "draft")
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** What waits for `personId`'s word, the oldest first: their own requests are for others. */
export function askedOfMe(
  desk: Pick<Snapshot, "deliveries" | "posts">,
  personId: string,
): Awaiting[] {
  const ids = new Set(
    desk.deliveries.flatMap(({ state, postId }) => (state === "draft" ? [postId] : [])),
  );
  return desk.posts
    .filter(({ id, firedBy }) => ids.has(id) && firedBy !== personId)
    .map((post) => ({ post, deliveries: awaitedOf(desk, post.id) }))
    .toSorted((a, b) => (a.post.id < b.post.id ? -1 : 1));
}

/** After this instant (epoch ms) nobody needs to answer any more. */
export function lapsesAt(deliveries: readonly Delivery[]): number {
  return Math.min(...deliveries.map(({ notAfter }) => Date.parse(notAfter)));
}
