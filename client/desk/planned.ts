/** What waits for an instant that was said beforehand: slots, and what was given another time. */
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";

/** A post that leaves at `at` (epoch ms), with those of its deliveries that wait for it. */
export type Planned = { post: Post; slot: Slot | null; at: number; deliveries: Delivery[] };

const waiting: readonly Delivery["state"][] = ["scheduled", "claimed", "prepared"];

/** The slots of a desk by the post they plan. */
function slotsByPost({ slots }: Pick<Snapshot, "slots">): Map<string, Slot> {
  return new Map(slots.map((slot) => [slot.postId, slot]));
}

/** Whether a delivery waits for a time that was said, and not for its undo window to close. */
export function isTimed({ state, timed }: Delivery): boolean {
  return timed && waiting.includes(state);
}

/** What still waits at `now` (server's clock, epoch ms), soonest first. */
export function plannedOf(desk: Snapshot, now: number): Planned[] {
  const slots = slotsByPost(desk);
  const posts = new Map(desk.posts.map((post) => [post.id, post]));
  const planned = new Map<string, Planned>();
  for (const delivery of desk.deliveries) {
    const at = Date.parse(delivery.dueAt);
    const slot = slots.get(delivery.postId);
    const post = posts.get(delivery.postId);
    if (!post || at <= now || !isTimed(delivery)) continue;
    const known = planned.get(post.id);
    if (known) {
      known.deliveries.push(delivery);
      known.at = Math.min(known.at, at);
    } else planned.set(post.id, { post, slot: slot ?? null, at, deliveries: [delivery] });
  }
  for (const { deliveries } of planned.values()) deliveries.sort((a, b) => (a.id < b.id ? -1 : 1));
  return [...planned.values()].toSorted((a, b) => a.at - b.at || (a.post.id < b.post.id ? -1 : 1));
}
