/** Where a delivery stands, as every screen sorts it. Pure. */
import type { Delivery } from "#shared/posts.ts";

/** Where a delivery, or part of a slot, stands, the most pressing first. */
export const standings = [
  "uncertain",
  "awaiting",
  "missed",
  "held",
  "refused",
  "leaving",
  "undoable",
  "planned",
  "public",
  "dropped",
] as const;
export type Standing = (typeof standings)[number];

const byState: Record<Delivery["state"], Standing> = {
  draft: "awaiting",
  approved: "planned",
  scheduled: "planned",
  claimed: "planned",
  prepared: "planned",
  sending: "leaving",
  retryWait: "leaving",
  held: "held",
  missed: "missed",
  uncertain: "uncertain",
  needsHuman: "uncertain",
  confirmed: "public",
  rejected: "refused",
  cancelled: "dropped",
};

/** Where one delivery stands at `now` (server's clock, epoch ms). One sent by hand waits for its undo window, not for its time. */
export function standingOf(delivery: Delivery, now: number): Standing {
  const standing = byState[delivery.state];
  if (standing !== "planned") return standing;
  if (Date.parse(delivery.dueAt) <= now) return "leaving";
  return delivery.timed ? "planned" : "undoable";
}
