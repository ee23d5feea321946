/** Plans deliveries at exact instants, as a day sheet does, and knows the database's clock by this process's own. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { connect } from "#server/db/connect.ts";
import { hashPayload, jobOf } from "#server/posts/payload.ts";
import { connectQueue } from "#server/queue/connect.ts";
import { createTiming } from "#server/timing.ts";
import { quiet } from "../harness/postgres.ts";
import type { BenchDesk } from "./bench-desk.ts";
import { type BenchParts, pause } from "./measure.ts";

export type Plan = {
  /** One delivery for each instant (`performance.now()`), its account in turn; answers the keys the network will see. */
  at: (due: readonly number[]) => Promise<string[]>;
  /** Until none is on its way any more. */
  untilQuiet: () => Promise<void>;
};

const silent = { ...quiet, error: () => undefined };
const lateMs = 300_000;

export async function openPlan(
  { desk, redisUrl }: Pick<BenchDesk, "desk" | "redisUrl">,
  { onClose }: BenchParts,
): Promise<Plan> {
  const timing = createTiming();
  const record = connect(desk.databaseUrl, silent, 4);
  const queue = connectQueue({ ...record, redisUrl, log: silent, timing });
  onClose(async () => {
    await queue.close();
    await record.close();
  });
  const { db } = record;
  const { id: campaignId } = await db
    .selectFrom("campaigns")
    .select("id")
    .executeTakeFirstOrThrow();
  const accounts = await db
    .selectFrom("accounts")
    .select(["id", "network"])
    .where("handle", "like", "measured%")
    .execute();

  /** Unix milliseconds at `performance.now() = 0`, from the quickest of many looks at the database's clock. */
  const offset = async (): Promise<number> => {
    let best = { trip: Infinity, offset: 0 };
    for (let look = 0; look < 50; look += 1) {
      const before = performance.now();
      const { rows } = await record.pool.query<{ ms: string }>(
        "SELECT extract(epoch FROM clock_timestamp()) * 1000 AS ms",
      );
      const trip = performance.now() - before;
      if (trip < best.trip) best = { trip, offset: Number(rows[0]!.ms) - before - trip / 2 };
    }
    return best.offset;
  };

  return {
    async at(due) {
      const zero = await offset();
      const rows = due.map((at, index) => {
        const id = randomUUID();
        const account = accounts[index % accounts.length]!;
        const payload = {
          text: `Measured ${index}.`,
          locale: "fr" as const,
          remoteKey: id,
          media: [],
        };
        return {
          id,
          campaignId,
          postId: randomUUID(),
          accountId: account.id,
          network: account.network,
          momentId: null,
          purpose: "slot",
          localeKey: "fr",
          locales: ["fr" as const],
          kind: "post",
          prepared: null,
          state: "scheduled" as const,
          timed: true,
          // To the microsecond, which a Date would cut off.
          dueAt: sql<Date>`to_timestamp(${(zero + at) / 1000}::float8)`,
          notAfter: sql<Date>`to_timestamp(${(zero + at + lateMs) / 1000}::float8)`,
          payload: JSON.stringify(payload),
          payloadHash: hashPayload(payload),
        };
      });
      await db.transaction().execute(async (tx) => {
        await tx
          .insertInto("posts")
          .values(
            rows.map((row) => ({
              id: row.postId,
              campaignId,
              momentId: null,
              momentVersion: null,
              templateId: null,
              title: JSON.stringify({ fr: "Mesurée", en: "Measured" }),
              purpose: "slot",
              firedBy: null,
              momentAt: null,
              pressedAt: null,
            })),
          )
          .execute();
        const made = await tx
          .insertInto("deliveries")
          .values(rows)
          .returning(["id", "rev", "state", "dueAt", "payload"])
          .execute();
        await queue.add(
          tx,
          campaignId,
          made.map((row) => jobOf(row, timing)),
        );
      });
      return rows.map((row) => row.id);
    },
    async untilQuiet() {
      const deadline = performance.now() + 60_000;
      for (;;) {
        const { open } = await db
          .selectFrom("deliveries")
          .select(sql<string>`count(*)`.as("open"))
          .where("state", "not in", ["confirmed", "missed", "rejected", "cancelled"])
          .executeTakeFirstOrThrow();
        if (open === "0") return;
        if (performance.now() > deadline) throw new Error(`${open} deliveries never ended`);
        await pause(200);
      }
    },
  };
}
