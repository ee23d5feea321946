/**
 * The session each account keeps with its network: made at first use, renewed by one worker at a time. Networks count
 * sign-ins (Bluesky: 300 a day), so a session is kept across restarts and shared by every worker.
 */
import type { NetworkName } from "#shared/networks.ts";
import type { Db, Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";
import {
  type Credentials,
  type Network,
  NetworkError,
  type NetworkErrorKind,
  type OpenAccount,
  type Session,
} from "../networks/network.ts";
import type { Sealer } from "../sealed.ts";
import { openCredentials } from "./store.ts";
import { createTurns } from "../turns.ts";

export type AccountSessions = {
  /** An account ready for a call. Throws NetworkError when its network does not let us in. */
  open: (accountId: string, signal: AbortSignal) => Promise<OpenAccount>;
  /** Forgets a session its network no longer takes: the next `open` signs in anew. */
  drop: (accountId: string) => Promise<void>;
};

/** A session that ends within this is renewed before it is used. */
const spareMs = 60_000;
/** Credentials a network refused are not shown to it again sooner: it counts, and would refuse the right ones too. Others may. */
const refusedMs = 30_000;
/**
 * A renewal has a database connection while its network thinks: this many leave enough for everything else. It ends before
 * the database ends a transaction that is idle.
 */
const renewalsAtOnce = 5;
const renewalMs = 8000;
const refusing = new Set<NetworkErrorKind>(["authExpired", "permissionMissing"]);

export function createAccountSessions({
  db,
  sealer,
  networkOf,
}: {
  db: Db;
  sealer: Sealer;
  networkOf: (name: NetworkName) => Network;
}): AccountSessions {
  const refusals = new Map<string, { error: NetworkError; at: number; secret: string }>();
  const renewUnlessRefused = async (
    accountId: string,
    { secret }: Credentials,
    renewNow: () => Promise<string>,
  ) => {
    const refused = refusals.get(accountId);
    if (refused?.secret === secret && performance.now() - refused.at < refusedMs)
      throw refused.error;
    refusals.delete(accountId);
    try {
      return await renewNow();
    } catch (error) {
      if (!(error instanceof NetworkError) || !refusing.has(error.kind)) throw error;
      // Linked anew meanwhile: what was refused is no longer what it signs in with.
      if ((await openCredentials(db, sealer, accountId)).secret !== secret)
        throw new NetworkError("notSent", "the account was linked anew while it signed in");
      refusals.set(accountId, { error, at: performance.now(), secret });
      throw error;
    }
  };
  const inTurn = createTurns(renewalsAtOnce);
  const underWay = new Map<string, Promise<string>>();
  // One for all that wait for it here; the lock on the row is for the other workers.
  const renewOnce = (accountId: string, network: Network, credentials: Credentials) => {
    const begun =
      underWay.get(accountId) ??
      inTurn(() =>
        renewUnlessRefused(accountId, credentials, () => {
          const deadline = AbortSignal.timeout(renewalMs);
          return renew(db, sealer, accountId, network, credentials, deadline);
        }),
      ).finally(() => underWay.delete(accountId));
    underWay.set(accountId, begun);
    return begun;
  };
  return {
    async open(accountId, signal) {
      const { network, ...credentials } = await openCredentials(db, sealer, accountId);
      const session =
        (await readUsable(db, sealer, accountId)) ??
        (await unlessAborted(signal, renewOnce(accountId, networkOf(network), credentials)));
      const { handle, service, wears } = credentials;
      return { handle, service, wears, session };
    },
    async drop(accountId) {
      await db
        .updateTable("accountSessions")
        .set({ usableUntil: null })
        .where("accountId", "=", accountId)
        .execute();
    },
  };
}

/** What is waited for goes on for the others. */
function unlessAborted<Value>(signal: AbortSignal, work: Promise<Value>): Promise<Value> {
  const aborted = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new NetworkError("ambiguous", "no session in time"));
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
  return Promise.race([work, aborted]);
}

/** Keeps the session an account was linked with, in the caller's transaction. */
export async function keepSession(
  tx: Tx,
  sealer: Sealer,
  accountId: string,
  { content, usableUntil }: Session,
): Promise<void> {
  const kept = { sealedSession: sealer.seal(placeOf(accountId), content), usableUntil };
  await tx
    .insertInto("accountSessions")
    .values({ accountId, ...kept })
    .onConflict((conflict) => conflict.column("accountId").doUpdateSet(kept))
    .execute();
}

/** Under a lock on the account's session: of two workers that need a new one, the second finds the first one's. */
async function renew(
  db: Db,
  sealer: Sealer,
  accountId: string,
  network: Network,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<string> {
  return db.transaction().execute(async (tx) => {
    await tx
      .insertInto("accountSessions")
      .values({ accountId, sealedSession: null, usableUntil: null })
      .onConflict((conflict) => conflict.column("accountId").doNothing())
      .execute();
    const { sealedSession } = await tx
      .selectFrom("accountSessions")
      .select("sealedSession")
      .where("accountId", "=", accountId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const made = await readUsable(tx, sealer, accountId);
    if (made) return made;
    const kept = sealedSession && sealer.open(placeOf(accountId), sealedSession);
    const session = await network.signIn(credentials, kept, signal);
    await keepSession(tx, sealer, accountId, session);
    return session.content;
  });
}

async function readUsable(db: Db | Tx, sealer: Sealer, accountId: string): Promise<string | null> {
  const row = await db
    .selectFrom("accountSessions")
    .select("sealedSession")
    .where("accountId", "=", accountId)
    .where("usableUntil", ">", fromNow(spareMs))
    .executeTakeFirst();
  return row?.sealedSession ? sealer.open(placeOf(accountId), row.sealedSession) : null;
}

function placeOf(accountId: string): string {
  return `account_sessions|${accountId}`;
}
