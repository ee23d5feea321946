/** Raw ceilings: what the database, the socket and the queue do by themselves on this machine, at this moment. */
import { randomUUID } from "node:crypto";
import { createPostgresBackend, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { Agent, request } from "undici";
import { connect } from "#server/db/connect.ts";
import type { BullConnection } from "#server/queue/transaction-pool.ts";
import type { TestConsole } from "../harness/console.ts";
import { quiet } from "../harness/postgres.ts";
import type { Arrivals } from "./arrivals.ts";
import type { BenchDesk } from "./bench-desk.ts";
import { type BenchParts, pause, timed } from "./measure.ts";

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

export type RawQueue = {
  addToStart: () => Promise<number>;
  /** Delayed jobs that each make one request; `due` by `performance.now()`. Answers the keys of the requests. */
  sendDelayed: (network: Arrivals, due: readonly number[]) => Promise<string[]>;
};

const pool = new Agent();
/** One request, and its answer to the end. */
async function sendOnce({ url, token }: Arrivals, key: string): Promise<void> {
  const { body } = await request(`${url}/v1/accounts/raw/posts/${key}`, {
    dispatcher: pool,
    method: "PUT",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ text: key }),
  });
  await body.text();
}

/** The armed timer with nothing around it: waits in memory for each instant and sends. Answers the keys of the requests. */
export async function sendAtInstants(network: Arrivals, due: readonly number[]): Promise<string[]> {
  const keys = due.map(() => `armed-${randomUUID()}`);
  await Promise.all(
    due.map(async (at, index) => {
      for (let left = at - performance.now(); left > 0; left = at - performance.now())
        await pause(left);
      await sendOnce(network, keys[index]!);
    }),
  );
  return keys;
}

/** BullMQ with nothing around it, on the same backend: from `add` to the first line of the processor. */
export async function openRawQueue(
  { desk, redisUrl }: BenchDesk,
  { onClose }: BenchParts,
): Promise<RawQueue> {
  const started = new Map<string, (at: number) => void | Promise<void>>();
  const process = async (job: { id?: string }): Promise<void> => {
    await started.get(job.id ?? "")?.(performance.now());
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
    async sendDelayed(network, due) {
      const planned = due.map((at) => ({ at, key: `delayed-${randomUUID()}` }));
      for (const { key } of planned) started.set(key, () => sendOnce(network, key));
      for (const { at, key } of planned) {
        const delay = Math.max(0, Math.round(at - performance.now()));
        await queue.add("raw", {}, { jobId: key, removeOnComplete: true, delay });
      }
      return planned.map(({ key }) => key);
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
