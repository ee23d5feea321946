/**
 * The queue, behind one factory: BullMQ on our PostgreSQL, or on Redis when there is a `REDIS_URL`. It is an alarm clock
 * and an executor; truth, due test, claim and fence are PostgreSQL's (FAILURES.md §2).
 */
import { createPostgresBackend, Queue as BullQueue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type pg from "pg";
import { type Db, position, type Tx } from "../db/changes.ts";
import type { Connected } from "../db/connect.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import { jobs, type PublishJob, publishJobId } from "./jobs.ts";
import { type Keeper, keepFilled, type Mark } from "./keep-filled.ts";
import { createOutbox } from "./outbox.ts";
import { type BullConnection, createTransactionPool } from "./transaction-pool.ts";

const name = "publish";
const options = {
  removeOnComplete: { age: 3600, count: 5000 },
  removeOnFail: { age: 86_400, count: 5000 },
  attempts: 3,
};
/** What says that a Redis is the one we filled (FAILURES.md §4), and that it still takes what it is given. */
const epochKey = "rebond:epoch";
const takesKey = "rebond:takes";
/** An answer Redis does not give within this long is one it does not give. */
const addDeadlineMs = 2000;
/** Jobs wait in memory for their instant, which costs nothing: what is urgent must not wait for what waits. */
const jobsAtOnce = 2000;
const workerOptions = {
  concurrency: jobsAtOnce,
  lockDuration: 3000,
  stalledInterval: 1500,
  maxStalledCount: 1000,
};

export type WokenJob = PublishJob & { wakeAt: Date };
/** `early`: the job was to wait for its time, and so does not come at the last instant. */
export type Handle = (job: PublishJob, early: boolean) => Promise<void>;
export type Queue = {
  backend: "postgres" | "redis";
  /** Promises jobs in the caller's transaction: each runs at its `wakeAt` if that commits, and not otherwise. */
  add: (tx: Tx, campaignId: string, jobs: readonly WokenJob[]) => Promise<void>;
  /** Starts taking jobs. */
  work: (handle: Handle) => void;
  /** Has it filled now, and again whenever it may have lost what it was given; `refill` answers how many jobs it added. */
  keepFilled: (refill: () => Promise<number>) => void;
  /** For how long a queue that is kept filled has not answered, milliseconds; null when it does. */
  awayMs: () => number | null;
  /** Stops taking jobs, waits at most 10 s for the running ones and 2 s for the connections. */
  close: () => Promise<void>;
};

export type QueueParts = {
  db: Db;
  pool: pg.Pool;
  listen: Connected["listen"];
  redisUrl: string | undefined;
  log: Log;
  timing: Timing;
};

/** Opens the queue on the backend the configuration asks for. */
export function connectQueue(parts: QueueParts): Queue {
  return parts.redisUrl ? onRedis(parts, parts.redisUrl) : onPostgres(parts);
}

function delayUntil(wakeAt: Date): number {
  return Math.max(0, wakeAt.getTime() - Date.now());
}

function onPostgres({ db, pool, log, timing }: QueueParts): Queue {
  const transactional = createTransactionPool(pool);
  const queue = new BullQueue(name, { connection: transactional.pool }, createPostgresBackend);
  queue.on("error", (error) =>
    log.warn({ err: error }, "the queue lost its database for a moment"),
  );
  let worker: Running | null = null;
  let keeper: Keeper | null = null;
  // It shares the record's fate: filled once, it has what the record has.
  let filled: string | null = null;
  const mark: Mark = {
    read: async () => filled,
    write: async (epoch) => void (filled = epoch),
  };
  return {
    backend: "postgres",
    async add(tx, _campaignId, woken) {
      // One after the other: adding in bulk makes temporary tables and sequences, which our role may not and a fire should not.
      await transactional.within(tx, async () => {
        for (const { wakeAt, ...data } of woken)
          await queue.add(name, data, {
            ...options,
            jobId: publishJobId(data),
            delay: delayUntil(wakeAt),
          });
      });
    },
    work(handle) {
      worker = reported(
        new Worker(
          name,
          run(handle),
          { ...workerOptions, connection: pool as unknown as BullConnection },
          createPostgresBackend,
        ),
        log,
      );
    },
    keepFilled(refill) {
      keeper = keepFilled({ mark, readEpoch: () => epochOf(db), refill, timing, log });
    },
    awayMs: () => keeper?.awayMs() ?? null,
    async close() {
      await keeper?.stop();
      await closeAll(worker, queue);
    },
  };
}

function onRedis({ db, listen, log, timing }: QueueParts, url: string): Queue {
  // Adding fails fast, also on a Redis that is frozen, so that the outbox keeps the job; a worker waits for it to come back.
  const adding = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: addDeadlineMs,
  });
  const working = new Redis(url, { maxRetriesPerRequest: null });
  for (const client of [adding, working])
    client.on("error", (error) => log.warn({ err: error }, "Redis does not answer"));
  const queue = new BullQueue(name, { connection: adding });
  queue.on("error", (error) => log.warn({ err: error }, "the queue lost Redis for a moment"));
  const outbox = createOutbox({
    db,
    listen,
    log,
    timing,
    dispatch: async (waiting) => {
      await queue.addBulk(
        waiting.map(({ jobId, data, dueAt }) => ({
          name,
          data,
          opts: { ...options, jobId, delay: delayUntil(dueAt) },
        })),
      );
    },
  });
  let worker: Running | null = null;
  let keeper: Keeper | null = null;
  const mark: Mark = {
    async read() {
      await adding.set(takesKey, "1", "PX", 60_000);
      return adding.get(epochKey);
    },
    write: async (epoch) => void (await adding.set(epochKey, epoch)),
  };
  // Whoever answers after a broken connection may know less: a restart without its last second, a replica promoted.
  adding.on("close", () => keeper?.doubt());
  return {
    backend: "redis",
    add: (tx, campaignId, woken) =>
      outbox.promise(
        tx,
        woken.map(({ wakeAt, ...data }) => ({
          campaignId,
          name,
          jobId: publishJobId(data),
          data,
          dueAt: wakeAt,
        })),
      ),
    work(handle) {
      worker = reported(
        new Worker(name, run(handle), { ...workerOptions, connection: working }),
        log,
      );
    },
    keepFilled(refill) {
      keeper = keepFilled({ mark, readEpoch: () => epochOf(db), refill, timing, log });
    },
    awayMs: () => keeper?.awayMs() ?? null,
    async close() {
      await keeper?.stop();
      await outbox.close();
      await closeAll(worker, queue);
      adding.disconnect();
      working.disconnect();
    },
  };
}

async function epochOf(db: Db): Promise<string> {
  return (await position(db)).epoch;
}

function run(handle: Handle): (job: { data: unknown; opts: { delay?: number } }) => Promise<void> {
  return ({ data, opts }) => handle(jobs.publish.parse(data), (opts.delay ?? 0) > 0);
}

/** What either backend's worker and queue have in common. */
type Running = { close: () => Promise<void> };
type Failing = Running & {
  on: ((event: "error", heard: (error: Error) => void) => unknown) &
    ((event: "failed", heard: (job: { id?: string } | undefined, error: Error) => void) => unknown);
};

/** A job that throws is a fault; BullMQ would keep it to itself. */
function reported(worker: Failing, log: Log): Running {
  worker.on("error", (error) => log.warn({ err: error }, "the worker lost its queue for a moment"));
  worker.on("failed", (job, error) => log.error({ err: error, job: job?.id }, "a job failed"));
  return worker;
}

/**
 * A worker's close waits for its jobs without an end of its own, and asking again with force is the same wait: what is
 * still running after 10 s is left, and taken up elsewhere when its lease ends.
 */
async function closeAll(worker: Running | null, queue: Running): Promise<void> {
  if (worker) await atMost(10_000, worker.close());
  await atMost(2000, queue.close());
}

/** Resolves when `work` does, or after `ms` milliseconds without it; rejects when it rejects before. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const deadline = new Promise<void>((resolve) => {
    setTimeout(resolve, ms).unref();
  });
  await Promise.race([work, deadline]);
}
