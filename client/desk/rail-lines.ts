/** Sorts deliveries into the rail's sections and gathers the ones of a post that stand at the same point into one line. */
import type { Snapshot } from "#shared/changes.ts";
import { type Delivery, type DeliveryState, type Post, undoableStates } from "#shared/posts.ts";
import type { Underway } from "./desk-store.ts";
import { isTimed } from "./planned.ts";

export const sections = [
  "awaiting",
  "undoable",
  "held",
  "leaving",
  "uncertain",
  "missed",
  "refused",
  "public",
] as const;
export type Section = (typeof sections)[number];

/** One line: a post, and those of its deliveries that are in this section. */
export type Line = { post: Post; deliveries: Delivery[] };

const places: Record<DeliveryState, Section | null> = {
  draft: "awaiting",
  approved: null,
  scheduled: "undoable",
  claimed: "leaving",
  prepared: "leaving",
  sending: "leaving",
  retryWait: "leaving",
  held: "held",
  missed: "missed",
  uncertain: "uncertain",
  needsHuman: "uncertain",
  confirmed: "public",
  rejected: "refused",
  cancelled: null,
};

const publicShown = 30;

/**
 * Where a delivery stands. One that is claimed early and waits for its instant can still be taken back; one that waits
 * for a time that was said is not in the rail yet, but among what is planned.
 */
function sectionOf(delivery: Delivery, now: number): Section | null {
  const { state, dueAt } = delivery;
  if (state !== "scheduled" && state !== "claimed" && state !== "prepared") return places[state];
  if (Date.parse(dueAt) <= now) return "leaving";
  return isTimed(delivery) ? null : "undoable";
}

/** The posts that went out last, and when (epoch ms). */
function newestPublic(deliveries: readonly Delivery[]): Map<string, number> {
  const at = new Map<string, number>();
  for (const { postId, state, publicAt } of deliveries)
    if (state === "confirmed")
      at.set(postId, Math.max(at.get(postId) ?? 0, Date.parse(publicAt ?? "") || 0));
  return new Map([...at].toSorted((a, b) => b[1] - a[1]).slice(0, publicShown));
}

/** The rail at `now` (server's clock, epoch ms), section by section, newest first. */
export function railOf(desk: Snapshot, now: number): Record<Section, Line[]> {
  const rail: Record<Section, Line[]> = {
    awaiting: [],
    undoable: [],
    held: [],
    leaving: [],
    uncertain: [],
    missed: [],
    refused: [],
    public: [],
  };
  const posts = new Map(desk.posts.map((post) => [post.id, post]));
  const publicAt = newestPublic(desk.deliveries);
  for (const delivery of desk.deliveries) {
    const section = sectionOf(delivery, now);
    const post = posts.get(delivery.postId);
    if (!section || !post) continue;
    const line = rail[section].find((each) => each.post.id === post.id);
    if (line) line.deliveries.push(delivery);
    else if (section !== "public" || publicAt.has(post.id))
      rail[section].push({ post, deliveries: [delivery] });
  }
  for (const section of sections) {
    rail[section].sort((a, b) => (a.post.id < b.post.id ? 1 : -1));
    // By when it went out: what was planned days ago is news when it leaves.
    if (section === "public")
      rail.public.sort((a, b) => publicAt.get(b.post.id)! - publicAt.get(a.post.id)!);
    // Within a post, the order they were written in: the same as the previews'.
    for (const line of rail[section]) line.deliveries.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
  return rail;
}

/** Clocks may differ by this much and an order still be recognised in its post. */
const clockSlackMs = 2000;

/** The orders whose post is not on the desk yet. */
export function notYetPosted(desk: Snapshot, underway: readonly Underway[]): Underway[] {
  return underway.filter(
    (line) =>
      !desk.posts.some(
        (post) =>
          post.id === line.postId ||
          (post.momentId === line.momentId &&
            post.templateId === line.templateId &&
            Date.parse(post.firedAt) > line.givenAt - clockSlackMs),
      ),
  );
}

/**
 * Posts that can still be taken back whole or in part, the last decided first. What waits for its time is not among
 * them: a slot is only once somebody sent it by hand.
 */
export function undoablePosts(desk: Snapshot): Post[] {
  const decided = new Map<string, number>();
  for (const delivery of desk.deliveries) {
    if (delivery.state === "missed" || delivery.state === "held") continue;
    if (!undoableStates.includes(delivery.state)) continue;
    if (delivery.timed) continue;
    const dueAt = Date.parse(delivery.dueAt);
    decided.set(delivery.postId, Math.max(dueAt, decided.get(delivery.postId) ?? 0));
  }
  return desk.posts
    .filter(({ id }) => decided.has(id))
    .toSorted((a, b) => decided.get(b.id)! - decided.get(a.id)!);
}

/** Whether Z takes a post back: it is this person's reaction, or this console sent it after all. */
export function isMine(post: Post, personId: string, sentNow: ReadonlySet<string>): boolean {
  return sentNow.has(post.id) || (post.purpose !== "slot" && post.firedBy === personId);
}

type TimesToPublic = Record<"fromMoment" | "fromPress" | "fromSlot" | "untrueFor", number | null>;

/**
 * How long from the moment, from the key press, or from a slot's time to the last public delivery of a line, and of a
 * correction how long what it puts right was untrue; null when not known. Milliseconds.
 */
export function timesToPublic(desk: Snapshot, { post, deliveries }: Line): TimesToPublic {
  const unknown = { fromMoment: null, fromPress: null, fromSlot: null, untrueFor: null };
  const instants = deliveries.flatMap((each) => (each.publicAt ? [Date.parse(each.publicAt)] : []));
  if (instants.length === 0) return unknown;
  const publicAt = Math.max(...instants);
  const moment = desk.moments.find((each) => each.id === post.momentId);
  const since = (from: string | null | undefined): number | null =>
    from ? Math.max(0, publicAt - Date.parse(from)) : null;
  if (post.purpose === "slot") {
    const slot = desk.slots.find((each) => each.postId === post.id);
    return { ...unknown, fromSlot: since(slot?.startAt) };
  }
  const fromPress = since(post.pressedAt ?? post.firedAt);
  if (post.purpose === "correction" || post.purpose === "retract")
    return { ...unknown, fromPress, untrueFor: since(post.momentAt) };
  return { ...unknown, fromMoment: since(moment?.raisedAt), fromPress };
}
