/** What will not leave by itself any more: it waits in *missed*, for a person. */
import type { NewChange } from "#shared/changes.ts";
import type { DeliveryReason } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { type DeliveryRow, moveTogether } from "./transition.ts";

/** Misses deliveries the caller has locked. With a new fence: a worker that holds one fails at the gate. */
export async function missAll(
  tx: Tx,
  rows: readonly DeliveryRow[],
  reason: DeliveryReason,
): Promise<NewChange[]> {
  const moved = await moveTogether(tx, rows, "missed", { reason, newFence: true });
  return moved.map(({ change }) => change);
}
