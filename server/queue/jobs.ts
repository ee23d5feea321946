/** The one table of jobs: name → data. Job data is clear text in the queue, so it holds ids and nothing else. */
import { z } from "zod";
import { deliveryId } from "#shared/ids.ts";

export const jobs = {
  publish: z.object({ deliveryId, rev: z.number().int() }),
} as const;

export type PublishJob = z.infer<typeof jobs.publish>;

/** `d-<uuid>-<rev>`: no colon, never all digits, never a name BullMQ uses for its own keys (FAILURES.md §0.9). */
export function publishJobId(job: PublishJob): string {
  return `d-${job.deliveryId}-${job.rev}`;
}
