/** The one function that changes a delivery's state: legal by the shared table, guarded in SQL, told to every console. */
import { type Selectable, sql, type UpdateObject } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import { canBecome, type DeliveryState } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import type { DeliveriesTable } from "../db/publishing-schema.ts";
import type { Schema } from "../db/schema.ts";
import { deliveryOf } from "./store.ts";

/** What every console is told of a delivery that moved. */
export type DeliveryChange = Extract<NewChange, { type: "delivery.changed" }>;
export type DeliveryRow = Selectable<DeliveriesTable>;
/** The change, and the row as it is now: for whoever moves it on. */
type Moved = { row: DeliveryRow; change: DeliveryChange };
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
  return (await move(tx, row, to, patch))?.change ?? null;
}

/** As `transition`, for whoever goes on with the row. */
export async function move(
  tx: Tx,
  row: Pick<DeliveryRow, "id" | "state" | "fence">,
  to: DeliveryState,
  patch: Patch,
): Promise<Moved | null> {
  if (!canBecome(row.state, to)) throw new Error(`a delivery cannot go from ${row.state} to ${to}`);
  const { newFence, ...rest } = patch;
  // The update itself answers with all a console is told: a second look-up would cost every step a round trip.
  const moved = await tx
    .updateTable("deliveries")
    .from("accounts as a")
    .set({
      reason: null,
      ...rest,
      state: to,
      changedAt: sql<Date>`clock_timestamp()`,
      ...(newFence ? { fence: sql<string>`nextval('fences')` } : {}),
    })
    .whereRef("a.id", "=", "deliveries.accountId")
    .where("deliveries.id", "=", row.id)
    .where("state", "=", row.state)
    .where("fence", "=", row.fence)
    .returningAll("deliveries")
    .returning(["a.handle", "a.name as accountName"])
    .executeTakeFirst();
  if (!moved) return null;
  return {
    row: moved,
    change: { type: "delivery.changed", data: { delivery: deliveryOf(moved) } },
  };
}
