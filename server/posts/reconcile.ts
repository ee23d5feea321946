/** Finds out what became of an uncertain delivery: asks the network, never sends again without proof of absence. */
import { sql } from "kysely";
import { append, type Db } from "../db/changes.ts";
import { NetworkError, type Prepared, type Receipt } from "../networks/network.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Timing } from "../timing.ts";
import { fromNow } from "../db/now.ts";
import { leadOf } from "./payload.ts";
import { outgoingOf } from "./prepare.ts";
import { type PublishParts, send } from "./publish.ts";
import { recordProbe } from "./record.ts";
import { type DeliveryRow, transition } from "./transition.ts";

/** Takes up to 20 uncertain deliveries whose next probe is due, and settles each as far as its network allows. */
export async function reconcileDue(parts: PublishParts): Promise<number> {
  const due = await takeDue(parts.db, parts.timing);
  await Promise.all(
    due.map((delivery) =>
      reconcile(parts, delivery).catch((error: unknown) => {
        parts.log.error(
          { err: error, delivery: delivery.id },
          "a delivery of unknown outcome could not be settled",
        );
      }),
    ),
  );
  return due.length;
}

/** Moving the next probe forward is the claim: another worker's sweep does not see it as due. */
async function takeDue(db: Db, timing: Timing): Promise<DeliveryRow[]> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom("deliveries")
      .selectAll()
      .where("state", "=", "uncertain")
      .where("nextProbeAt", "<=", sql<Date>`clock_timestamp()`)
      .orderBy("nextProbeAt")
      .limit(20)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const row of rows) {
      const wait =
        timing.probeAfterMs[Math.min(row.probes + 1, timing.probeAfterMs.length - 1)] ?? 0;
      await tx
        .updateTable("deliveries")
        .set({ probes: row.probes + 1, nextProbeAt: fromNow(wait + timing.callDeadlineMs) })
        .where("id", "=", row.id)
        .execute();
    }
    return rows;
  });
}

async function reconcile(parts: PublishParts, delivery: DeliveryRow): Promise<void> {
  const found = await probe(parts, delivery);
  const sent = { id: delivery.id, fence: delivery.fence, attempt: delivery.attempts };
  if (found.kind === "public") return recordProbe(parts, sent, found.receipt, null);
  // The key holds something that is not ours: ours never became public, and cannot under this key.
  if (found.kind === "refused")
    return recordProbe(parts, sent, found.error, {
      to: "rejected",
      patch: { reason: "networkRefused", detail: found.error.message, nextProbeAt: null },
    });
  const lastProbe = delivery.probes + 1 >= parts.timing.probeAfterMs.length;
  if (found.kind === "unknown") {
    if (lastProbe)
      await recordProbe(parts, sent, found.error, {
        to: "needsHuman",
        patch: { reason: "noAnswer", nextProbeAt: null },
      });
    return;
  }
  // Absent for certain, and the same key can only ever make one post: the gate decides again, by the database's clock.
  await recordProbe(parts, sent, null, {
    to: "prepared",
    patch: { leaseUntil: fromNow(parts.timing.leaseMs), nextProbeAt: null },
  });
  await send(parts, { ...delivery, state: "prepared", dueAtMonotonic: 0 });
}

type Found =
  | { kind: "public"; receipt: Receipt }
  | { kind: "absent" }
  | { kind: "refused"; error: NetworkError }
  | { kind: "unknown"; error: NetworkError };

async function probe(parts: PublishParts, delivery: DeliveryRow): Promise<Found> {
  try {
    const network = parts.networkOf(delivery.network);
    const deadline = AbortSignal.timeout(parts.timing.callDeadlineMs);
    const account = await parts.openAccount(delivery.accountId, deadline);
    const receipt = await network.find(
      outgoingOf(delivery, parts.readPicture),
      delivery.prepared as Prepared,
      account,
      deadline,
    );
    if (receipt) return { kind: "public", receipt };
    return network.guarantee === "proven"
      ? { kind: "absent" }
      : {
          kind: "unknown",
          error: new NetworkError("ambiguous", "not found, which proves nothing"),
        };
  } catch (error) {
    if (!(error instanceof NetworkError)) {
      // A fault of ours must not keep it from a person either: it counts as a probe without an answer.
      parts.log.error({ err: error, delivery: delivery.id }, "a probe failed on our side");
      return { kind: "unknown", error: new NetworkError("ambiguous", "internal fault") };
    }
    if (error.kind === "contentRejected") return { kind: "refused", error };
    if (error.kind === "authExpired") await parts.dropSession(delivery.accountId);
    parts.log.info({ delivery: delivery.id, why: error.message }, "a probe had no answer");
    return { kind: "unknown", error };
  }
}

/**
 * Leases that ran out. `sending` may be public: uncertain, never due again. `claimed` and `prepared` never passed the
 * gate: scheduled again under a new fence. What waits or is held past its time is missed, also when its next try is later.
 */
export async function expireLeases(db: Db): Promise<number> {
  const waiting: DeliveryState[] = ["scheduled", "retryWait", "held"];
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .selectFrom("deliveries")
      .selectAll()
      .where((each) =>
        each.or([
          each.and([
            each("state", "in", ["claimed", "prepared", "sending"]),
            each("leaseUntil", "<", sql<Date>`clock_timestamp()`),
          ]),
          each.and([
            each("state", "in", waiting),
            each("notAfter", "<=", sql<Date>`clock_timestamp()`),
          ]),
        ]),
      )
      .orderBy("id")
      .limit(200)
      .forUpdate()
      .skipLocked()
      .execute();
    const changes = [];
    for (const row of rows) {
      const change = waiting.includes(row.state)
        ? await transition(tx, row, "missed", { reason: "expired", newFence: true })
        : row.state === "sending"
          ? await transition(tx, row, "uncertain", {
              reason: "noAnswer",
              nextProbeAt: sql<Date>`clock_timestamp()`,
              leaseUntil: null,
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

/**
 * Ids of deliveries the queue should have taken a while ago: at their lead, so that what is planned leaves on its instant
 * also without the queue.
 */
export async function listOverdue(db: Db, timing: Timing): Promise<string[]> {
  const longestMs = Math.max(timing.leadMs, timing.mediaLeadMs);
  const rows = await db
    .selectFrom("deliveries")
    .select(["id", "state", "payload"])
    .select(sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"))
    .where("state", "in", ["scheduled", "retryWait"])
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
