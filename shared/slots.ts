/** Slots: planned posts at a time. Their texts are their deliveries'; a slot is when, of what kind, and how late it may be. */
import { z } from "zod";
import { campaignId, momentId, postId, slotId } from "./ids.ts";
import { bilingual } from "./locales.ts";

export const slotKinds = ["post", "ceremony", "evergreen"] as const;
export const slotKind = z.enum(slotKinds);
export type SlotKind = z.infer<typeof slotKind>;

/**
 * How late a slot may still leave by itself, milliseconds, where the sheet does not say. Null: until the end of its day
 * in its own zone.
 */
export const lateBySlotKind = {
  post: 5 * 60_000,
  ceremony: 20_000,
  evergreen: null,
} as const satisfies Record<SlotKind, number | null>;

/** Which of two instants a wall time means where a change of clocks makes it happen twice, or not at all. */
export const fold = z.enum(["earlier", "later"]);
export type Fold = z.infer<typeof fold>;

/** A time as it is read off a wall: `2026-07-24T20:20:00`, no zone, whole seconds. */
export const wallTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);

/** A unit's code as a feed writes it: no blanks, and without the dashes that pad it. */
export const unitCode = z
  .string()
  .max(80)
  .regex(/^[^\s\p{Cc}]+$/u);

const instant = z.iso.datetime({ offset: true });

/** The newest word of the timetable on the unit a slot is tied to, and what it did to the slot. */
export const timetable = z.object({
  /** The moment that says it. */
  momentId,
  /** As the moment's outcome has it: the same word counts once. */
  word: z.string(),
  /** The slot `moved` with its unit; the unit has a `newStart` and the slot waits for a person; or has none, or is off. */
  call: z.enum(["moved", "newStart", "delayed", "cancelled"]),
  /** When the unit starts by it, or by the word before where it says none; null where none did. */
  unitAt: instant.nullable(),
  /** From when to when the timetable moved the slot last; null where it never did. */
  from: instant.nullable(),
  to: instant.nullable(),
  /** What the sheet says of a slot that was moved; null for one that was not. */
  sheet: z.object({ wallAt: wallTime, zone: z.string(), fold: fold.nullable() }).nullable(),
});
export type Timetable = z.infer<typeof timetable>;

export const slot = z.object({
  id: slotId,
  campaignId,
  /** The sheet's own name for it, unique in the campaign. */
  externalId: z.string(),
  kind: slotKind,
  title: bilingual,
  /** What was written: wall time, IANA zone, and the answer where the clocks change. */
  wallAt: wallTime,
  zone: z.string(),
  fold: fold.nullable(),
  /** What it means (ISO, UTC). */
  startAt: z.iso.datetime({ offset: true }),
  notAfter: z.iso.datetime({ offset: true }),
  /** As the sheet said, milliseconds; null where the kind decides. */
  lateMs: z.number().int().positive().nullable(),
  /** The unit of the competition it is tied to: it moves with it, or waits for a person. Null for none. */
  unit: unitCode.nullable(),
  timetable: timetable.nullable(),
  /** A person gave it another time on the desk: the timetable moves it no more. */
  byHand: z.boolean(),
  postId,
});
export type Slot = z.infer<typeof slot>;
