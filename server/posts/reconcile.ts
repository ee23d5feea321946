/**
 * Finds out what became of an uncertain delivery: asks its network at the instants of the timing table, and calls a second
 * time only where that cannot make a second post. What nobody can find out is a person's to say.
 */
import { sql } from "kysely";
import type { Guarantee } from "#shared/networks.ts";
import { certaintyOf, type DeliveryKind } from "#shared/posts.ts";
import type { Db } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import { NetworkError, type OpenAccount, type Receipt } from "../networks/network.ts";
import type { Timing } from "../timing.ts";
import { makeReady } from "./prepare.ts";
import { passAndCall, type PublishParts } from "./publish.ts";
import { conclude, nextProbeAt, recordProbe, type Sent, type Verdict } from "./record.ts";
import type { Stop } from "./stops.ts";
import type { DeliveryRow } from "./transition.ts";

/** Clocks differ, and a network may date a post by when it began to take it. */
const earlierMs = 5000;
/** Calls for one delivery, all in all: beyond, a person decides. */
const mostCalls = { proven: 10, keyed: 3 };

/** Deliveries looked for at once: one whose network is slow keeps no other waiting. */
const atOnce = 100;

export type Reconciling = {
  /** Takes up what is due to be looked for; answers how many, and does not wait for them. */
  sweep: () => Promise<number>;
  /** Resolves when what is under way has ended. */
  ended: () => Promise<void>;
};

/** Settles uncertain deliveries, each as far as its network allows. */
export function createReconcile(parts: PublishParts): Reconciling {
  const underWay = new Set<Promise<void>>();
  return {
    async sweep() {
      const due = await takeDue(parts.db, parts.timing, atOnce - underWay.size);
      for (const row of due) {
        const run = reconcile(parts, row)
          .catch((error: unknown) =>
            parts.log.error(
              { err: error, delivery: row.id },
              "a delivery of unknown outcome could not be settled",
            ),
          )
          .finally(() => underWay.delete(run));
        underWay.add(run);
      }
      return due.length;
    },
    async ended() {
      await Promise.all(underWay);
    },
  };
}

/** Moving the next probe forward is the claim: another worker's sweep does not see it as due. */
async function takeDue(db: Db, timing: Timing, most: number): Promise<DeliveryRow[]> {
  if (most <= 0) return [];
  return db
    .updateTable("deliveries")
    .set({ nextProbeAt: fromNow(timing.callDeadlineMs + timing.leaseMs) })
    .where("id", "in", (each) =>
      each
        .selectFrom("deliveries")
        .select("id")
        .where("state", "=", "uncertain")
        .where("nextProbeAt", "<=", sql<Date>`clock_timestamp()`)
        .orderBy("nextProbeAt")
        .limit(most)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

async function reconcile(parts: PublishParts, row: DeliveryRow): Promise<void> {
  const { timing } = parts;
  const sent = { id: row.id, fence: row.fence, attempt: row.attempts };
  const calls = await readCalls(parts.db, row.id);
  const seen = await look(parts, row, calls);
  if (seen.kind === "public") return recordProbe(parts, sent, seen.receipt, null);
  // The key holds something that is not ours: ours never became public, and cannot under this key.
  if (seen.kind === "refused")
    return recordProbe(parts, sent, seen.error, {
      to: "rejected",
      patch: { reason: "networkRefused", detail: seen.error.message, nextProbeAt: null },
    });
  // Its network cannot be asked: there is no probe to write down.
  if (seen.kind === "unasked") {
    await conclude(parts, sent, askPerson(row));
    return;
  }
  const last = isLast(timing, row, calls);
  const found = seen.kind === "absent" ? null : seen.error;
  if (seen.kind === "absent" && mayCallAgain(timing, row, seen.guarantee, calls))
    return callAgain(parts, row, {
      sent,
      last,
      leased: calls.leased,
      account: seen.account,
      guarantee: seen.guarantee,
    });
  await recordProbe(parts, sent, found, last ? askPerson(row) : lookLater(timing, row));
}

/** Counted when it has an answer; one that never comes back must not go on for ever either. */
function isLast({ probeAfterMs }: Timing, { probes }: DeliveryRow, { doubtMs }: Calls): boolean {
  return probes + 1 >= probeAfterMs.length || doubtMs > 2 * (probeAfterMs.at(-1) ?? 0);
}

/** A second call cannot make a second post: under proof of absence, or under a key that its network still knows. */
function mayCallAgain(
  timing: Timing,
  { attempts }: DeliveryRow,
  guarantee: Guarantee,
  { sinceLastMs }: Calls,
): boolean {
  if (guarantee === "proven") return attempts < mostCalls.proven;
  return (
    guarantee === "keyed" &&
    attempts < mostCalls.keyed &&
    sinceLastMs >= timing.replayFromMs &&
    sinceLastMs < timing.replayUntilMs
  );
}

type Again = {
  sent: Sent;
  account: OpenAccount;
  guarantee: Guarantee;
  last: boolean;
  /** Whether a call of it may still land. */
  leased: boolean;
};

/** Through the gate again. Stopped there it stays in doubt, for a first call may still land; to the end of the probes. */
async function callAgain(
  parts: PublishParts,
  row: DeliveryRow,
  { sent, account, guarantee, last, leased }: Again,
): Promise<void> {
  const { timing } = parts;
  await recordProbe(parts, sent, null, stillLooking(timing, row));
  const deadline = AbortSignal.timeout(timing.prepareDeadlineMs);
  const ready = await makeReady(parts, row, account, deadline);
  const passed = await passAndCall(parts, { ...row, probes: row.probes + 1 }, ready);
  if (passed.kind === "passed") return;
  if (!last) return void (await conclude(parts, sent, lookLater(timing, row)));
  const stop = passed.kind === "stopped" ? passed.stop : null;
  if (guarantee !== "proven" || !stop) return void (await conclude(parts, sent, askPerson(row)));
  await conclude(parts, sent, leased ? lookWhenClosed(row) : notThere(stop));
}

function lookLater(timing: Timing, row: DeliveryRow): Verdict {
  return {
    to: "uncertain",
    patch: {
      reason: row.reason,
      detail: row.detail,
      probes: row.probes + 1,
      nextProbeAt: nextProbeAt(timing, row.probes + 1),
    },
  };
}

/** As a claim: nobody else looks while the call is made again. */
function stillLooking(timing: Timing, row: DeliveryRow): Verdict {
  return {
    to: "uncertain",
    patch: {
      reason: row.reason,
      detail: row.detail,
      probes: row.probes + 1,
      nextProbeAt: fromNow(timing.callDeadlineMs + timing.leaseMs),
    },
  };
}

function askPerson(row: DeliveryRow): Verdict {
  return {
    to: "needsHuman",
    patch: {
      reason: "noAnswer",
      detail: row.detail,
      probes: row.probes + 1,
      nextProbeAt: null,
    },
  };
}

/** Not there, but a call of it may still land: once more, when that is over. */
function lookWhenClosed(row: DeliveryRow): Verdict {
  return {
    to: "uncertain",
    patch: {
      reason: row.reason,
      detail: row.detail,
      nextProbeAt: sql<Date>`greatest(lease_until, clock_timestamp())`,
    },
  };
}

/** Its network proved that it is not there, long after any call could land, and it may not be called again by itself. */
function notThere({ reason }: Stop): Verdict {
  return { to: "missed", patch: { reason, newFence: true, nextProbeAt: null, leaseUntil: null } };
}

type Calls = { since: Date; sinceLastMs: number; doubtMs: number; leased: boolean };

async function readCalls(db: Db, deliveryId: string): Promise<Calls> {
  const { first, sinceLastMs, doubtMs, leased } = await db
    .selectFrom("attempts as a")
    .innerJoin("deliveries as d", "d.id", "a.deliveryId")
    .select([
      sql<Date | null>`min(a.at)`.as("first"),
      sql<number | null>`extract(epoch FROM clock_timestamp() - max(a.at)) * 1000`.as(
        "sinceLastMs",
      ),
      sql<number | null>`extract(epoch FROM clock_timestamp() - max(d.doubt_since)) * 1000`.as(
        "doubtMs",
      ),
      sql<boolean | null>`max(d.lease_until) > clock_timestamp()`.as("leased"),
    ])
    .where("a.deliveryId", "=", deliveryId)
    .where("a.step", "=", "intent")
    .executeTakeFirstOrThrow();
  return {
    since: new Date((first?.getTime() ?? 0) - earlierMs),
    sinceLastMs: Number(sinceLastMs ?? 0),
    doubtMs: Number(doubtMs ?? 0),
    leased: leased ?? false,
  };
}

/** The network's ids of what else went out on the account since. */
async function readTaken(db: Db, { accountId }: DeliveryRow, since: Date): Promise<Set<string>> {
  const rows = await db
    .selectFrom("deliveries")
    .select("remoteId")
    .where("accountId", "=", accountId)
    .where("kind", "=", "post")
    .where("remoteId", "is not", null)
    .where("publicAt", ">=", since)
    .execute();
  return new Set(rows.map(({ remoteId }) => remoteId!));
}

type Seen =
  | { kind: "public"; receipt: Receipt }
  | { kind: "absent"; guarantee: Guarantee; account: OpenAccount }
  | { kind: "refused"; error: NetworkError }
  | { kind: "unasked" }
  | { kind: "unknown"; error: NetworkError };

async function look(parts: PublishParts, row: DeliveryRow, { since }: Calls): Promise<Seen> {
  try {
    const deadline = AbortSignal.timeout(parts.timing.callDeadlineMs);
    const account = await parts.openAccount(row.accountId, deadline);
    const kind = row.kind as DeliveryKind;
    const guarantee = certaintyOf({ kind, network: row.network, wears: account.wears });
    if (guarantee === "human") return { kind: "unasked" };
    // Restored as it was before it was prepared, it is made ready now as it was then: none of that is public.
    const { network, outgoing, prepared } = await makeReady(parts, row, account, deadline);
    const taken = await readTaken(parts.db, row, since);
    const receipt = await network.find(outgoing, prepared, account, deadline, { since, taken });
    return receipt ? { kind: "public", receipt } : { kind: "absent", guarantee, account };
  } catch (error) {
    if (!(error instanceof NetworkError)) {
      // A fault of ours must not keep it from a person either: it counts as a probe without an answer.
      parts.log.error({ err: error, delivery: row.id }, "a probe failed on our side");
      return { kind: "unknown", error: new NetworkError("ambiguous", "internal fault") };
    }
    // What was prepared elsewhere may have said it a little otherwise: then a person judges what the key holds.
    if (error.kind === "contentRejected" && row.prepared !== null)
      return { kind: "refused", error };
    if (error.kind === "authExpired") await parts.dropSession(row.accountId);
    parts.log.info({ delivery: row.id, why: error.message }, "a probe had no answer");
    return { kind: "unknown", error };
  }
}
