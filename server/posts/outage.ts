/** Late is not now: what fell due while nobody was there to send it waits for a person, also while it might still leave. */
import { sql } from "kysely";
import { append, type Db, type Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Timing } from "../timing.ts";
import { missAll } from "./miss.ts";

/** More than this many overdue on one account are a backlog: sent at once they would flood it. */
const most = 3;

/**
 * For a worker that starts, before it takes anything: misses what has been overdue for so long that no worker can have been
 * there, and every account's backlog. Answers how many. One crash and a quick start miss nothing.
 */
export async function missAfterOutage(db: Db, timing: Timing): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const overdue = await lockOverdue(tx, timing);
    const missed = overdue.filter(
      ({ accountId, outage }) =>
        outage || overdue.filter((other) => other.accountId === accountId).length > most,
    );
    for (const campaignId of new Set(missed.map((row) => row.campaignId))) {
      const its = missed.filter((row) => row.campaignId === campaignId);
      await append(tx, campaignId, await missAll(tx, its, "expired"));
    }
    return missed.length;
  });
}

/** What a dead worker had claimed is overdue too; what it was sending may be public, and is another matter. */
async function lockOverdue(tx: Tx, timing: Timing) {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .select(sql<boolean>`due_at < ${fromNow(-timing.outageMs)}`.as("outage"))
    .where("dueAt", "<", fromNow(-timing.backlogMs))
    .where((each) =>
      each.or([
        each("state", "in", ["scheduled", "retryWait"]),
        each.and([
          each("state", "in", ["claimed", "prepared"]),
          each("leaseUntil", "<", sql<Date>`clock_timestamp()`),
        ]),
      ]),
    )
    .orderBy("id")
    .forUpdate()
    .skipLocked()
    .execute();
}
