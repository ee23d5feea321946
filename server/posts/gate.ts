/**
 * The last look before anything leaves, in one transaction with the intent. Locks in this order: holds, campaign and
 * accounts, moment, deliveries, the change counter (DESIGN §5a). What it lets through may be public from its commit on.
 */
import { sql } from "kysely";
import type { DeliveryReason, DeliveryState } from "#shared/posts.ts";
import { blocksFiring } from "#shared/moments.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { Clock } from "../clock.ts";
import type { Timing } from "../timing.ts";
import { fromNow } from "../db/now.ts";
import { hashPayload } from "./payload.ts";
import type { Prepared } from "../networks/network.ts";
import { appendMoved, type DeliveryRow, type Moved, moveTogether } from "./transition.ts";

/** `at` is monotonic and taken before the commit: a process that sleeps through its own commit sees that it did. */
export type Passed =
  | { kind: "passed"; attempt: number; fence: string; at: number }
  | { kind: "early"; waitMs: number }
  | { kind: "stopped" };
export type AtGate = { mine: Mine; prepared: Prepared };
type GateParts = { db: Db; timing: Timing; clock: Clock };
/** What names a delivery never changes: it is read with the claim, not again. */
type Mine = Pick<DeliveryRow, "id" | "fence" | "campaignId" | "accountId" | "momentId" | "postId">;
type Stop = { to: "held" | "missed"; reason: DeliveryReason };
type Locked = Awaited<ReturnType<typeof lockDeliveries>>[number];

/** Deliveries that may share a gate: a second moment's lock could be wanted by who holds the first. */
export function gateOf({ mine }: AtGate): string {
  return `${mine.campaignId} ${mine.momentId}`;
}

/**
 * Lets prepared deliveries of one gate through (recording what was prepared, where that is not on record yet), or stops
 * them with the reason, or says how long they are still early; each by itself. An Error for one that is not what was approved.
 */
export async function passGates(
  { db, timing, clock }: GateParts,
  asked: readonly AtGate[],
): Promise<(Passed | Error)[]> {
  return db.transaction().execute(async (tx) => {
    const stopOf = await lockWhatStops(
      tx,
      asked.map(({ mine }) => mine),
    );
    const rows = new Map((await lockDeliveries(tx, asked)).map((row) => [row.id, row]));
    const open: Locked[] = [];
    const stopped: { row: Locked; stop: Stop }[] = [];
    const answers = asked.map(({ mine }): Passed | Error | null => {
      const row = rows.get(mine.id);
      if (!row || row.fence !== mine.fence || !row.leased) return { kind: "stopped" };
      if (hashPayload(row.payload) !== row.payloadHash)
        return new Error(`delivery ${row.id} no longer hashes to what was approved`);
      // Each delivery once: whoever asks for it a second time is told that it is no longer theirs.
      rows.delete(mine.id);
      // What is not due yet is not stopped yet: a hold lifted before its time leaves it alone.
      if (Number(row.waitMs) > 0 && !row.expired)
        return { kind: "early", waitMs: Number(row.waitMs) };
      const stop: Stop | null = row.expired ? { to: "missed", reason: "expired" } : stopOf(mine);
      if (stop) stopped.push({ row, stop });
      else open.push(row);
      return stop ? { kind: "stopped" } : null;
    });
    const halted = await halt(tx, stopped);
    const sending = await letThrough(tx, timing, open, asked);
    await appendMoved(tx, [...halted, ...sending]);
    const through = new Map(sending.map(({ row }) => [row.id, row]));
    const at = clock.monotonic();
    return answers.map((answer, index): Passed | Error => {
      const row = through.get(asked[index]!.mine.id);
      if (answer || !row) return answer ?? { kind: "stopped" };
      return { kind: "passed", attempt: row.attempts, fence: row.fence, at };
    });
  });
}

/** Locks, shared, all that can stop a delivery without being it; answers what stops each. */
async function lockWhatStops(tx: Tx, all: readonly Mine[]): Promise<(mine: Mine) => Stop | null> {
  const { campaignId, momentId } = all[0]!;
  const accountIds = [...new Set(all.map(({ accountId }) => accountId))];
  const holds = await tx
    .selectFrom("holds")
    .select(["scope", "scopeId", "held"])
    .where((each) =>
      each.or([each("scope", "=", "global"), each("scopeId", "in", [campaignId, ...accountIds])]),
    )
    .orderBy("id")
    .forShare()
    .execute();
  // The campaign and the accounts in one statement: only ever shared here, so their order is nobody's wait.
  const realms = await tx
    .selectFrom(["campaigns", "accounts"])
    .select(["accounts.id", "mode", "realm"])
    .where("campaigns.id", "=", campaignId)
    .where("accounts.id", "in", accountIds)
    .forShare()
    .execute();
  const moment = momentId ? await lockMoment(tx, momentId, all) : null;
  return ({ accountId, postId }) => {
    const holding = [null, campaignId, accountId];
    if (
      holds.some(
        ({ held, scope, scopeId }) => held && (scope === "global" || holding.includes(scopeId)),
      )
    )
      return { to: "held", reason: "held" };
    const { mode, realm } = realms.find(({ id }) => id === accountId)!;
    if (mode === "off") return { to: "missed", reason: "modeOff" };
    if (realm !== "rehearsal" && (mode === "rehearsal" || moment?.test))
      return { to: "missed", reason: "wrongRealm" };
    if (!moment) return null;
    const stands = moment.version === moment.accepted.get(postId) && !blocksFiring(moment.status);
    return stands ? null : { to: "missed", reason: "momentChanged" };
  };
}

async function lockMoment(tx: Tx, momentId: string, all: readonly Mine[]) {
  const moment = await tx
    .selectFrom("moments")
    .select(["version", "status", "test"])
    .where("id", "=", momentId)
    .forShare()
    .executeTakeFirstOrThrow();
  // What was accepted never changes: it needs no lock.
  const posts = await tx
    .selectFrom("posts")
    .select(["id", "momentVersion"])
    .where("id", "in", [...new Set(all.map(({ postId }) => postId))])
    .execute();
  return { ...moment, accepted: new Map(posts.map((post) => [post.id, post.momentVersion])) };
}

async function lockDeliveries(tx: Tx, asked: readonly AtGate[]) {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .select([
      sql<number>`extract(epoch FROM due_at - clock_timestamp()) * 1000`.as("waitMs"),
      sql<boolean>`lease_until > clock_timestamp()`.as("leased"),
      sql<boolean>`not_after <= clock_timestamp()`.as("expired"),
    ])
    .where(sql<boolean>`id = ANY (${asked.map(({ mine }) => mine.id)}::uuid[])`)
    .where("state", "in", ["claimed", "prepared"])
    .orderBy("id")
    .forUpdate()
    .execute();
}

async function halt(tx: Tx, stopped: readonly { row: Locked; stop: Stop }[]): Promise<Moved[]> {
  const halted: Moved[] = [];
  for (const reason of new Set(stopped.map(({ stop }) => stop.reason))) {
    const its = stopped.filter(({ stop }) => stop.reason === reason);
    const to: DeliveryState = its[0]!.stop.to;
    halted.push(...(await moveTogether(tx, rowsOf(its), to, { reason, newFence: true })));
  }
  return halted;
}

function rowsOf(all: readonly { row: Locked }[]): Locked[] {
  return all.map(({ row }) => row);
}

/** Writes the intents; answers every step of theirs, `sending` the last of each. */
async function letThrough(
  tx: Tx,
  timing: Timing,
  rows: readonly Locked[],
  asked: readonly AtGate[],
): Promise<Moved[]> {
  if (rows.length === 0) return [];
  const claimed = rows.filter(({ state }) => state === "claimed");
  const prepared = Object.fromEntries(asked.map(({ mine, prepared }) => [mine.id, prepared]));
  const ready = await moveTogether(tx, claimed, "prepared", { prepared: preparedOf(prepared) });
  await tx
    .insertInto("attempts")
    .values(
      rows.map((row) => ({
        campaignId: row.campaignId,
        deliveryId: row.id,
        attempt: row.attempts + 1,
        fence: row.fence,
        step: "intent" as const,
        request: JSON.stringify({
          payloadHash: row.payloadHash,
          remoteKey: row.payload.remoteKey,
        }),
        outcome: null,
        detail: null,
      })),
    )
    .execute();
  const isReady = new Map(ready.map(({ row }) => [row.id, row]));
  const sending = await moveTogether(
    tx,
    rows.map((row) => isReady.get(row.id) ?? row),
    "sending",
    {
      attempts: sql<number>`attempts + 1`,
      leaseUntil: fromNow(timing.callDeadlineMs + timing.leaseMs),
    },
  );
  return [...ready, ...sending];
}

/** Each row's own, from one map by delivery id. */
export function preparedOf(byId: Record<string, Prepared>) {
  return sql<string>`${JSON.stringify(byId)}::jsonb -> deliveries.id::text`;
}
