/** The day in order: slots by the venue's date, each with where its deliveries stand. Pure. */
import type { Campaign } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery } from "#shared/posts.ts";
import { quietAt, type QuietWindow } from "#shared/quiet.ts";
import type { Slot } from "#shared/slots.ts";
import { type Standing, standingOf, standings } from "../live/standing.ts";

export type PlannedSlot = {
  slot: Slot;
  /** Epoch ms. */
  at: number;
  deliveries: Delivery[];
  isPast: boolean;
  /** How many of its deliveries stand where, the most pressing first. */
  stands: { standing: Standing; count: number }[];
};
/** `date`: an instant of that day, for its name. */
export type Day = { key: string; date: number; slots: PlannedSlot[] };

/** The silence that a slot which still waits would leave in; null for none. */
export function silenceOver(
  { at, stands }: PlannedSlot,
  { quietWindows }: Pick<Campaign, "quietWindows">,
): QuietWindow | null {
  return stands.some(({ standing }) => standing === "planned") ? quietAt(quietWindows, at) : null;
}

type Planning = Pick<Snapshot, "slots" | "deliveries">;

/** The last instant of the rundown that has come at `now`, 0 before the first: the days stand the same from it until now. Epoch ms. */
export function lastPassed({ slots, deliveries }: Planning, now: number): number {
  let last = 0;
  const pass = (instant: string): void => {
    const at = Date.parse(instant);
    if (at <= now && at > last) last = at;
  };
  for (const { startAt } of slots) pass(startAt);
  for (const { dueAt } of deliveries) pass(dueAt);
  return last;
}

/** Every slot, by the venue's date, soonest first. */
export function daysOf(planning: Planning, venueZone: string, now: number): Day[] {
  const deliveries = new Map<string, Delivery[]>();
  for (const each of planning.deliveries) {
    const its = deliveries.get(each.postId);
    if (its) its.push(each);
    else deliveries.set(each.postId, [each]);
  }
  const days = new Map<string, Day>();
  const inOrder = planning.slots
    .map((slot) => ({ slot, at: Date.parse(slot.startAt) }))
    .toSorted((a, b) => a.at - b.at || (a.slot.externalId < b.slot.externalId ? -1 : 1));
  for (const { slot, at } of inOrder) {
    const key = dateIn(venueZone, at);
    const day = days.get(key) ?? { key, date: at, slots: [] };
    days.set(key, day);
    const its = (deliveries.get(slot.postId) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    day.slots.push({
      slot,
      at,
      deliveries: its,
      isPast: at <= now,
      stands: count(its, now),
    });
  }
  return [...days.values()];
}

function count(deliveries: readonly Delivery[], now: number): PlannedSlot["stands"] {
  const all = deliveries.map((each) => standingOf(each, now));
  // What was given up only counts where nothing else is left of the slot.
  const living = all.filter((standing) => standing !== "dropped");
  const counted = living.length > 0 ? living : all;
  return standings.flatMap((standing) => {
    const many = counted.filter((each) => each === standing).length;
    return many > 0 ? [{ standing, count: many }] : [];
  });
}

const dates = new Map<string, Intl.DateTimeFormat>();

/** The date of an instant in a zone: `2026-07-24`. */
export function dateIn(zone: string, at: number): string {
  const format =
    dates.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" });
  dates.set(zone, format);
  return format.format(at);
}

/** The first slot that is still to come; null after the last. */
export function nextOf(days: readonly Day[]): PlannedSlot | null {
  return (
    days
      .flatMap(({ slots }) => slots)
      .find(
        ({ isPast, stands }) => !isPast && stands.some(({ standing }) => standing === "planned"),
      ) ?? null
  );
}

/** The slot the present comes before: the first still to come where some are over; else null. */
export function presentOf(days: readonly Day[]): PlannedSlot | null {
  const slots = days.flatMap((day) => day.slots);
  return slots[0]?.isPast ? (slots.find(({ isPast }) => !isPast) ?? null) : null;
}
