/**
 * Makes a claimed delivery ready for its one call: signed in, pictures uploaded, what the network gets written down.
 * All of it may be repeated and none of it is public, so whatever fails here is tried again or refused, never uncertain.
 */
import { sql } from "kysely";
import type { Db } from "../db/changes.ts";
import { append } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import type { Payload } from "../db/publishing-schema.ts";
import {
  type Network,
  NetworkError,
  type OpenAccount,
  type Outgoing,
  type Prepared,
} from "../networks/network.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import type { AddJobs } from "./job.ts";
import { preparedOf } from "./gate.ts";
import { holdForSignIn } from "./hold.ts";
import { blockAccount } from "./pace.ts";
import { removing } from "./removing.ts";
import {
  appendMoved,
  type DeliveryRow,
  moveTogether,
  type Patch,
  transition,
} from "./transition.ts";

export type PrepareParts = {
  db: Db;
  add: AddJobs;
  networkOf: (name: NetworkName) => Network;
  /** Opens the account's session: before the gate, so that nothing but the call comes after it. */
  openAccount: (accountId: string, signal: AbortSignal) => Promise<OpenAccount>;
  dropSession: (accountId: string) => Promise<void>;
  readPicture: (campaignId: string, mediaId: string) => Promise<Buffer>;
  /** Records what was prepared; false when the delivery is no longer ours. */
  recordPrepared: (ready: ToRecord) => Promise<boolean>;
  timing: Timing;
  log: Log;
};
export type ToRecord = { mine: DeliveryRow; prepared: Prepared };
/** Everything the call needs. */
export type Ready = {
  network: Network;
  account: OpenAccount;
  outgoing: Outgoing;
  prepared: Prepared;
};

/**
 * Null when it is no longer ours, or could not be made ready: then its next state is on record. What is due at once goes
 * straight to the gate, which records what was prepared with the intent: one commit less on the way out.
 */
export async function prepare(
  parts: PrepareParts,
  mine: DeliveryRow,
  { dueAtOnce, lost }: { dueAtOnce: boolean; lost: AbortSignal },
): Promise<Ready | null> {
  const signal = AbortSignal.any([lost, AbortSignal.timeout(parts.timing.prepareDeadlineMs)]);
  const account = await parts
    .openAccount(mine.accountId, signal)
    .catch((error: unknown) => notOpened(parts, mine, error));
  if (!account) return null;
  try {
    const ready = await makeReady(parts, mine, account, signal);
    const { prepared } = ready;
    return dueAtOnce || (await parts.recordPrepared({ mine, prepared })) ? ready : null;
  } catch (error) {
    const known = error instanceof NetworkError ? error : faultOfOurs(parts.log, mine, error);
    if (known.kind === "authExpired") await parts.dropSession(mine.accountId);
    await recordUnprepared(parts, mine, known);
    return null;
  }
}

/** Refused at the door, the account is held: every further knock counts against it, and a person must link it anew. */
async function notOpened(parts: PrepareParts, mine: DeliveryRow, error: unknown): Promise<null> {
  const known = error instanceof NetworkError ? error : faultOfOurs(parts.log, mine, error);
  const refused = known.kind === "authExpired" || known.kind === "permissionMissing";
  await (refused ? recordRefused(parts, mine, known) : recordUnprepared(parts, mine, known));
  return null;
}

async function recordRefused(
  { db }: PrepareParts,
  mine: DeliveryRow,
  error: NetworkError,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // The hold before the delivery: the order in which everyone locks them.
    const held = await holdForSignIn(tx, mine.accountId, error.message);
    const change = await transition(tx, mine, "held", {
      reason: "authExpired",
      detail: error.message,
      newFence: true,
      leaseUntil: null,
    });
    await append(tx, mine.campaignId, [...held, ...(change ? [change] : [])]);
  });
}

/** A secret that cannot be opened, a picture that is gone: logged once a try, and said on the rail instead of nothing. */
function faultOfOurs(log: Log, { id }: DeliveryRow, error: unknown): NetworkError {
  log.error({ err: error, delivery: id }, "a delivery could not be prepared");
  return new NetworkError("notSent", "internal fault while preparing");
}

/** What was prepared once is never prepared differently: a second call must say the same as the first. */
export async function makeReady(
  parts: PrepareParts,
  mine: DeliveryRow,
  account: OpenAccount,
  signal: AbortSignal,
): Promise<Ready> {
  const own = parts.networkOf(mine.network);
  const network = mine.kind === "delete" ? removing(own) : own;
  const outgoing = outgoingOf(mine, parts.readPicture);
  const known = mine.prepared as Prepared | null;
  return {
    network,
    account,
    outgoing,
    prepared: known ?? (await network.prepare(outgoing, account, signal)),
  };
}

/** The delivery as its network's adapter sees it. */
export function outgoingOf(
  { payload, dueAt, campaignId }: { payload: Payload; dueAt: Date; campaignId: string },
  readPicture: PrepareParts["readPicture"],
): Outgoing {
  return {
    text: payload.text,
    locale: payload.locale,
    remoteKey: payload.remoteKey,
    createdAt: dueAt.toISOString(),
    media: payload.media.map(({ mediaId, sha256, type, width, height, alt }) => ({
      sha256,
      type,
      width,
      height,
      alt,
      read: () => readPicture(campaignId, mediaId),
    })),
  };
}

/** What was prepared, on record before its time comes; false for each delivery that is no longer ours. */
export async function recordPrepared(db: Db, all: readonly ToRecord[]): Promise<boolean[]> {
  return db.transaction().execute(async (tx) => {
    const rows = all.map(({ mine }) => mine);
    // Locked in the order in which everyone locks several.
    await tx
      .selectFrom("deliveries")
      .select("id")
      .where(
        "id",
        "in",
        rows.map(({ id }) => id),
      )
      .orderBy("id")
      .forUpdate()
      .execute();
    const byId = Object.fromEntries(all.map(({ mine, prepared }) => [mine.id, prepared]));
    const moved = await moveTogether(tx, rows, "prepared", { prepared: preparedOf(byId) });
    await appendMoved(tx, moved);
    const ids = new Set(moved.map(({ row }) => row.id));
    return rows.map(({ id }) => ids.has(id));
  });
}

/** Nothing of it is public, whatever happened: tried again until its time is over, unless the network refused the content. */
async function recordUnprepared(
  { db, add, timing }: PrepareParts,
  mine: DeliveryRow,
  error: NetworkError,
): Promise<void> {
  const refused = error.kind === "contentRejected" || error.kind === "mediaRejected";
  await db.transaction().execute(async (tx) => {
    const change = refused
      ? await transition(tx, mine, "rejected", {
          reason: "networkRefused",
          detail: error.message,
          leaseUntil: null,
        })
      : await transition(tx, mine, "retryWait", tryAgain(timing, mine, error));
    if (!change) return;
    if (error.kind === "rateLimited" && error.until)
      await blockAccount(tx, mine.accountId, msUntil(error.until));
    if (change.data.delivery.state === "retryWait") {
      const { id, rev, dueAt } = change.data.delivery;
      await add(tx, mine.campaignId, [{ deliveryId: id, rev, wakeAt: new Date(dueAt) }]);
    }
    await append(tx, mine.campaignId, [change]);
  });
}

const reasons = {
  authExpired: "authExpired",
  permissionMissing: "authExpired",
  rateLimited: "rateLimited",
  quotaExhausted: "rateLimited",
  mediaNotReady: "rateLimited",
} as const;

/** A network's instant was made from how long it told us to wait: the same span, for the database's clock. */
export function msUntil(until: Date): number {
  return Math.max(0, until.getTime() - Date.now());
}

/** Later, by the network's word where it gave one, else by a wait that grows with every revision. */
export function tryAgain(
  timing: Timing,
  { rev }: Pick<DeliveryRow, "rev">,
  { kind, message, until }: NetworkError,
): Patch {
  const waits = timing.retryAfterMs;
  const waitMs = until ? msUntil(until) : (waits[Math.min(rev - 1, waits.length - 1)] ?? 0);
  const reason = kind in reasons ? reasons[kind as keyof typeof reasons] : "notSent";
  return {
    reason,
    detail: message,
    // Never before its instant: what is prepared ahead of it has time to try again, not leave to go early.
    dueAt: sql<Date>`greatest(deliveries.due_at, ${fromNow(waitMs)})`,
    rev: rev + 1,
    leaseUntil: null,
  };
}
