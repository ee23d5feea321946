/** An older word that comes late changes nothing but the time: what it says happened when it said so, not when a newer one did. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { Restated } from "./change.ts";
import type { Draft, Withdrawal } from "./draft.ts";
import type { MomentRow } from "./store.ts";

/** The earliest time that was ever stated is when it happened; so the order of arrival decides nothing. */
export async function backdate(
  tx: Tx,
  row: MomentRow | undefined,
  draft: Draft | Withdrawal,
): Promise<Restated> {
  if (!row || draft.standing === "withdrawn") return null;
  if (row.occurredAt.getTime() <= Date.parse(draft.occurredAt)) return null;
  const changed = await tx
    .updateTable("moments")
    .set({ occurredAt: sql<Date>`least(occurred_at, ${draft.occurredAt}::timestamptz)` })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.confirmed", row: changed, changed: false };
}
