/** Late is not now: what fell due while nobody was there to send it waits for a person, also while it might still leave. */
import { sql } from "kysely";
import { append, type Db, type Tx } from "../db/changes.ts";
import { fromNow, readNow } from "../db/now.ts";
import type { Timing } from "../timing.ts";
import { missAll } from "./miss.ts";

/** More than this many overdue on one account are a backlog: sent at once they would flood it. */
const most = 3;

/**
 * For a worker that starts or wakes, before it takes anything: misses what fell due while no worker was there, and every
 * account's backlog. Answers how many. One crash and a quick start miss nothing. `heartbeatBefore` is the last sign of
 * life of any worker before this one; where none is known, what has been overdue for so long was nobody's.
 */
export async function missAfterOutage(
  db: Db,
  timing: Timing,
  heartbeatBefore: Date | null = null,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const overdue = await lockOverdue(tx, timing, await outageBefore(tx, timing, heartbeatBefore));
    const missed = overdue.filter(
      ({ accountId, outage }) =>
        outage ||
        overdue.filter((other) => other.backlog && other.accountId === accountId).length > most,
    );
    for (const campaignId of new Set(missed.map((row) => row.campaignId))) {
      const its = missed.filter((row) => row.campaignId === campaignId);
      await append(tx, campaignId, await missAll(tx, its, "expired"));
    }
    return missed.length;
  });
}

/** Before which instant what is overdue fell due in an outage; null where there was none. */
async function outageBefore(
  tx: Tx,
  { outageMs, overdueMs }: Timing,
  heartbeat: Date | null,
): Promise<Date | null> {
  const now = (await readNow(tx)).getTime();
  if (!heartbeat) return new Date(now - outageMs);
  return now - heartbeat.getTime() > outageMs ? new Date(now - overdueMs) : null;
}

/** What a dead worker had claimed is overdue too; what it was sending may be public, and is another matter. */
async function lockOverdue(tx: Tx, timing: Timing, outage: Date | null) {
  const backlog = sql<boolean>`due_at < ${fromNow(-timing.backlogMs)}`;
  const inOutage = sql<boolean>`coalesce(due_at < ${outage}::timestamptz, false)`;
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .select([backlog.as("backlog"), inOutage.as("outage")])
    .where((each) => each.or([backlog, inOutage]))
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
