/**
 * Jobs promised in a transaction and handed to Redis afterwards: at once, for the promise's own commit wakes every process,
 * else within a second.
 */
import { sql } from "kysely";
import type { Db, Tx } from "../db/changes.ts";
import type { Connected } from "../db/connect.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

export type Promised = {
  campaignId: string;
  name: string;
  jobId: string;
  data: unknown;
  dueAt: Date;
};
export type Outbox = {
  promise: (tx: Tx, jobs: readonly Promised[]) => Promise<void>;
  close: () => Promise<void>;
};

type Parts = {
  db: Db;
  listen: Connected["listen"];
  log: Log;
  timing: Timing;
  /** Hands them over together. */
  dispatch: (jobs: readonly { jobId: string; data: unknown; dueAt: Date }[]) => Promise<void>;
};
const batch = 200;
const channel = "outbox";

/** Dispatches in id order; a job stays until the queue took it, and taking it twice is harmless (same job id). */
export function createOutbox({ db, listen, log, timing, dispatch }: Parts): Outbox {
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;

  const drain = async (): Promise<void> => {
    await db.transaction().execute(async (tx) => {
      const waiting = await tx
        .selectFrom("outbox")
        .select(["id", "jobId", "data", "dueAt"])
        .where("dispatchedAt", "is", null)
        .orderBy("id")
        .limit(batch)
        .forUpdate()
        .skipLocked()
        .execute();
      if (waiting.length === 0) return;
      await dispatch(waiting);
      await tx
        .updateTable("outbox")
        .set({ dispatchedAt: sql<Date>`clock_timestamp()` })
        .where(
          "id",
          "in",
          waiting.map(({ id }) => id),
        )
        .execute();
      if (waiting.length === batch) again = true;
    });
  };

  const wake = (): void => {
    if (closed) return;
    again = true;
    running ??= loop().finally(() => {
      running = null;
    });
  };
  const loop = async (): Promise<void> => {
    while (again && !closed) {
      again = false;
      await drain().catch((error: unknown) =>
        log.warn({ err: error }, "the outbox could not be dispatched yet"),
      );
    }
  };
  const timer = setInterval(wake, timing.outboxEveryMs);
  const listening = listen(channel, wake).catch((error: unknown) => {
    log.warn({ err: error }, "the outbox is not told of commits; it looks every second");
    return async () => {};
  });

  return {
    async promise(tx, promised) {
      if (promised.length === 0) return;
      await tx
        .insertInto("outbox")
        .values(
          promised.map((job) => ({ ...job, data: JSON.stringify(job.data), dispatchedAt: null })),
        )
        // Promised again: the queue may have lost it since it was dispatched. Where it did not, the job id makes it one.
        .onConflict((conflict) =>
          conflict
            .column("jobId")
            .doUpdateSet({ dueAt: (now) => now.ref("excluded.dueAt"), dispatchedAt: null }),
        )
        .execute();
      // Heard at the commit, when the promise can be seen, and not before.
      await sql`SELECT pg_notify(${channel}, '')`.execute(tx);
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await (
        await listening
      )();
      await running;
    },
  };
}
