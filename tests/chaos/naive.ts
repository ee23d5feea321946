/** The same script and storm over a plain queue: what it doubles shows that this harness can see doubles. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startRedis } from "../harness/redis.ts";
import { startTestNetwork, type TestNetwork } from "../harness/rehearsal-network.ts";
import { grouped } from "./grouped.ts";
import { naiveOptions, openNaiveQueue, type Place } from "./naive-queue.ts";
import type { Options } from "./options.ts";
import { bundle } from "./quick-program.ts";
import { type Run, wholeSecond } from "./run.ts";
import { accounts, type Planned, writeScript } from "./script.ts";
import { storm, type Struck } from "./storm.ts";
import { createWorkers, pause, type Struckable as StruckProcess } from "./workers.ts";
import { flush, openPostgres } from "./world.ts";

export type NaiveOutcome = Struck & {
  deliveries: number;
  /** Published more than once. */
  doubled: number;
  /** Posts beyond the first, and the most of one. */
  copies: number;
  worst: number;
  /** Planned, and never public. */
  missing: number;
};

const workerCount = 4;
const planAtLeastMs = 5000;
const planMs = 3;
const settleMs = 60_000;
const callDeadlineMs = 8000;

export async function runNaive(options: Options, { note, onClose }: Run): Promise<NaiveOutcome> {
  const script = writeScript(options);
  const network = await startTestNetwork();
  onClose(() => network.stop());
  for (const { handle, wears } of accounts)
    await network.call("PUT", `/v1/accounts/${handle}`, { wears });
  await network.misbehave(...script.faults);
  const { place, restartPostgres } = await openPlace(options, onClose);
  const program = await bundleWorker(onClose);
  const env = {
    PATH: process.env["PATH"],
    NAIVE_NETWORK: network.url,
    NAIVE_TOKEN: network.token,
    NAIVE_DEADLINE: String(callDeadlineMs * options.timeScale),
    ...("redisUrl" in place
      ? { NAIVE_REDIS: place.redisUrl }
      : { NAIVE_DATABASE: place.databaseUrl }),
  };
  const queue = openNaiveQueue(place);
  onClose(() => queue.close());
  await queue.waitUntilReady();
  const workers = await createWorkers(workerCount, () => startProcess(program, env));
  onClose(() => workers.close());
  const beginsAt = wholeSecond(Date.now() + planAtLeastMs + planMs * script.planned.length);
  await queue.addBulk(script.planned.map((one) => jobFor(one, beginsAt)));
  note(`planned; ${Math.round((beginsAt - Date.now()) / 1000)} s to go`);
  const redisUrl = "redisUrl" in place ? place.redisUrl : undefined;
  const struck = await storm(
    { workers, flush: () => flush(redisUrl), restartPostgres },
    script,
    beginsAt,
  );
  note(`the storm is over: ${JSON.stringify(struck)}`);
  await untilIdle(queue);
  return {
    deliveries: script.planned.length,
    ...struck,
    ...(await count(network, script.planned)),
  };
}

async function openPlace(
  { backend }: Options,
  onClose: Run["onClose"],
): Promise<{ place: Place; restartPostgres: () => Promise<void> }> {
  if (backend === "redis") {
    const redis = await startRedis();
    onClose(() => redis.stop());
    return { place: { redisUrl: redis.url }, restartPostgres: async () => undefined };
  }
  const { url, restart } = await openPostgres(onClose);
  return { place: { databaseUrl: url }, restartPostgres: restart };
}

async function bundleWorker(onClose: Run["onClose"]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "rebond-naive-"));
  onClose(() => rm(folder, { recursive: true, force: true }));
  const program = join(folder, "worker.mjs");
  await bundle("tests/chaos/naive-worker.ts", program);
  return program;
}

function jobFor({ marker, handle, dueMs }: Planned, beginsAt: number) {
  const { wears } = accounts.find((each) => each.handle === handle)!;
  const data = { handle, wears, text: `${marker} dans la tempête.` };
  const delay = Math.max(0, beginsAt + dueMs - Date.now());
  return { name: "post", data, opts: { ...naiveOptions, jobId: `${handle}-${marker}`, delay } };
}

async function startProcess(
  program: string,
  env: Record<string, string | undefined>,
): Promise<StruckProcess> {
  const start = async (): Promise<ChildProcess> => {
    const next = spawn(process.execPath, [program], { env, stdio: ["ignore", "pipe", "ignore"] });
    await new Promise<void>((resolve, reject) => {
      next.stdout.once("data", () => resolve());
      next.once("exit", () => reject(new Error("it ended while starting")));
    });
    return next;
  };
  let child = await start();
  const killNow = () => void child.kill("SIGKILL");
  process.once("exit", killNow);
  return {
    get pid() {
      return child.pid ?? 0;
    },
    async kill9() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGKILL");
      await ended;
    },
    async restart() {
      child = await start();
    },
  };
}

async function untilIdle(queue: ReturnType<typeof openNaiveQueue>): Promise<void> {
  const deadline = performance.now() + settleMs;
  while (performance.now() < deadline) {
    const counts = await queue.getJobCounts("waiting", "active", "delayed");
    if (Object.values(counts).every((each) => each === 0)) return;
    await pause(500);
  }
}

async function count(network: TestNetwork, planned: readonly Planned[]) {
  const posts = grouped(await network.posts(), ({ handle, text }) => `${handle} ${text}`);
  const copies = [...posts.values()].map((each) => each.length);
  return {
    doubled: copies.filter((each) => each > 1).length,
    copies: copies.reduce((sum, each) => sum + each - 1, 0),
    worst: Math.max(0, ...copies),
    missing: planned.length - posts.size,
  };
}
