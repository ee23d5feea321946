/** Who is at work, what is late, whether the queue is there: said by the desk while it happens, and counted for who watches. */
import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "#server/clock.ts";
import { createClocks } from "#server/clocks.ts";
import { connect } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { createAtWork, readAtWork } from "#server/posts/at-work.ts";
import { createTiming } from "#server/timing.ts";
import type { Presence } from "#shared/protocol.ts";
import { openConsole } from "../harness/console.ts";
import { type Desk, signIn, startDesk } from "../harness/desk.ts";
import { freshDatabase, quiet } from "../harness/postgres.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { startRedis } from "../harness/redis.ts";
import { startTestNetwork } from "../harness/rehearsal-network.ts";
import { leftOf, plan, statesOf } from "../harness/slots.ts";
import { quick } from "../harness/stage.ts";

const log = { ...quiet, error: () => undefined };
const last = ({ presences }: { presences: Presence[] }) => presences.at(-1);
const ageOf = ({ at, workers }: Presence) => Date.parse(at) - Date.parse(workers.at(-1)!.seenAt);

async function metricsOf(desk: Desk): Promise<Map<string, number>> {
  const text = await (await fetch(`${desk.url}/metrics`)).text();
  const lines = text.split("\n").filter((line) => line.startsWith("rebond_"));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(" ")).replace(/worker="[^"]*",?/, ""),
      Number(line.slice(line.lastIndexOf(" ") + 1)),
    ]),
  );
}

async function openDesk(redisUrl?: string, env: Record<string, string> = {}) {
  const network = await startTestNetwork();
  const web = await startDesk({
    rehearsalNetwork: network,
    roles: "web",
    env: quick,
    ...(redisUrl ? { redisUrl } : {}),
  });
  const worker = await startDesk({
    rehearsalNetwork: network,
    roles: "worker",
    database: web.databaseUrl,
    env: { ...quick, REBOND_DATA: web.env["REBOND_DATA"]!, ...env },
    ...(redisUrl ? { redisUrl } : {}),
  });
  const cookie = await signIn(web);
  const screen = openConsole(web, cookie);
  await screen.until("the worker is on screen", (self) => last(self)?.workers.length === 1);
  onTestFinished(async () => {
    screen.close();
    await worker.kill9();
    await web.stop();
    await network.stop();
  });
  return { desk: web, web, worker, network, screen, cookie };
}

test("a worker at work is on every desk, with how far its clock is off; killed, it falls silent, and what is due is said to be late", async () => {
  const { web, worker, screen, cookie } = await openDesk();
  await screen.until("it was seen, now", (self) => ageOf(last(self)!) < 2000);
  const [seen] = last(screen)!.workers;
  expect(seen).toMatchObject({ queueAwaySince: null, networkOffsetMs: null, stopped: false });
  expect(Math.abs(seen!.databaseOffsetMs!)).toBeLessThan(500);
  expect(seen!.name).toContain(String(worker.pid));
  expect(last(screen)!.overdueMs).toBe(0);
  const atWork = await metricsOf(web);
  expect(atWork.get('rebond_workers{state="working"}')).toBe(1);
  expect(atWork.get("rebond_due_unclaimed_age_seconds")).toBe(0);
  expect(atWork.get("rebond_record_answers")).toBe(1);
  expect(atWork.get("rebond_queue_away_seconds{}")).toBe(0);
  expect(Math.abs(atWork.get('rebond_worker_clock_offset_seconds{clock="worker"}')!)).toBeLessThan(
    0.5,
  );

  await worker.kill9();
  const armed = await arm(web, cookie, screen, await raiseGold(web, screen));
  await fire(web, cookie, armed);
  await screen.until(
    "it is silent, and the desk says for how long what is due has waited",
    (self) => {
      const presence = last(self)!;
      return ageOf(presence) > 5500 && presence.overdueMs > 2000;
    },
  );
  const gone = await metricsOf(web);
  expect(gone.get('rebond_workers{state="working"}')).toBe(0);
  expect(gone.get('rebond_workers{state="silent"}')).toBe(1);
  expect(gone.get("rebond_due_unclaimed_age_seconds")).toBeGreaterThan(2);
});

test("Redis is killed while slots wait: the desk says since when; back and empty, it is filled again, and the slots leave at their instant without the sweeper", async () => {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const stage = await openDesk(redis.url, { REBOND_SWEEPER: "off" });
  const { web, screen, network } = stage;
  const ids = await plan(stage, 15_000, [{ "text fr": "Un" }, { "text fr": "Deux" }]);
  const killedAt = Date.now();
  await redis.kill9();
  const away = () => last(screen)!.workers[0]!.queueAwaySince;
  await screen.until("the queue is away", () => away() !== null);
  expect(Math.abs(Date.parse(away()!) - killedAt)).toBeLessThan(3000);
  expect((await metricsOf(web)).get("rebond_queue_away_seconds{}")).toBeGreaterThan(0);
  await redis.restart();
  await screen.until("it is back", () => away() === null);
  await screen.until(
    "both are public",
    () => statesOf(screen, ids).every((each) => each === "confirmed"),
    30_000,
  );
  for (const { posts, lateMs } of await leftOf(screen, network, ids)) {
    expect(posts).toHaveLength(1);
    expect(lateMs[0]).toBeGreaterThanOrEqual(0);
    expect(lateMs[0]).toBeLessThan(2000);
  }
});

test("a worker settles an outage before it says that it is there: at its start, and when nobody was seen for half a minute", async () => {
  const database = await freshDatabase();
  await migrate(database.url, log);
  const { db, close } = connect(database.url, log);
  const timing = createTiming(0.2);
  const parts = (outages: (Date | null)[]) => ({
    db,
    clock: systemClock,
    clocks: createClocks({ clock: systemClock, timing }),
    timing,
    log,
    queueAwayMs: () => null,
    onOutage: async (lastSeenAt: Date | null) => void outages.push(lastSeenAt),
  });
  const [ofFirst, ofSecond]: (Date | null)[][] = [[], []];
  const first = await createAtWork(parts(ofFirst!));
  const second = await createAtWork(parts(ofSecond!));
  expect(ofFirst).toEqual([null]);
  const { workers } = await readAtWork(db, systemClock, timing);
  expect(workers.map(({ stopped }) => stopped)).toEqual([false, false]);
  expect(ofSecond![0]).toBeInstanceOf(Date);
  await first.stop();
  await second.stop();

  const outages: (Date | null)[] = [];
  const lastSeen = new Date(Date.now() - 40_000);
  await db.updateTable("workers").set({ seenAt: lastSeen }).execute();
  await db
    .insertInto("workers")
    .values({
      id: randomUUID(),
      name: "long gone",
      seenAt: new Date(0),
      queueAwaySince: null,
      databaseOffsetMs: null,
      networkOffsetMs: null,
    })
    .execute();
  const third = await createAtWork(parts(outages));
  expect(outages).toEqual([lastSeen]);
  expect((await db.selectFrom("workers").select("name").execute()).length).toBe(3);
  // As after a sleep of the machine, or of the database, in the middle of its work.
  await db.updateTable("workers").set({ seenAt: lastSeen }).execute();
  await expect.poll(() => outages.length, { timeout: 5000 }).toBeGreaterThan(1);
  expect(outages[1]).toEqual(lastSeen);
  await third.stop();
  await close();
  await database.drop();
});
