/** Takes deliveries for this worker: a new fence and a lease, so that whoever held them before can no longer act on them. */
import { sql } from "kysely";
import type { DeliveryState } from "#shared/posts.ts";
import type { Clock } from "../clock.ts";
import type { Db } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Timing } from "../timing.ts";
import { leadOf } from "./payload.ts";
import { appendMoved, type DeliveryRow, moveTogether } from "./transition.ts";

/** `dueAtMonotonic`: when it is due, by this process's monotonic clock as nearly as it could be read. */
export type Claimed = DeliveryRow & { dueAtMonotonic: number };
/** `early`: not before that many milliseconds. `gone`: not ours to take (moved, taken, cancelled, past its time). */
export type Claim =
  | { kind: "claimed"; delivery: Claimed }
  | { kind: "early"; waitMs: number }
  | { kind: "gone" };
/** `rev` null takes whichever revision there is. */
export type ToClaim = { id: string; rev: number | null };
type Parts = {
  db: Db;
  timing: Timing;
  clock: Clock;
  worker: string;
  clocks: { sendsPlanned: () => boolean };
};

const waiting: DeliveryState[] = ["scheduled", "retryWait"];

/** Claims what is due or nearly, each by itself: one that cannot be had keeps no other from being taken. */
export async function claimAll(
  { db, timing, clock, worker, clocks }: Parts,
  asked: readonly ToClaim[],
): Promise<Claim[]> {
  return db.transaction().execute(async (tx): Promise<Claim[]> => {
    const rows = await tx
      .selectFrom("deliveries")
      .selectAll()
      .select([
        sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"),
        sql<boolean>`not_after <= clock_timestamp()`.as("expired"),
      ])
      .where(sql<boolean>`id = ANY (${asked.map(({ id }) => id)}::uuid[])`)
      .where("state", "in", waiting)
      // What is planned is left to a worker whose clock is right; past its time it is missed.
      .$if(!clocks.sendsPlanned(), (planned) =>
        planned.where((each) =>
          each.or([
            each("timed", "=", false),
            each("notAfter", "<=", sql<Date>`clock_timestamp()`),
          ]),
        ),
      )
      .orderBy("id")
      .forUpdate()
      .skipLocked()
      .execute();
    const seenAt = clock.monotonic();
    const left = new Map(rows.map((row) => [row.id, row]));
    // One answer for each: asked for twice, it is gone for the second.
    const found = asked.map(({ id, rev }) => {
      const row = left.get(id);
      if (!row || (rev !== null && row.rev !== rev)) return null;
      left.delete(id);
      return row;
    });
    const there = found.filter((row) => row !== null);
    const missed = await moveTogether(
      tx,
      there.filter((row) => row.expired),
      "missed",
      { reason: "expired", newFence: true },
    );
    const soon = there.filter((row) => !row.expired && waitOf(row, timing) <= 0);
    const claimed = await moveTogether(tx, soon, "claimed", {
      newFence: true,
      worker,
      leaseUntil: fromNow(timing.leaseMs),
    });
    await appendMoved(tx, [...missed, ...claimed]);
    const mine = new Map(claimed.map(({ row }) => [row.id, row]));
    return found.map((row): Claim => {
      if (!row || row.expired) return { kind: "gone" };
      const waitMs = waitOf(row, timing);
      if (waitMs > 0) return { kind: "early", waitMs };
      const taken = mine.get(row.id);
      if (!taken) return { kind: "gone" };
      const dueAtMonotonic = seenAt + Number(row.waitMs);
      return { kind: "claimed", delivery: { ...taken, dueAtMonotonic } };
    });
  });
}

/** How long until it may be claimed, milliseconds; by the database's clock. */
function waitOf(row: DeliveryRow & { waitMs: number }, timing: Timing): number {
  return Number(row.waitMs) - leadOf(row, timing);
}

/** Renews leases; false where the delivery is no longer ours. */
export async function renewAll(
  { db, timing }: Pick<Parts, "db" | "timing">,
  asked: readonly Pick<DeliveryRow, "id" | "fence">[],
): Promise<boolean[]> {
  const ours = await db
    .updateTable("deliveries")
    .set({ leaseUntil: fromNow(timing.leaseMs) })
    // Locked in the order in which everyone locks several.
    .where("id", "in", (each) =>
      each
        .selectFrom("deliveries")
        .select("id")
        .where(
          sql<boolean>`(id, fence) IN (SELECT * FROM unnest(
            ${asked.map(({ id }) => id)}::uuid[], ${asked.map(({ fence }) => fence)}::bigint[]))`,
        )
        .where("state", "in", ["claimed", "prepared"])
        .orderBy("id")
        .forUpdate(),
    )
    .returning(["id", "fence"])
    .execute();
  return asked.map(({ id, fence }) => ours.some((row) => row.id === id && row.fence === fence));
}
