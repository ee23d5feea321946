/** A moment nobody states any more. It is kept, and comes back with the same id if it is stated again. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { MomentChange } from "./correct.ts";
import type { Withdrawal } from "./draft.ts";
import type { MomentRow } from "./store.ts";
import { momentOf } from "./store.ts";

/** Withdraws; null when it already was. */
export async function withdraw(
  tx: Tx,
  row: MomentRow,
  cause: Withdrawal["cause"],
): Promise<MomentChange | null> {
  if (row.status === "withdrawn") return null;
  const changed = await tx
    .updateTable("moments")
    .set({
      version: row.version + 1,
      status: "withdrawn",
      before: JSON.stringify({ status: row.status, headline: row.headline, version: row.version }),
      everCorrected: row.everCorrected || cause === "gone",
      changedAt: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.withdrawn", data: { moment: momentOf(changed) } };
}
