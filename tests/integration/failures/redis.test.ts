/** What breaks: the queue, where it is Redis. FAILURES.md §5, rows 9 to 13. The record is PostgreSQL's, so nothing is lost with it. */
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { openFaultProxy } from "../../harness/fault-proxy.ts";
import {
  deliveriesOf,
  fireMarked,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { startRedis, type TestRedis } from "../../harness/redis.ts";
import { leftOf, plan, slotOf, statesOf, untilTime } from "../../harness/slots.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

const all = [...proven, ...matched];
const row = { "text fr": "Ce créneau part sans Redis" };
/** The sweeper looks every second: ten times that, for a busy machine. */
const mostLateMs = 10_000;

/** Waits until a slot is public, and holds that it left once, not early, and hardly late. */
async function expectOnTime({ screen, network }: Crew, ids: string[]): Promise<void> {
  await screen.until("the slots are public", ({ state }) =>
    state ? statesOf(screen, ids).every((each) => each === "confirmed") : false,
  );
  for (const { posts, lateMs } of await leftOf(screen, network, ids)) {
    expect(posts).toHaveLength(1);
    expect(lateMs[0]).toBeGreaterThanOrEqual(0);
    expect(lateMs[0]).toBeLessThan(mostLateMs);
  }
}

/** What a command line beside the desk asks of this Redis. */
async function ask<Value>(url: string, work: (client: Redis) => Promise<Value>): Promise<Value> {
  const client = new Redis(url, { maxRetriesPerRequest: 3 });
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

describe("with the sweeper on", () => {
  let crew: Crew;
  let redis: TestRedis;
  beforeAll(async () => {
    crew = await openCrew("redis");
    redis = crew.redis!;
    await crew.worker();
  });
  afterEach(() => expectTruth(crew));
  afterAll(() => crew?.close());

  const queueAway = () => {
    const [worker] = crew.screen.presences.at(-1)?.workers ?? [];
    return worker ? worker.queueAwaySince !== null : null;
  };

  test("Redis freezes: fired posts and slots leave within a second or two without it, the desk says that it is away, and again when it is back", async () => {
    const slots = await plan(crew, 4000, [row]);
    process.kill(redis.pid, "SIGSTOP");
    onTestFinished(() => void process.kill(redis.pid, "SIGCONT"));
    const fired = await fireMarked(crew, { on: all });
    await untilAre(crew.screen, fired, ["confirmed"]);
    for (const { dueAt, publicAt } of deliveriesOf(crew.screen, fired))
      expect(Date.parse(publicAt!) - Date.parse(dueAt)).toBeLessThan(mostLateMs);
    await expectOnTime(crew, slots);
    await crew.screen.until(
      "the desk says that its queue is away",
      () => queueAway() === true,
      20_000,
    );
    process.kill(redis.pid, "SIGCONT");
    await crew.screen.until(
      "the desk says that its queue is back",
      () => queueAway() === false,
      20_000,
    );
    const after = await fireMarked(crew, { on: all });
    await untilAre(crew.screen, after, ["confirmed"]);
    expect((await publishedOf(crew, fired)).length).toBe(4);
  });

  test("Redis freezes: a worker that is asked to end does so in time all the same", async () => {
    const leaving = await crew.worker();
    process.kill(redis.pid, "SIGSTOP");
    onTestFinished(() => void process.kill(redis.pid, "SIGCONT"));
    const askedAt = Date.now();
    process.kill(leaving.pid, "SIGTERM");
    await leaving.gone();
    expect(Date.now() - askedAt).toBeLessThan(20_000);
  });

  test("Redis is wiped: what was planned leaves at its time, once", async () => {
    const slots = await plan(crew, 4000, [row, { ...row, accounts: "soiree_iles" }]);
    const fired = await fireMarked(crew, { on: all, undoMs: 2500 });
    await ask(redis.url, (client) => client.flushall());
    await untilAre(crew.screen, fired, ["confirmed"]);
    await expectOnTime(crew, slots);
    expect((await publishedOf(crew, fired)).length).toBe(4);
  });

  test("Redis is full: pressing is as quick as ever, everything leaves, and the queue goes on when it has room again", async () => {
    const used = await ask(redis.url, async (client) => {
      const before = await client.info("memory");
      await client.config("SET", "maxmemory", "1mb");
      return before;
    });
    onTestFinished(() =>
      ask(redis.url, (client) => client.config("SET", "maxmemory", "0")).then(() => undefined),
    );
    expect(used).toContain("used_memory");
    const slots = await plan(crew, 3000, [row]);
    const fired = await fireMarked(crew, { on: all });
    await untilAre(crew.screen, fired, ["confirmed"]);
    await expectOnTime(crew, slots);
    await ask(redis.url, (client) => client.config("SET", "maxmemory", "0"));
    const after = await fireMarked(crew, { on: all });
    await untilAre(crew.screen, after, ["confirmed"]);
  });

  test("Redis is killed and comes back empty: what was planned leaves at its time, once", async () => {
    const slots = await plan(crew, 6000, [row]);
    const fired = await fireMarked(crew, { on: all, undoMs: 1500 });
    await redis.restart();
    await untilAre(crew.screen, fired, ["confirmed"]);
    await expectOnTime(crew, slots);
    const after = await fireMarked(crew, { on: all });
    await untilAre(crew.screen, after, ["confirmed"]);
  });
});

describe("with the sweeper off, so that nothing but the queue brings it", () => {
  const env = { REBOND_SWEEPER: "off" };

  test("Redis is wiped while the desk runs: the queue is filled again from the record, and what was planned leaves at its time, once", async () => {
    const crew = await openCrew("redis", { env });
    onTestFinished(() => crew.close());
    await crew.worker();
    // Time to notice before it is due: the wipe is looked for every few seconds.
    const slots = await plan(crew, 12_000, [row]);
    await untilTime(Date.now() + 1000);
    await ask(crew.redis!.url, (client) => client.flushall());
    await expectOnTime(crew, slots);
    await expectTruth(crew);
  }, 120_000);
});

describe("with a second Redis to fail over to", () => {
  test("Redis fails over to a replica that knows less: what only the lost one knew leaves at its time, once; what both knew leaves once", async () => {
    const [first, second] = await Promise.all([startRedis(), startRedis()]);
    const line = await openFaultProxy({ port: Number(new URL(first.url).port) });
    onTestFinished(() =>
      Promise.all([first.stop(), second.stop(), line.stop()]).then(() => undefined),
    );
    const crew = await openCrew("redis", { redisUrl: `redis://127.0.0.1:${line.port}` });
    await crew.worker();
    const { hostname, port } = new URL(first.url);
    await ask(second.url, (client) => client.replicaof(hostname, Number(port)));
    const both = await plan(crew, 9000, [
      { accounts: "evening.en", "text fr": "", "text en": "Both knew it" },
    ]);
    await expect
      .poll(() => ask(second.url, (client) => client.info("replication")), { timeout: 15_000 })
      .toContain("master_link_status:up");
    await expect
      .poll(() => ask(second.url, (client) => client.dbsize()), { timeout: 10_000 })
      .toBeGreaterThan(1);
    // Cut off, and then the first is told of one more.
    await ask(second.url, (client) => client.replicaof("NO", "ONE"));
    const fired = await fireMarked(crew, { on: all, undoMs: 3000 });
    line.retarget({ port: Number(new URL(second.url).port) });
    await first.kill9();
    await untilAre(crew.screen, fired, ["confirmed"]);
    expect(slotOf(crew.screen, both[0]!).deliveries.map(({ state }) => state)).not.toContain(
      "missed",
    );
    await expectOnTime(crew, both);
    await expectTruth(crew);
    await crew.close();
  }, 120_000);
});
