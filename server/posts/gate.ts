/**
 * The last look before anything leaves, in one transaction with the intent. Locks in this order: holds, campaign and
 * account, moment, delivery, the change counter (DESIGN §5a). What it lets through may be public from its commit on.
 */
import { sql } from "kysely";
import type { DeliveryReason, DeliveryState } from "#shared/posts.ts";
import { blocksFiring } from "#shared/moments.ts";
import { append, type Db, type Tx } from "../db/changes.ts";
import type { Clock } from "../clock.ts";
import type { Timing } from "../timing.ts";
import { fromNow } from "../db/now.ts";
import { hashPayload } from "./payload.ts";
import type { Prepared } from "../networks/network.ts";
import { type DeliveryRow, move, transition } from "./transition.ts";

/** `at` is monotonic and taken before the commit: a process that sleeps through its own commit sees that it did. */
export type Passed =
  | { kind: "passed"; attempt: number; fence: string; at: number }
  | { kind: "early"; waitMs: number }
  | { kind: "stopped" };
type GateParts = { db: Db; timing: Timing; clock: Clock };
/** What names a delivery never changes: it is read with the claim, not again. */
type Mine = Pick<DeliveryRow, "id" | "fence"> & Known;
type Stop = { to: DeliveryState; reason: DeliveryReason };

/** Lets a prepared delivery through (recording what was prepared, where that is not on record yet), or stops it with the reason, or says how long it is still early. */
export async function passGate(
  { db, timing, clock }: GateParts,
  mine: Mine,
  prepared: Prepared,
): Promise<Passed> {
  return db.transaction().execute(async (tx): Promise<Passed> => {
    const held = await lockHolds(tx, mine);
    const realm = await lockRealm(tx, mine);
    const moment = await lockMoment(tx, mine);
    const stop: Stop | null = held ? { to: "held", reason: "held" } : (realm ?? moment);
    const row = await tx
      .selectFrom("deliveries")
      .selectAll()
      .select([
        sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"),
        sql<boolean>`lease_until > clock_timestamp()`.as("leased"),
        sql<boolean>`not_after <= clock_timestamp()`.as("expired"),
      ])
      .where("id", "=", mine.id)
      .where("fence", "=", mine.fence)
      .where("state", "in", ["claimed", "prepared"])
      .forUpdate()
      .executeTakeFirst();
    if (!row || !row.leased) return { kind: "stopped" };
    if (hashPayload(row.payload) !== row.payloadHash)
      throw new Error(`delivery ${row.id} no longer hashes to what was approved`);
    const why = row.expired ? { to: "missed" as const, reason: "expired" as const } : stop;
    if (why) return halt(tx, row, why);
    if (Number(row.waitMs) > 0) return { kind: "early", waitMs: Number(row.waitMs) };
    const passed = await letThrough(tx, timing, row, prepared);
    return passed ? { kind: "passed", ...passed, at: clock.monotonic() } : { kind: "stopped" };
  });
}

type Known = Pick<DeliveryRow, "campaignId" | "accountId" | "momentId" | "postId">;

async function lockHolds(tx: Tx, { campaignId, accountId }: Known): Promise<boolean> {
  const rows = await tx
    .selectFrom("holds")
    .select("held")
    .where((each) =>
      each.or([each("scope", "=", "global"), each("scopeId", "in", [campaignId, accountId])]),
    )
    .orderBy("id")
    .forShare()
    .execute();
  return rows.some((row) => row.held);
}

/** The campaign and the account in one statement: only ever shared here, so their order between themselves is nobody's wait. */
async function lockRealm(tx: Tx, { campaignId, accountId, momentId }: Known): Promise<Stop | null> {
  const { mode, realm } = await tx
    .selectFrom(["campaigns", "accounts"])
    .select(["mode", "realm"])
    .where("campaigns.id", "=", campaignId)
    .where("accounts.id", "=", accountId)
    .forShare()
    .executeTakeFirstOrThrow();
  if (mode === "off") return { to: "missed", reason: "modeOff" };
  if (realm === "rehearsal") return null;
  const test = momentId
    ? await tx.selectFrom("moments").select("test").where("id", "=", momentId).executeTakeFirst()
    : null;
  return mode === "rehearsal" || test?.test ? { to: "missed", reason: "wrongRealm" } : null;
}

async function lockMoment(tx: Tx, { momentId, postId }: Known): Promise<Stop | null> {
  if (!momentId) return null;
  const moment = await tx
    .selectFrom("moments")
    .select(["version", "status"])
    // What was accepted never changes: it needs no lock.
    .select((each) =>
      each.selectFrom("posts").select("momentVersion").where("id", "=", postId).as("accepted"),
    )
    .where("id", "=", momentId)
    .forShare("moments")
    .executeTakeFirstOrThrow();
  const stands = moment.version === moment.accepted && !blocksFiring(moment.status);
  return stands ? null : { to: "missed", reason: "momentChanged" };
}

async function halt(tx: Tx, row: DeliveryRow, { to, reason }: Stop): Promise<Passed> {
  const change = await transition(tx, row, to, { reason, newFence: true });
  await append(tx, row.campaignId, change ? [change] : []);
  return { kind: "stopped" };
}

async function letThrough(
  tx: Tx,
  timing: Timing,
  row: DeliveryRow,
  prepared: Prepared,
): Promise<{ attempt: number; fence: string } | null> {
  const ready =
    row.state === "claimed"
      ? await move(tx, row, "prepared", { prepared: JSON.stringify(prepared) })
      : null;
  const attempt = row.attempts + 1;
  await tx
    .insertInto("attempts")
    .values({
      campaignId: row.campaignId,
      deliveryId: row.id,
      attempt,
      fence: row.fence,
      step: "intent",
      request: JSON.stringify({ payloadHash: row.payloadHash, remoteKey: row.payload.remoteKey }),
      outcome: null,
      detail: null,
    })
    .execute();
  const change = await transition(tx, ready?.row ?? row, "sending", {
    attempts: attempt,
    leaseUntil: fromNow(timing.callDeadlineMs + timing.leaseMs),
  });
  if (!change) return null;
  await append(tx, row.campaignId, ready ? [ready.change, change] : [change]);
  return { attempt, fence: row.fence };
}
