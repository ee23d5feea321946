/**
 * The queue, behind one factory: BullMQ on our PostgreSQL, or on Redis when there is a `REDIS_URL`. It is an alarm clock
 * and an executor; truth, due test, claim and fence are PostgreSQL's (FAILURES.md §2).
 */
import { createPostgresBackend, Queue as BullQueue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type pg from "pg";
import type { Db, Tx } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import { jobs, type PublishJob, publishJobId } from "./jobs.ts";
import { createOutbox } from "./outbox.ts";
import { type BullConnection, createTransactionPool } from "./transaction-pool.ts";

const name = "publish";
const options = { removeOnComplete: { age: 3600, count: 5000 }, removeOnFail: { age: 86_400, count: 5000 }, attempts: 3 };
const workerOptions = { concurrency: 50, lockDuration: 3000, stalledInterval: 1500, maxStalledCount: 1000 };

export type Handle = (job: PublishJob) => Promise<void>;
export type Queue = {
  backend: "postgres" | "redis";
  /** Promises the job in the caller's transaction: it runs if that commits, and not otherwise. */
  add: (tx: Tx, campaignId: string, job: PublishJob, dueAt: Date) => Promise<void>;
  /** Starts taking jobs. */
  work: (handle: Handle) => void;
  /** Stops taking jobs, waits at most 10 s for the running ones. */
  close: () => Promise<void>;
};

export type QueueParts = { db: Db; pool: pg.Pool; redisUrl: string | undefined; log: Log; timing: Timing };

/** Opens the queue on the backend the configuration asks for. */
export function connectQueue(parts: QueueParts): Queue {
  return parts.redisUrl ? onRedis(parts, parts.redisUrl) : onPostgres(parts);
}

function delayUntil(dueAt: Date, timing: Timing): number {
  return Math.max(0, dueAt.getTime() - timing.leadMs - Date.now());
}

function onPostgres({ pool, log, timing }: QueueParts): Queue {
  const transactional = createTransactionPool(pool);
  const queue = new BullQueue(name, { connection: transactional.pool }, createPostgresBackend);
  queue.on("error", (error) => log.warn({ err: error }, "the queue lost its database for a moment"));
  let closing: Closing | null = null;
  return {
    backend: "postgres",
    async add(tx, _campaignId, job, dueAt) {
      const opts = { ...options, jobId: publishJobId(job), delay: delayUntil(dueAt, timing) };
      await transactional.within(tx, () => queue.add(name, job, opts));
    },
    work(handle) {
      const worker = new Worker(name, run(handle), { ...workerOptions, connection: pool as unknown as BullConnection }, createPostgresBackend);
      closing = worker;
      worker.on("error", (error) => log.warn({ err: error }, "the worker lost its queue for a moment"));
    },
    close: () => closeAll(closing, queue),
  };
}

function onRedis({ db, log, timing }: QueueParts, url: string): Queue {
  // Adding fails fast, so that the outbox keeps the job; a worker waits for Redis to come back.
  const adding = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, lazyConnect: false });
  const working = new Redis(url, { maxRetriesPerRequest: null });
  for (const client of [adding, working]) client.on("error", (error) => log.warn({ err: error }, "Redis does not answer"));
  const queue = new BullQueue(name, { connection: adding });
  queue.on("error", (error) => log.warn({ err: error }, "the queue lost Redis for a moment"));
  const outbox = createOutbox({
    db,
    log,
    timing,
    dispatch: async ({ jobId, data, dueAt }) => {
      await queue.add(name, data, { ...options, jobId, delay: delayUntil(dueAt, timing) });
    },
  });
  let worker: Worker | null = null;
  return {
    backend: "redis",
    add: (tx, campaignId, job, dueAt) => outbox.promise(tx, { campaignId, name, jobId: publishJobId(job), data: job, dueAt }),
    work(handle) {
      worker = new Worker(name, run(handle), { ...workerOptions, connection: working });
      worker.on("error", (error) => log.warn({ err: error }, "the worker lost Redis for a moment"));
    },
    async close() {
      await outbox.close();
      await closeAll(worker, queue);
      adding.disconnect();
      working.disconnect();
    },
  };
}

function run(handle: Handle): (job: { data: unknown }) => Promise<void> {
  return (job) => handle(jobs.publish.parse(job.data));
}

type Closing = { close: (force?: boolean) => Promise<void> };

/** A worker's close waits for its jobs without an end of its own; what is still running after 10 s is taken up elsewhere. */
async function closeAll(worker: Closing | null, queue: Closing): Promise<void> {
  if (worker) {
    const deadline = new Promise<void>((resolve) => {
      setTimeout(resolve, 10_000).unref();
    });
    await Promise.race([worker.close(), deadline.then(() => worker.close(true))]);
  }
  await queue.close();
}
