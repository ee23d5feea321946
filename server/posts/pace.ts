/**
 * When an account may send next: its own spacing, its network's budget, and its network's last word (429), kept in the
 * record and so shared by every worker. Who must wait is given an instant of its own once, and passes when that has come.
 */
import { sql } from "kysely";
import { networks, type NetworkName, type NetworkRules, wornBy } from "#shared/networks.ts";
import type { AccountPace } from "#shared/protocol.ts";
import type { Db, Tx } from "../db/changes.ts";
import { fromNow, readNow } from "../db/now.ts";
import type { DeliveryRow } from "./transition.ts";

export type PacedAccount = {
  id: string;
  network: NetworkName;
  wears: NetworkName | null;
  spacingMs: number;
  blocked: boolean;
  mode: string;
  realm: string;
};
type Paced = Pick<DeliveryRow, "id" | "accountId" | "dueAt" | "notAfter" | "pacedAt">;
/** `never`: its time will be over before its account may send. */
export type Wait = { kind: "wait"; waitMs: number } | { kind: "never" };
/** `turns` and `lastTurn`: what waits for an instant it was given, and the last of those. */
type Pace = {
  accountId: string;
  spaced: number;
  budget: number;
  blocked: number;
  turns: number;
  lastTurn: number;
  now: number;
};

/**
 * Who of these must wait, by delivery id; whoever is not in it may go, and has taken its share. Locks the accounts' paces:
 * after the deliveries, before the change counter.
 */
export async function pace(
  tx: Tx,
  rows: readonly Paced[],
  accounts: readonly PacedAccount[],
): Promise<Map<string, Wait>> {
  const waits = new Map<string, Wait>();
  const bounded = accounts.filter(
    (one) => one.blocked || one.spacingMs > 0 || budgetOf(one) !== null,
  );
  const mine = rows.filter(({ accountId }) => bounded.some(({ id }) => id === accountId));
  if (mine.length === 0) return waits;
  const paces = await lockPaces(tx, [...new Set(mine.map(({ accountId }) => accountId))]);
  const reserved: { id: string; at: number }[] = [];
  // The oldest first, so that what waits follows in order.
  for (const row of mine.toSorted((one, other) => +one.dueAt - +other.dueAt)) {
    const known = paces.find(({ accountId }) => accountId === row.accountId);
    const account = bounded.find(({ id }) => id === row.accountId);
    if (!known || !account) continue;
    const at = row.pacedAt
      ? Math.max(row.pacedAt.getTime(), known.blocked)
      : earliest(known, account, row.dueAt.getTime());
    // A gate that opens ahead lets through what may go at its instant.
    const from = Math.max(known.now, row.dueAt.getTime());
    if (at >= row.notAfter.getTime()) waits.set(row.id, { kind: "never" });
    else if (at > from) waits.set(row.id, { kind: "wait", waitMs: at - known.now });
    if (at >= row.notAfter.getTime()) continue;
    if (at <= from) take(known, account, at);
    else if (!row.pacedAt) {
      known.turns += 1;
      known.lastTurn = at;
      reserved.push({ id: row.id, at });
    }
  }
  await write(tx, paces, reserved);
  return waits;
}

/** Nothing of the account leaves for so long: its network asked us to wait. */
export async function blockAccount(tx: Tx, accountId: string, waitMs: number): Promise<void> {
  await tx
    .insertInto("paces")
    .values({ accountId, blockedUntil: fromNow(waitMs) })
    .onConflict((conflict) =>
      conflict.column("accountId").doUpdateSet({
        blockedUntil: sql<Date>`greatest(paces.blocked_until, excluded.blocked_until)`,
      }),
    )
    .execute();
}

/** What binds which account now, for whoever asks; locks nothing. */
export async function readPaces(db: Db): Promise<AccountPace[]> {
  const rows = await db
    .selectFrom("paces")
    .select(["accountId", "spacedUntil", "budgetUntil", "blockedUntil"])
    .where(
      sql<Date>`greatest(spaced_until, budget_until, blocked_until)`,
      ">",
      sql<Date>`clock_timestamp()`,
    )
    .orderBy("accountId")
    .execute();
  return rows.map(({ accountId, spacedUntil, budgetUntil, blockedUntil }) => ({
    id: accountId,
    spacedUntil: spacedUntil?.toISOString() ?? null,
    budgetUntil: budgetUntil?.toISOString() ?? null,
    blockedUntil: blockedUntil?.toISOString() ?? null,
  }));
}

function budgetOf(account: PacedAccount): NetworkRules["budget"] {
  const { budget }: NetworkRules = networks[wornBy(account)];
  return budget;
}

async function lockPaces(tx: Tx, accountIds: readonly string[]): Promise<Pace[]> {
  const rows = await tx
    .selectFrom("paces")
    .select(["accountId", "spacedUntil", "budgetUntil", "blockedUntil"])
    .where("accountId", "in", accountIds)
    .orderBy("accountId")
    .forUpdate()
    .execute();
  // Read once the paces are ours. A turn whose delivery was stopped, or ended, is nobody's any more.
  const turns = await tx
    .selectFrom("deliveries")
    .select(["accountId", sql<string>`count(*)`.as("count"), sql<Date>`max(paced_at)`.as("last")])
    .where("accountId", "in", accountIds)
    .where("pacedAt", ">", sql<Date>`clock_timestamp()`)
    .where("state", "in", ["scheduled", "claimed", "prepared", "retryWait"])
    .groupBy("accountId")
    .execute();
  const now = (await readNow(tx)).getTime();
  return rows.map((row) => {
    const its = turns.find(({ accountId }) => accountId === row.accountId);
    return {
      accountId: row.accountId,
      spaced: row.spacedUntil?.getTime() ?? 0,
      budget: row.budgetUntil?.getTime() ?? 0,
      blocked: row.blockedUntil?.getTime() ?? 0,
      turns: Number(its?.count ?? 0),
      lastTurn: its?.last.getTime() ?? 0,
      now,
    };
  });
}

/**
 * A leaky bucket (the generic cell rate algorithm): a whole budget may go at once, then as fast as it refills; who waits
 * for a turn has its share already.
 */
function earliest(
  { spaced, budget, blocked, turns, lastTurn, now }: Pace,
  account: PacedAccount,
  dueAt: number,
): number {
  const limits = budgetOf(account);
  const each = limits ? limits.spanMs / limits.posts : 0;
  const refilled = limits ? Math.max(budget, now) + (turns + 1) * each - limits.spanMs : 0;
  const afterOthers = turns > 0 ? lastTurn + account.spacingMs : 0;
  return Math.max(now, dueAt, spaced, afterOthers, blocked, Math.ceil(refilled));
}

function take(known: Pace, account: PacedAccount, at: number): void {
  const limits = budgetOf(account);
  known.spaced = Math.max(known.spaced, at + account.spacingMs);
  if (limits) known.budget = Math.max(known.budget, at) + limits.spanMs / limits.posts;
}

async function write(
  tx: Tx,
  paces: readonly Pace[],
  reserved: readonly { id: string; at: number }[],
): Promise<void> {
  const next = paces.map(({ accountId, spaced, budget }) => ({
    account_id: accountId,
    spaced: new Date(spaced),
    budget: new Date(budget),
  }));
  await sql`UPDATE paces SET spaced_until = next.spaced, budget_until = next.budget
    FROM jsonb_to_recordset(${JSON.stringify(next)}::jsonb) AS next(account_id uuid, spaced timestamptz, budget timestamptz)
    WHERE paces.account_id = next.account_id`.execute(tx);
  if (reserved.length === 0) return;
  const instants = reserved.map(({ id, at }) => ({ id, at: new Date(at) }));
  await sql`UPDATE deliveries SET paced_at = next.at
    FROM jsonb_to_recordset(${JSON.stringify(instants)}::jsonb) AS next(id uuid, at timestamptz)
    WHERE deliveries.id = next.id`.execute(tx);
}
