/**
 * Who is at work: every worker's heartbeat, and what others read of it. The heartbeat also asks when any worker was last
 * there: what fell due while nobody was is an outage, and settled before this worker takes anything more.
 */
import { hostname } from "node:os";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { WorkerSeen } from "#shared/protocol.ts";
import type { Clock } from "../clock.ts";
import type { Clocks, Reading } from "../clocks.ts";
import type { Db } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

/** Out of sight after this; forgotten after a day. */
const shownForMs = 60_000;
const keptForMs = 86_400_000;

type Parts = {
  db: Db;
  clock: Clock;
  clocks: Clocks;
  timing: Timing;
  log: Log;
  /** For how long the queue has not answered, milliseconds; null when it does. */
  queueAwayMs: () => number | null;
  /** Settles what fell due while nobody was at work; `lastSeenAt`: the last heartbeat of any worker, null when there never was one. */
  onOutage: (lastSeenAt: Date | null) => Promise<void>;
};
export type AtWork = {
  name: string;
  /** Resolves when a heartbeat is on record that is no older than an outage; at once where the last one will do. */
  present: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Resolves with the first heartbeat on record; rejects when that fails. Later ones are tried again for ever. */
export async function createAtWork(parts: Parts): Promise<AtWork> {
  const { db, clock, timing, log } = parts;
  const worker = { id: uuidv7(), name: `${hostname()}·${process.pid}` };
  let last: { ownAt: number; monotonic: number } | null = null;
  let beating: Promise<void> | null = null;
  let failing = false;

  const beat = (): Promise<void> => {
    beating ??= heartbeat(parts, worker, last === null)
      .then(() => {
        last = { ownAt: clock.now(), monotonic: clock.monotonic() };
      })
      .finally(() => {
        beating = null;
      });
    return beating;
  };
  const beatOrSay = async (): Promise<void> => {
    try {
      await beat();
      failing = false;
    } catch (error) {
      if (!failing) log.warn({ err: error }, "the worker cannot say that it is there; it goes on");
      failing = true;
    }
  };
  await beat();
  await db.deleteFrom("workers").where("seenAt", "<", fromNow(-keptForMs)).execute();
  const timer = setInterval(() => {
    if (!beating) beatOrSay().catch(() => undefined);
  }, timing.heartbeatMs);

  return {
    name: worker.name,
    async present() {
      // By both clocks: one stands still while the machine sleeps, the other can be set.
      const away = last
        ? Math.max(clock.now() - last.ownAt, clock.monotonic() - last.monotonic)
        : Infinity;
      if (away > timing.outageMs) await beat();
    },
    async stop() {
      clearInterval(timer);
      await beating?.catch(() => undefined);
    },
  };
}

/** The outage is settled before the heartbeat is written: who starts at the same time must still see it. */
async function heartbeat(
  { db, clock, clocks, timing, queueAwayMs, onOutage }: Parts,
  worker: { id: string; name: string },
  first: boolean,
): Promise<void> {
  const askedAt = clock.monotonic();
  const before = await db
    .selectFrom("workers")
    .select((each) => [
      sql<Date>`clock_timestamp()`.as("now"),
      each.fn.max<Date | null>("seenAt").as("lastSeenAt"),
    ])
    .executeTakeFirstOrThrow();
  const reading = { askedAt, answeredAt: clock.monotonic(), at: before.now };
  const awayMs = before.lastSeenAt ? before.now.getTime() - before.lastSeenAt.getTime() : 0;
  if (first || awayMs > timing.outageMs) await onOutage(before.lastSeenAt);
  clocks.heardDatabase(reading);
  const queueAway = queueAwayMs();
  const now = {
    name: worker.name,
    queueAwaySince: queueAway === null ? null : new Date(Math.round(clocks.now() - queueAway)),
    stopped: !clocks.sendsPlanned(),
    ...clocks.offsets(),
  };
  await db
    .insertInto("workers")
    .values({ id: worker.id, ...now })
    .onConflict((known) =>
      known.column("id").doUpdateSet({ ...now, seenAt: sql<Date>`clock_timestamp()` }),
    )
    .execute();
}

/** `overdueMs`: for how long the oldest due delivery has waited for a worker; 0 when none does. All by the database's clock. */
export type Seen = { reading: Reading; overdueMs: number; workers: WorkerSeen[] };

/** What is late, and the workers seen within the last minute, those who started first ahead. */
export async function readAtWork(db: Db, clock: Clock, timing: Timing): Promise<Seen> {
  const askedAt = clock.monotonic();
  // The least of an index, whatever the number: the clock is compared outside, where it cannot make the index useless.
  const { now, oldestDueAt } = await db
    .selectFrom("deliveries")
    .select((each) => [
      sql<Date>`clock_timestamp()`.as("now"),
      each.fn.min<Date | null>("dueAt").as("oldestDueAt"),
    ])
    .where("state", "in", ["scheduled", "retryWait"])
    .executeTakeFirstOrThrow();
  const answeredAt = clock.monotonic();
  const workers = await db
    .selectFrom("workers")
    .select(["id", "name", "seenAt", "queueAwaySince", "databaseOffsetMs", "networkOffsetMs"])
    .select("stopped")
    .where("seenAt", ">", new Date(now.getTime() - shownForMs))
    .orderBy("startedAt")
    .execute();
  const overdueMs = oldestDueAt ? now.getTime() - oldestDueAt.getTime() : 0;
  return {
    reading: { askedAt, answeredAt, at: now },
    overdueMs: overdueMs > timing.overdueMs ? overdueMs : 0,
    workers: workers.map((worker) => ({
      ...worker,
      seenAt: worker.seenAt.toISOString(),
      queueAwaySince: worker.queueAwaySince?.toISOString() ?? null,
    })),
  };
}
