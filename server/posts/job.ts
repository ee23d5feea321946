/** What this folder needs of a queue: jobs that exist exactly when the caller's transaction commits, each run at its `wakeAt`. */
import type { DeliveryId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";

export type Job = { deliveryId: DeliveryId; rev: number; wakeAt: Date };
export type AddJobs = (tx: Tx, campaignId: string, jobs: readonly Job[]) => Promise<void>;
