/** Raw ceilings: what the database, the socket and the queue do by themselves on this machine, at this moment. */
import { createPostgresBackend, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { connect } from "#server/db/connect.ts";
import type { BullConnection } from "#server/queue/transaction-pool.ts";
import type { TestConsole } from "../harness/console.ts";
import { quiet } from "../harness/postgres.ts";
import type { BenchDesk } from "./bench-desk.ts";
import { type BenchParts, timed } from "./measure.ts";

const silent = { ...quiet, error: () => undefined };

/** One durable commit of one row, and one round trip of the socket: no reply that promises anything can be faster. */
export async function openCommitAndTrip({ desk }: BenchDesk, { onClose }: BenchParts) {
  const record = connect(desk.databaseUrl, silent, 2);
  onClose(() => record.close());
  // Any small table the application may write; the row is as small as a press.
  const write = () =>
    record.pool.query(
      "UPDATE people SET locale = locale WHERE id = (SELECT min(id::text) FROM people)::uuid",
    );
  return async (console: TestConsole): Promise<number> => {
    const commit = await timed(write);
    // Refused before anything is looked up.
    return commit + (await timed(() => console.ask("raw", {}, "not-an-id")));
  };
}

export type RawQueue = { addToStart: () => Promise<number> };

/** BullMQ with nothing around it, on the same backend: from `add` to the first line of the processor. */
export async function openRawQueue(
  { desk, redisUrl }: BenchDesk,
  { onClose }: BenchParts,
): Promise<RawQueue> {
  const started = new Map<string, (at: number) => void>();
  const process = async (job: { id?: string }): Promise<void> => {
    started.get(job.id ?? "")?.(performance.now());
  };
  const { queue, worker } = redisUrl ? onRedis(redisUrl) : onPostgres();
  // Without a listener BullMQ prints them; the database ends under it only when the benchmark is over.
  queue.on("error", () => undefined);
  worker.on("error", () => undefined);
  onClose(async () => {
    await worker.close(true);
    await queue.close();
  });
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  let serial = 0;
  return {
    addToStart() {
      const jobId = `raw-${(serial += 1)}-x`;
      return new Promise((resolve, reject) => {
        const began = performance.now();
        const late = setTimeout(() => reject(new Error("a raw job did not start")), 10_000);
        started.set(jobId, (at) => {
          clearTimeout(late);
          started.delete(jobId);
          resolve(at - began);
        });
        queue.add("raw", {}, { jobId, removeOnComplete: true }).catch(reject);
      });
    },
  };

  function onRedis(url: string) {
    const [adding, working] = [new Redis(url), new Redis(url, { maxRetriesPerRequest: null })];
    onClose(async () => {
      adding.disconnect();
      working.disconnect();
    });
    return {
      queue: new Queue("raw", { connection: adding }),
      worker: new Worker("raw", process, { connection: working, concurrency: 50 }),
    };
  }

  function onPostgres() {
    const record = connect(desk.databaseUrl, silent, 5);
    onClose(() => record.close());
    const connection = record.pool as unknown as BullConnection;
    return {
      queue: new Queue("raw", { connection }, createPostgresBackend),
      worker: new Worker("raw", process, { connection, concurrency: 50 }, createPostgresBackend),
    };
  }
}
