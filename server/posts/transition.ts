/** The one function that changes a delivery's state: legal by the shared table, guarded in SQL, told to every console. */
import { type Selectable, sql, type UpdateObject } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import { canBecome, type DeliveryState } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import type { DeliveriesTable } from "../db/publishing-schema.ts";
import type { Schema } from "../db/schema.ts";
import { readDelivery } from "./store.ts";

/** What every console is told of a delivery that moved. */
export type DeliveryChange = Extract<NewChange, { type: "delivery.changed" }>;
export type DeliveryRow = Selectable<DeliveriesTable>;
/** What may change along with the state; the state itself, the fence and the clock are this file's. */
export type Patch = Omit<
  UpdateObject<Schema, "deliveries">,
  "id" | "state" | "fence" | "changedAt"
> & { newFence?: boolean };

/**
 * Moves a delivery the caller has read (and best locked) from its state to `to`. Null when it is no longer in that state
 * under that fence: someone else moved it, and the caller must not act. Throws on an illegal transition, which is a bug.
 */
export async function transition(
  tx: Tx,
  row: Pick<DeliveryRow, "id" | "state" | "fence">,
  to: DeliveryState,
  patch: Patch = {},
): Promise<DeliveryChange | null> {
  if (!canBecome(row.state, to)) throw new Error(`a delivery cannot go from ${row.state} to ${to}`);
  const { newFence, ...rest } = patch;
  const moved = await tx
    .updateTable("deliveries")
    .set({
      reason: null,
      ...rest,
      state: to,
      changedAt: sql<Date>`clock_timestamp()`,
      ...(newFence ? { fence: sql<string>`nextval('fences')` } : {}),
    })
    .where("id", "=", row.id)
    .where("state", "=", row.state)
    .where("fence", "=", row.fence)
    .executeTakeFirst();
  if (moved.numUpdatedRows === 0n) return null;
  return { type: "delivery.changed", data: { delivery: await readDelivery(tx, row.id) } };
}
