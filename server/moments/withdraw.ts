/** A moment nobody states any more. It is kept, and comes back with the same id if it is stated again. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { MomentSource } from "#shared/moments.ts";
import type { Restated } from "./change.ts";
import { noteSource } from "./correct.ts";
import type { Withdrawal } from "./draft.ts";
import { holdsOver, withSource } from "./sources.ts";
import type { MomentRow } from "./store.ts";

/** Withdraws; null when it already was. A feed that does not prevail is only noted. */
export async function withdraw(
  tx: Tx,
  row: MomentRow,
  told: MomentSource,
  cause: Withdrawal["cause"],
): Promise<Restated> {
  if (row.status === "withdrawn") return null;
  const known = row.sources.find(({ feed }) => feed === told.feed) ?? told;
  const source = {
    ...known,
    // Of which document it was, where that is said: another one of the feed may still say it.
    document: told.document ?? known.document,
    standing: told.standing,
    at: told.at,
  };
  if (!holdsOver(row.source, source)) return noteSource(tx, row, source, null);
  const changed = await tx
    .updateTable("moments")
    .set({
      version: row.version + 1,
      status: "withdrawn",
      source: JSON.stringify(source),
      sources: JSON.stringify(withSource(row.sources, source)),
      before: JSON.stringify({ status: row.status, headline: row.headline, version: row.version }),
      everCorrected: row.everCorrected || cause === "gone",
      changedAt: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.withdrawn", row: changed, changed: true };
}
