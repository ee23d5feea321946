/** The frozen payload of a delivery: its hash, which the gate checks before it lets it through, and how early it is taken. */
import { createHash } from "node:crypto";
import type { DeliveryId } from "#shared/ids.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Payload } from "../db/publishing-schema.ts";
import type { Timing } from "../timing.ts";
import type { Job } from "./job.ts";
import type { DeliveryRow } from "./transition.ts";

/** SHA-256 of the payload in a fixed order of fields, pictures by their bytes and words; hex. */
export function hashPayload({ text, locale, remoteKey, media }: Payload): string {
  const pictures = media.map(({ sha256, alt }) => [sha256, alt]);
  return createHash("sha256")
    .update(JSON.stringify([text, locale, remoteKey, ...pictures]))
    .digest("hex");
}

/**
 * How long before its instant a delivery is claimed and prepared, milliseconds: longer where a picture must be uploaded.
 * What waits for its next try was told to wait, or waits for what failed: preparing it early would be that try.
 */
export function leadOf(
  { state, payload }: { state: DeliveryState; payload: Pick<Payload, "media"> },
  timing: Timing,
): number {
  if (state === "retryWait") return 0;
  return payload.media.length > 0 ? timing.mediaLeadMs : timing.leadMs;
}

/** The job that wakes a worker for a delivery, in time to prepare it. */
export function jobOf(
  row: Pick<DeliveryRow, "id" | "rev" | "state" | "dueAt" | "payload">,
  timing: Timing,
): Job {
  return {
    deliveryId: row.id as DeliveryId,
    rev: row.rev,
    wakeAt: new Date(row.dueAt.getTime() - leadOf(row, timing)),
  };
}
