/** What breaks: the queue, while the desk is down. FAILURES.md §5, rows 10 and 12. */
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { withClient } from "#server/db/cluster.ts";
import { openConsole } from "../../harness/console.ts";
import { type Desk, type DeskOptions, signIn, startDesk } from "../../harness/desk.ts";
import { arm, fire, raiseGold } from "../../harness/react.ts";
import { startRedis } from "../../harness/redis.ts";
import { startTestNetwork } from "../../harness/rehearsal-network.ts";
import { allAre } from "../../harness/stage.ts";

const undoMs = 10_000;
const testMs = 120_000;
/** Nothing but the queue may bring it: the sweeper is off. */
const env = { REBOND_SWEEPER: "off" };

/** Fires on a first desk, ends it, does `between`, and starts another on the same record: it must leave on time, once. */
async function leavesOnTime(
  before: DeskOptions,
  between: (desk: Desk) => Promise<void>,
  after: DeskOptions,
): Promise<void> {
  const network = await startTestNetwork();
  const first = await startDesk({ ...before, rehearsalNetwork: network, env });
  try {
    const cookie = await signIn(first);
    const { postId, ids } = await fireLate(first, cookie);
    // At once, as a power cut would: it is ten seconds before anything is due.
    await first.kill9();
    await between(first);
    expect(await network.posts()).toEqual([]);
    const settings = { ...env, REBOND_DATA: first.env["REBOND_DATA"]! };
    const database = first.databaseUrl;
    const second = await startDesk({
      ...after,
      rehearsalNetwork: network,
      database,
      env: settings,
    });
    try {
      const remoteIds = await expectOnTime(second, cookie, postId, Date.now());
      expect(remoteIds).toHaveLength(ids.length);
      const there = (await network.posts()).map((post) => post.id);
      expect(there.toSorted()).toEqual(remoteIds.toSorted());
    } finally {
      await second.leave();
    }
  } finally {
    await first.stop();
    await network.stop();
  }
}

async function fireLate(desk: Desk, cookie: string): Promise<{ postId: string; ids: string[] }> {
  const screen = openConsole(desk, cookie);
  await screen.until("the desk is on screen", (self) => self.state !== null);
  // Words alone: a delivery with a picture is claimed half a minute early, so at once, and no queue waits for it.
  const moment = await raiseGold(desk, screen);
  const armed = await arm(desk, cookie, screen, moment, undoMs, ({ image }) => image === null);
  const fired = await fire(desk, cookie, armed);
  screen.close();
  await withClient(desk.databaseUrl, async (client) => {
    const promised = "SELECT count(*)::int AS n FROM outbox WHERE dispatched_at IS NULL";
    // A job that Redis never had is not one that it forgot.
    for (let waiting = 1, tries = 0; waiting > 0 && tries < 200; tries += 1)
      waiting = (await client.query<{ n: number }>(promised)).rows[0]!.n;
  });
  return fired;
}

/** Answers what the network calls them. `readyAt`: on a busy machine the desk may be back only after the instant itself. */
async function expectOnTime(
  desk: Desk,
  cookie: string,
  postId: string,
  readyAt: number,
): Promise<string[]> {
  const screen = openConsole(desk, cookie);
  await screen.until("all are public", () => allAre(screen, postId, "confirmed"), 30_000);
  for (const { dueAt, publicAt } of screen.state!.deliveries) {
    expect(Date.parse(publicAt!)).toBeGreaterThanOrEqual(Date.parse(dueAt) - 1);
    expect(Date.parse(publicAt!)).toBeLessThan(Math.max(Date.parse(dueAt), readyAt) + 5000);
  }
  screen.close();
  return screen.state!.deliveries.map(({ remoteId }) => remoteId!);
}

test(
  "the queue's tables are emptied while the desk is down: what was to come still leaves on time",
  () =>
    leavesOnTime(
      {},
      (desk) =>
        withClient(desk.databaseUrl, async (client) => {
          const { rows } = await client.query<{ name: string }>(
            "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename LIKE '%job%'",
          );
          expect(rows.length).toBeGreaterThan(0);
          const tables = rows.map(({ name }) => `bullmq.${name}`).join();
          await client.query(`TRUNCATE ${tables} CASCADE`);
        }),
      {},
    ),
  testMs,
);

test(
  "Redis forgets everything while the desk is down: what was to come still leaves on time",
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    await leavesOnTime(
      { redisUrl: redis.url },
      async () => {
        const client = new Redis(redis.url);
        expect(await client.dbsize()).toBeGreaterThan(0);
        await client.flushall();
        client.disconnect();
      },
      { redisUrl: redis.url },
    );
  },
  testMs,
);

test(
  "a desk that moves its queue from PostgreSQL to Redis takes along what was to come",
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    await leavesOnTime({}, async () => undefined, { redisUrl: redis.url });
  },
  testMs,
);

test(
  "and back from Redis to PostgreSQL, where jobs of the same deliveries may still lie",
  async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    await leavesOnTime({ redisUrl: redis.url }, async () => undefined, {});
  },
  testMs,
);
