/** Writes slots, many at once. */
import { sql } from "kysely";
import { Refusal } from "#shared/errors.ts";
import type { SlotId } from "#shared/ids.ts";
import type { Slot, Timetable } from "#shared/slots.ts";
import type { Tx } from "../db/changes.ts";
import { slotOf } from "./store.ts";

/** Every slot of a campaign. */
export async function listAllSlots(tx: Tx, campaignId: string): Promise<Slot[]> {
  const rows = await tx
    .selectFrom("slots")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .orderBy("id")
    .execute();
  return rows.map(slotOf);
}

/** Locks these. Refuses `planChanged` when one is no longer at the time at which it was read, or its unit's timetable changed. */
export async function lockSlots(tx: Tx, seen: readonly Slot[]): Promise<void> {
  if (seen.length === 0) return;
  const rows = await tx
    .selectFrom("slots")
    .select(["id", "startAt", "timetable"])
    .where(
      "id",
      "in",
      seen.map(({ id }) => id),
    )
    .orderBy("id")
    .forUpdate()
    .execute();
  const now = new Map<string, string>(
    rows.map(({ id, startAt, timetable }) => [id, placeOf(startAt.toISOString(), timetable)]),
  );
  if (seen.some(({ id, startAt, timetable }) => now.get(id) !== placeOf(startAt, timetable)))
    throw new Refusal("planChanged", { message: "a slot was given another time meanwhile" });
}

function placeOf(startAt: string, timetable: Timetable | null): string {
  return `${startAt} ${timetable?.momentId} ${timetable?.word}`;
}

/** Inserts new ones; their posts are there. */
export async function insertSlots(tx: Tx, slots: readonly Slot[]): Promise<void> {
  if (slots.length === 0) return;
  await tx
    .insertInto("slots")
    .values(
      slots.map((slot) => ({
        ...slot,
        title: JSON.stringify(slot.title),
        timetable: slot.timetable && JSON.stringify(slot.timetable),
      })),
    )
    .execute();
}

/** Writes known ones anew; a slot keeps its id, its name and its post. */
export async function updateSlots(tx: Tx, slots: readonly Slot[]): Promise<void> {
  if (slots.length === 0) return;
  const next = slots.map((slot) => ({
    id: slot.id,
    kind: slot.kind,
    title: slot.title,
    wall_at: slot.wallAt,
    zone: slot.zone,
    fold: slot.fold,
    start_at: slot.startAt,
    not_after: slot.notAfter,
    late_ms: slot.lateMs,
    unit: slot.unit,
    timetable: slot.timetable,
    by_hand: slot.byHand,
  }));
  await sql`UPDATE slots SET kind = next.kind, title = next.title, wall_at = next.wall_at, zone = next.zone,
      fold = next.fold, start_at = next.start_at, not_after = next.not_after, late_ms = next.late_ms,
      unit = next.unit, timetable = next.timetable, by_hand = next.by_hand
    FROM jsonb_to_recordset(${JSON.stringify(next)}::jsonb) AS next(id uuid, kind text, title jsonb, wall_at text,
      zone text, fold text, start_at timestamptz, not_after timestamptz, late_ms int,
      unit text, timetable jsonb, by_hand boolean)
    WHERE slots.id = next.id`.execute(tx);
}

/** Takes these out. Their posts stay: they say what became of them. */
export async function removeSlots(tx: Tx, ids: readonly SlotId[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom("slots")
    .where("id", "in", [...ids])
    .execute();
}
