/** A moment changed: what was about to say the old version is pulled in the same transaction, for a person to look at. */
import type { NewChange } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Tx } from "../db/changes.ts";
import { cancelAll } from "./cancel.ts";
import { missAll } from "./miss.ts";

/** Pulls every delivery of the moment that has not passed the gate; what waits for a second person is no longer asked about. */
export async function pullForMoment(tx: Tx, moment: Moment): Promise<NewChange[]> {
  const rows = await tx
    .selectFrom("deliveries")
    .selectAll()
    .where("momentId", "=", moment.id)
    .where("state", "in", ["draft", "scheduled", "claimed", "prepared", "retryWait", "held"])
    .orderBy("id")
    .forUpdate()
    .execute();
  const asked = await cancelAll(tx, rows, "momentChanged", ["draft"]);
  const waiting = rows.filter(({ state }) => state !== "draft");
  return [...asked.changes, ...(await missAll(tx, waiting, "momentChanged"))];
}
