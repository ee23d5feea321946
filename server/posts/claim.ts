/** Takes a delivery for this worker: a new fence and a lease, so that whoever held it before can no longer act on it. */
import { sql } from "kysely";
import { append, type Db } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Timing } from "../timing.ts";
import { leadOf } from "./payload.ts";
import { type DeliveryRow, move, transition } from "./transition.ts";

export type Claimed = DeliveryRow & { waitMs: number };
/** `early`: not before that many milliseconds. `gone`: not ours to take (moved, taken, cancelled, past its time). */
export type Claim =
  | { kind: "claimed"; delivery: Claimed }
  | { kind: "early"; waitMs: number }
  | { kind: "gone" };

/** `rev` null takes whichever revision there is. */
export async function claim(
  db: Db,
  timing: Timing,
  worker: string,
  id: string,
  rev: number | null,
): Promise<Claim> {
  return db.transaction().execute(async (tx): Promise<Claim> => {
    const row = await tx
      .selectFrom("deliveries")
      .selectAll()
      .select([
        sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"),
        sql<boolean>`not_after <= clock_timestamp()`.as("expired"),
      ])
      .where("id", "=", id)
      .where("state", "in", ["scheduled", "retryWait"])
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row || (rev !== null && row.rev !== rev)) return { kind: "gone" };
    if (row.expired) {
      const missed = await transition(tx, row, "missed", { reason: "expired", newFence: true });
      await append(tx, row.campaignId, missed ? [missed] : []);
      return { kind: "gone" };
    }
    const waitMs = Number(row.waitMs);
    const leadMs = leadOf(row, timing);
    if (waitMs > leadMs) return { kind: "early", waitMs: waitMs - leadMs };
    const claimed = await move(tx, row, "claimed", {
      newFence: true,
      worker,
      leaseUntil: fromNow(timing.leaseMs),
    });
    if (!claimed) return { kind: "gone" };
    await append(tx, row.campaignId, [claimed.change]);
    return { kind: "claimed", delivery: { ...claimed.row, waitMs } };
  });
}

/** Renews the lease; false when the delivery is no longer ours. */
export async function renew(
  db: Db,
  timing: Timing,
  { id, fence }: Pick<DeliveryRow, "id" | "fence">,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("deliveries")
    .set({ leaseUntil: fromNow(timing.leaseMs) })
    .where("id", "=", id)
    .where("fence", "=", fence)
    .where("state", "in", ["claimed", "prepared"])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
