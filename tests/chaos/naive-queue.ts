/** A plain BullMQ queue and worker, as most would write them: one job a post, tried again until it succeeds. */
import { createPostgresBackend, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { z } from "zod";
import { networkName } from "#shared/networks.ts";

const name = "naive";
export const naiveJob = z.object({ handle: z.string(), wears: networkName, text: z.string() });
export type NaiveJob = z.infer<typeof naiveJob>;
/** Where the queue lives: a Redis, or a PostgreSQL. */
export type Place = { redisUrl: string } | { databaseUrl: string };

/** Short, so that what a dead worker had is taken up while the storm lasts. */
const stalled = { lockDuration: 3000, stalledInterval: 1500, maxStalledCount: 1000 };
const jobsAtOnce = 100;
export const naiveOptions = {
  attempts: 8,
  backoff: { type: "fixed", delay: 500 },
  removeOnComplete: true,
} as const;

/** What a run asks of the queue, wherever it lives. */
type NaiveQueue = Pick<Queue, "addBulk" | "getJobCounts" | "close"> & {
  waitUntilReady: () => Promise<unknown>;
};

export function openNaiveQueue(place: Place): NaiveQueue {
  if ("redisUrl" in place)
    return quiet(new Queue(name, { connection: new Redis(place.redisUrl, forEver) }));
  const connection = { connectionString: place.databaseUrl, migrate: true };
  return quiet(new Queue(name, { connection }, createPostgresBackend));
}

export function startNaiveWorker(place: Place, handle: (job: NaiveJob) => Promise<void>): void {
  const work = (job: { data: unknown }) => handle(naiveJob.parse(job.data));
  const options = { ...stalled, concurrency: jobsAtOnce };
  if ("redisUrl" in place) {
    const connection = new Redis(place.redisUrl, forEver);
    quiet(new Worker(name, work, { ...options, connection }));
  } else {
    const connection = { connectionString: place.databaseUrl };
    quiet(new Worker(name, work, { ...options, connection }, createPostgresBackend));
  }
}

const forEver = { maxRetriesPerRequest: null };

/** What breaks is meant to. */
function quiet<Emitter extends { on: (event: "error", heard: () => void) => unknown }>(
  emitter: Emitter,
): Emitter {
  emitter.on("error", () => undefined);
  return emitter;
}
