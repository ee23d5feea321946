/** A moment changed: what was about to say the old version is pulled in the same transaction, for a person to look at. */
import type { NewChange } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Tx } from "../db/changes.ts";
import { transition } from "./transition.ts";

/** Pulls every delivery of the moment that has not passed the gate; a worker that holds one fails at the gate (new fence). */
export async function pullForMoment(tx: Tx, moment: Moment): Promise<NewChange[]> {
  const rows = await tx
    .selectFrom("deliveries")
    .selectAll()
    .where("momentId", "=", moment.id)
    .where("state", "in", ["scheduled", "claimed", "prepared", "retryWait", "held"])
    .orderBy("id")
    .forUpdate()
    .execute();
  const changes: NewChange[] = [];
  for (const row of rows) {
    const change = await transition(tx, row, "missed", { reason: "momentChanged", newFence: true });
    if (change) changes.push(change);
  }
  return changes;
}
