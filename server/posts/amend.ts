/** Changes what a delivery says of itself while its state, its fence and whoever holds it stay as they are. */
import type { Tx } from "../db/changes.ts";
import { deliveryOf, ofAccount } from "./store.ts";
import type { DeliveryChange, DeliveryRow, Patch } from "./transition.ts";

/** What may change so: what a worker that has claimed it reads again at the gate. */
export type Amendment = Pick<Patch, "notAfter">;

/** Amends deliveries the caller has locked, all alike. Throws when one moved though it was locked. */
export async function amendAll(
  tx: Tx,
  rows: readonly Pick<DeliveryRow, "id">[],
  amendment: Amendment,
): Promise<DeliveryChange[]> {
  const ids = rows.map(({ id }) => id);
  const amended = await tx
    .updateTable("deliveries")
    .from("accounts as a")
    .set(amendment)
    .whereRef("a.id", "=", "deliveries.accountId")
    .where("deliveries.id", "in", ids)
    .returningAll("deliveries")
    .returning(ofAccount)
    .execute();
  if (amended.length !== ids.length) throw new Error("a delivery is gone though it was locked");
  return amended.map((row) => ({
    type: "delivery.changed",
    data: { delivery: deliveryOf(row) },
  }));
}
