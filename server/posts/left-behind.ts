/** What nobody will bring back: leases that ran out, what is past its time, what the queue should have taken. */
import { sql } from "kysely";
import type { DeliveryState } from "#shared/posts.ts";
import { append, type Db, type Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Timing } from "../timing.ts";
import { leadOf } from "./payload.ts";
import { type DeliveryRow, transition } from "./transition.ts";

const waiting: DeliveryState[] = ["scheduled", "retryWait", "held"];
/** Asked once and not for each row, which no index could answer. */
const now = sql<Date>`(SELECT clock_timestamp())`;

/**
 * Leases that ran out. `sending` may be public: uncertain, never due again. `claimed` and `prepared` never passed the
 * gate: scheduled again under a new fence. What waits or is held past its time is missed, also when its next try is later;
 * what nobody agreed to by then is given up.
 */
export async function expireLeases(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const rows = [
      ...(await lockLeaseless(tx)),
      ...(await lockTooLate(tx, waiting)),
      ...(await lockTooLate(tx, ["draft"])),
    ];
    const changes = [];
    for (const row of rows) {
      const change =
        row.state === "draft"
          ? await transition(tx, row, "cancelled", { reason: "expired", newFence: true })
          : waiting.includes(row.state)
            ? await transition(tx, row, "missed", { reason: "expired", newFence: true })
            : row.state === "sending"
              ? await transition(tx, row, "uncertain", {
                  reason: "noAnswer",
                  nextProbeAt: sql<Date>`clock_timestamp()`,
                })
              : await transition(tx, row, "scheduled", {
                  newFence: true,
                  leaseUntil: null,
                  worker: null,
                });
      if (change) changes.push({ campaignId: row.campaignId, change });
    }
    for (const campaignId of new Set(changes.map((each) => each.campaignId))) {
      await append(
        tx,
        campaignId,
        changes.filter((each) => each.campaignId === campaignId).map((each) => each.change),
      );
    }
    return rows.length;
  });
}

/** Several queries and not one with OR, so that each reads its index and not every delivery. */
function lockLeaseless(tx: Tx): Promise<DeliveryRow[]> {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .where("state", "in", ["claimed", "prepared", "sending"])
    .where("leaseUntil", "<", now)
    .orderBy("leaseUntil")
    .limit(200)
    .forUpdate()
    .skipLocked()
    .execute();
}

function lockTooLate(tx: Tx, states: readonly DeliveryState[]): Promise<DeliveryRow[]> {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .where("state", "in", states)
    .where("notAfter", "<=", now)
    .orderBy("notAfter")
    .limit(200)
    .forUpdate()
    .skipLocked()
    .execute();
}

/**
 * Ids of deliveries the queue should have taken a while ago: at their lead, so that what is planned leaves on its instant
 * also without the queue.
 */
export async function listOverdue(
  db: Db,
  timing: Timing,
  clocks: { sendsPlanned: () => boolean },
): Promise<string[]> {
  const longestMs = Math.max(timing.leadMs, timing.mediaLeadMs);
  const rows = await db
    .selectFrom("deliveries")
    .select(["id", "state", "payload"])
    .select(sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"))
    .where("state", "in", ["scheduled", "retryWait"])
    .$if(!clocks.sendsPlanned(), (planned) => planned.where("timed", "=", false))
    .where("dueAt", "<", fromNow(longestMs - timing.overdueMs))
    // The queue has its time with what was only just planned.
    .where("changedAt", "<", fromNow(-timing.overdueMs))
    .orderBy("dueAt")
    .limit(200)
    .execute();
  return rows
    .filter((row) => Number(row.waitMs) < leadOf(row, timing) - timing.overdueMs)
    .map((row) => row.id);
}
