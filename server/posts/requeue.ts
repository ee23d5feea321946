/**
 * Hands every delivery that is still to come to the queue again: it may have been wiped, or be another one than before the
 * restart. Job ids make it harmless where nothing was lost, and a job too many is refused by the claim.
 */
import type { Db } from "../db/changes.ts";
import type { Timing } from "../timing.ts";
import type { AddJobs } from "./job.ts";
import { jobOf } from "./payload.ts";

type Parts = { db: Db; add: AddJobs; timing: Timing };
const batch = 200;

/** One short transaction per 200 deliveries; answers how many were enqueued. */
export async function requeue(parts: Parts): Promise<number> {
  let enqueued = 0;
  // Ends: ids only rise, and what is fired meanwhile enqueues itself.
  for (let after: string | null = null; ;) {
    const ids: string[] = await requeueBatch(parts, after);
    enqueued += ids.length;
    if (ids.length < batch) return enqueued;
    after = ids.at(-1)!;
  }
}

async function requeueBatch({ db, add, timing }: Parts, after: string | null): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    const waiting = await tx
      .selectFrom("deliveries")
      .select(["id", "campaignId", "rev", "state", "dueAt", "payload"])
      .where("state", "in", ["scheduled", "retryWait"])
      .$if(after !== null, (rows) => rows.where("id", ">", after!))
      .orderBy("id")
      .limit(batch)
      .execute();
    for (const campaignId of new Set(waiting.map((row) => row.campaignId))) {
      const its = waiting.filter((row) => row.campaignId === campaignId);
      await add(
        tx,
        campaignId,
        its.map((row) => jobOf(row, timing)),
      );
    }
    return waiting.map((row) => row.id);
  });
}
