/**
 * Hands every delivery that is still to come to the queue again: it may have been wiped, or be another one than before the
 * restart. Job ids make it harmless where nothing was lost, and a job too many is refused by the claim.
 */
import type { DeliveryId } from "#shared/ids.ts";
import type { Db } from "../db/changes.ts";
import type { Timing } from "../timing.ts";
import type { AddJob } from "./job.ts";
import { leadOf } from "./payload.ts";

type Parts = { db: Db; add: AddJob; timing: Timing };
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
    for (const row of waiting) {
      const wakeAt = new Date(row.dueAt.getTime() - leadOf(row, timing));
      await add(tx, row.campaignId, { deliveryId: row.id as DeliveryId, rev: row.rev }, wakeAt);
    }
    return waiting.map((row) => row.id);
  });
}
