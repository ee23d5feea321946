/** A moment changed: what was about to say the old version is pulled in the same transaction, for a person to look at. */
import type { NewChange } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Tx } from "../db/changes.ts";
import { missAll } from "./miss.ts";

/** Pulls every delivery of the moment that has not passed the gate. */
export async function pullForMoment(tx: Tx, moment: Moment): Promise<NewChange[]> {
  const rows = await tx
    .selectFrom("deliveries")
    .selectAll()
    .where("momentId", "=", moment.id)
    .where("state", "in", ["scheduled", "claimed", "prepared", "retryWait", "held"])
    .orderBy("id")
    .forUpdate()
    .execute();
  return missAll(tx, rows, "momentChanged");
}
