/** Takes deliveries back while they have not left. */
import { sql } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import { type DeliveryReason, type DeliveryState, undoableStates } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { type DeliveryRow, transition } from "./transition.ts";

/**
 * Cancels what is in one of the states `from`, of deliveries the caller has locked: with a new fence, so that a worker already holding one
 * fails at the gate. `cancelled` are the ids of those that will not leave, also where they were cancelled before.
 */
export async function cancelAll(
  tx: Tx,
  rows: readonly DeliveryRow[],
  reason: DeliveryReason,
  from: readonly DeliveryState[] = undoableStates,
): Promise<{ cancelled: ReadonlySet<string>; changes: NewChange[] }> {
  const cancelled = new Set<string>();
  const changes: NewChange[] = [];
  for (const row of rows) {
    const change = from.includes(row.state)
      ? await transition(tx, row, "cancelled", {
          reason,
          newFence: true,
          rev: sql<number>`rev + 1`,
        })
      : null;
    if (change) changes.push(change);
    if (change || row.state === "cancelled") cancelled.add(row.id);
  }
  return { cancelled, changes };
}
