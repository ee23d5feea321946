/** A post is public no more when the delivery that takes it back is done: both are on record in one transaction. */
import type { Tx } from "../db/changes.ts";
import { deliveryOf, ofAccount } from "./store.ts";
import type { Moved } from "./transition.ts";

/** Marks the posts that these moved deliveries took back; answers them, to be told after what took them. */
export async function markTakenBack(tx: Tx, moved: readonly Moved[]): Promise<Moved[]> {
  const gone = moved.flatMap(({ change: { data } }) => {
    const { kind, state, targetDeliveryId, publicAt } = data.delivery;
    if (kind !== "delete" || state !== "confirmed" || !targetDeliveryId) return [];
    return [{ id: targetDeliveryId, at: publicAt === null ? new Date() : new Date(publicAt) }];
  });
  const marked: Moved[] = [];
  for (const { id, at } of gone) {
    const rows = await tx
      .updateTable("deliveries")
      .from("accounts as a")
      .set({ takenBackAt: at })
      .whereRef("a.id", "=", "deliveries.accountId")
      .where("deliveries.id", "=", id)
      .where("deliveries.takenBackAt", "is", null)
      .returningAll("deliveries")
      .returning(ofAccount)
      .execute();
    for (const row of rows)
      marked.push({
        row,
        change: { type: "delivery.changed", data: { delivery: deliveryOf(row) } },
      });
  }
  return marked;
}
