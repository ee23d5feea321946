/** A unit's schedule changed: the slots tied to it move by as much, or wait for a person. Commits with the moment. */
import { sql } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import type { PostId } from "#shared/ids.ts";
import type { Moment } from "#shared/moments.ts";
import type { Delivery, DeliveryReason } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { lockImports } from "./turn.ts";
import { slotOf } from "./store.ts";
import { type Effect, effectOf } from "./timetable.ts";
import { codesOf } from "./unit.ts";

/** What becomes of a post's deliveries that wait: another time instead of `from`, *missed* for a person, or nothing. */
export type Retiming = {
  postId: PostId;
  to:
    | { from: Date; startAt: Date; notAfter: Date }
    | { reason: Extract<DeliveryReason, "unitDelayed" | "unitCancelled"> }
    | null;
};
/** What this folder needs of posts/. `open`: posts that still wait for something; `moved`: those that have another time. */
export type Retime = (
  tx: Tx,
  campaignId: string,
  retimings: readonly Retiming[],
  /** A rehearsal's word changes nothing that would reach a live account. */
  onlyRehearsal: boolean,
) => Promise<{ open: ReadonlySet<PostId>; moved: ReadonlySet<PostId>; deliveries: Delivery[] }>;

/** What a schedule moment, raised or changed, does to the slots of its unit; nothing for any other moment. */
export async function followTimetable(
  retime: Retime,
  tx: Tx,
  moment: Moment,
): Promise<NewChange[]> {
  if (moment.kind !== "schedule") return [];
  const slots = await lockTied(tx, moment);
  if (slots.length === 0) return [];
  const now = (await readNow(tx)).getTime();
  const work = slots.flatMap((slot) => {
    const effect = effectOf(slot, moment, now);
    return effect ? [{ slot, effect }] : [];
  });
  if (work.length === 0) return [];
  const { open, moved, deliveries } = await retime(
    tx,
    moment.campaignId,
    work.map(({ slot, effect }) => retimingOf(slot, effect)),
    moment.test,
  );
  const written = work
    .filter(({ slot }) => open.has(slot.postId))
    .map(({ slot, effect }) => nextOf(slot, effect, moved.has(slot.postId)));
  for (const slot of written) await write(tx, slot);
  if (written.length === 0) return [];
  return [
    { type: "rundown.changed", data: { slots: written, removed: [], posts: [], deliveries } },
  ];
}

/** Slots before deliveries, as everybody does. What is being imported is waited for: it may be tied too. */
async function lockTied(tx: Tx, { id, campaignId }: Moment): Promise<Slot[]> {
  const { key, eventCode } = await tx
    .selectFrom("moments")
    .select(["key", "eventCode"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  await lockImports(tx, campaignId, "shared");
  const rows = await tx
    .selectFrom("slots")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .where(sql<boolean>`unit = ANY (${codesOf({ key, eventCode })}::text[])`)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map(slotOf);
}

function retimingOf({ postId, startAt }: Slot, effect: Effect): Retiming {
  if (effect.kind === "noted") return { postId, to: null };
  if (effect.kind === "missed") return { postId, to: { reason: effect.reason } };
  const [from, to] = [new Date(startAt), new Date(effect.slot.startAt)];
  return { postId, to: { from, startAt: to, notAfter: new Date(effect.slot.notAfter) } };
}

/** The slot as it is now; its row stays where nothing of it was left to move. */
function nextOf(slot: Slot, effect: Effect, isMoved: boolean): Slot {
  if (effect.kind !== "moved" || isMoved) return effect.slot;
  const { momentId, word, unitAt } = effect.slot.timetable!;
  const { from = null, to = null, sheet = null } = slot.timetable ?? {};
  return { ...slot, timetable: { momentId, word, unitAt, call: "newStart", from, to, sheet } };
}

async function write(tx: Tx, { id, wallAt, zone, fold, startAt, notAfter, timetable }: Slot) {
  await tx
    .updateTable("slots")
    .set({ wallAt, zone, fold, startAt, notAfter, timetable: JSON.stringify(timetable) })
    .where("id", "=", id)
    .execute();
}
