/** Gives slots another time, as a person says it. Their deliveries are the caller's to move, in the same transaction. */
import type { Fold, Slot } from "#shared/slots.ts";
import type { Tx } from "../db/changes.ts";
import { notAfterOf } from "./not-after.ts";
import { slotOf } from "./store.ts";
import { meaningOf } from "./wall-time.ts";

/** `startAt` is what `instantOf` made of the rest (ISO, UTC). */
export type NewTime = { wallAt: string; zone: string; fold: Fold | null; startAt: string };

/**
 * Moves the slots whose posts these are, and answers them as they are now; a post that is no slot's is passed over. Call it
 * before the deliveries are locked: an import locks slots first too. Their `notAfter` is the deliveries' as well.
 */
export async function moveSlots(
  tx: Tx,
  campaignId: string,
  postIds: readonly string[],
  time: NewTime,
): Promise<Slot[]> {
  if (postIds.length === 0) return [];
  const rows = await tx
    .selectFrom("slots")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .where("postId", "in", [...new Set(postIds)])
    .orderBy("id")
    .forUpdate()
    .execute();
  // As a sheet has it: an answer is kept only where there was a question.
  const asked = meaningOf({ ...time, fold: null }).kind !== "instant";
  const fold = asked ? time.fold : null;
  const moved: Slot[] = [];
  for (const row of rows) {
    const notAfter = notAfterOf({ ...row, zone: time.zone }, time.startAt);
    const next = await tx
      .updateTable("slots")
      .set({ ...time, fold, notAfter, byHand: true })
      .where("id", "=", row.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    moved.push(slotOf(next));
  }
  return moved;
}
