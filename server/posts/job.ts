/** What this folder needs of a queue: a job that exists exactly when the caller's transaction commits, and runs at `wakeAt`. */
import type { DeliveryId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";

export type AddJob = (
  tx: Tx,
  campaignId: string,
  job: { deliveryId: DeliveryId; rev: number },
  wakeAt: Date,
) => Promise<void>;
