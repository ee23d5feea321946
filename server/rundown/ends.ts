/** Until when slots may leave that do so at another time than they were planned for. */
import type { Tx } from "../db/changes.ts";
import { notAfterOf } from "./not-after.ts";

/** By post id, for those of the posts that are slots'. `zone` is where the day ends, if it matters; null: the slot's own. */
export async function slotsEnd(
  tx: Tx,
  postIds: readonly string[],
  at: Date,
  zone: string | null,
): Promise<ReadonlyMap<string, Date>> {
  const slots = await tx
    .selectFrom("slots")
    .select(["postId", "kind", "lateMs", "zone"])
    .where("postId", "in", postIds)
    .execute();
  return new Map(
    slots.map((slot) => [
      slot.postId,
      new Date(notAfterOf({ ...slot, zone: zone ?? slot.zone }, at.toISOString())),
    ]),
  );
}
