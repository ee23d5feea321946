/** A post is public no more when the delivery that takes it back is done: both are on record in one transaction. */
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "../db/changes.ts";
import { deliveryOf, ofAccount } from "./store.ts";
import type { Moved } from "./transition.ts";

/**
 * These deliveries and what they take back, as an array for SQL: they are locked together, in one order. An array, because
 * only then are they looked up by their key.
 */
export function withTakenBack(ids: readonly string[]): RawBuilder<string[]> {
  return sql<string[]>`ARRAY(SELECT unnest(${ids}::uuid[]) UNION
    SELECT target_delivery_id FROM deliveries WHERE id = ANY (${ids}::uuid[]) AND kind = 'delete')`;
}

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
