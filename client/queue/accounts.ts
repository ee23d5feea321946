/** How each account is: whether it takes what we send, what it has used, what comes next. Pure; instants are epoch ms. */
import type { Account, Hold } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { networks, type NetworkRules, wornBy } from "#shared/networks.ts";
import type { Delivery } from "#shared/posts.ts";
import type { AccountPace } from "#shared/protocol.ts";
import { holdIn } from "../live/holds.ts";
import { toldToWaitUntil } from "../live/pace.ts";

export type Health =
  | { kind: "ok" }
  /** Its network asked us to wait. */
  | { kind: "limited"; until: number }
  /** Its network refuses the sign-in: it must be linked anew. */
  | { kind: "signIn"; since: number | null }
  /** Its network does not answer; each delivery says what becomes of it. */
  | { kind: "silent" }
  | { kind: "held"; hold: Hold }
  /** The campaign's mode does not reach it. */
  | { kind: "off" };

export type AccountLine = {
  account: Account;
  health: Health;
  /** Posts of its network's budget that are used, and how many there are in its span; null where none is known. */
  budget: { used: number; posts: number; spanMs: number } | null;
  /** When the next message of a said time leaves; null where none waits. */
  nextAt: number | null;
  /** How many a hold keeps. */
  waiting: number;
};

type Facts = Pick<Snapshot, "accounts" | "campaign" | "holds" | "deliveries">;

/** Every account, in the order the previews keep. */
export function accountLines(
  desk: Facts,
  paces: readonly AccountPace[],
  now: number,
): AccountLine[] {
  const seen = lookThrough(desk.deliveries);
  return desk.accounts
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((account) => {
      const pace = paces.find(({ id }) => id === account.id) ?? null;
      const its = seen.get(account.id);
      return {
        account,
        health: healthOf(account, desk, { pace, isSilent: its?.isSilent ?? false }, now),
        budget: budgetOf(account, pace, now),
        nextAt: its?.nextAt ?? null,
        waiting: its?.waiting ?? 0,
      };
    });
}

type Signs = { pace: Pick<AccountPace, "blockedUntil"> | null; isSilent: boolean };

/** One word for an account: what stops it by our own will first, then what its network does. */
export function healthOf(
  account: Account,
  desk: Pick<Snapshot, "campaign" | "holds">,
  { pace, isSilent }: Signs,
  now: number,
): Health {
  const hold = holdIn(desk, "account", account.id);
  if (hold?.reason === "signIn")
    return { kind: "signIn", since: hold.at ? Date.parse(hold.at) : null };
  const { mode } = desk.campaign;
  if (mode === "off" || account.realm !== (mode === "onAir" ? "live" : "rehearsal"))
    return { kind: "off" };
  const over = hold ?? holdIn(desk, "global") ?? holdIn(desk, "campaign");
  if (over) return { kind: "held", hold: over };
  const until = toldToWaitUntil(pace, now);
  if (until !== null) return { kind: "limited", until };
  return { kind: isSilent ? "silent" : "ok" };
}

/** A leaky bucket: what it still needs to be whole again, in posts. */
export function budgetOf(
  account: Account,
  pace: Pick<AccountPace, "budgetUntil"> | null,
  now: number,
): AccountLine["budget"] {
  const { budget }: NetworkRules = networks[wornBy(account)];
  if (!budget) return null;
  const left = Math.max(0, Date.parse(pace?.budgetUntil ?? "") - now || 0);
  const used = Math.max(0, Math.ceil((left * budget.posts) / budget.spanMs - 1e-6));
  return { used: Math.min(budget.posts, used), ...budget };
}

type Sign = { isSilent: boolean; nextAt: number | null; waiting: number };

const unanswered: readonly Delivery["reason"][] = ["noAnswer", "notSent"];

/** What the deliveries tell of their accounts, in one pass. */
function lookThrough(deliveries: readonly Delivery[]): Map<string, Sign> {
  const seen = new Map<string, Sign>();
  for (const { account, state, reason, timed, dueAt } of deliveries) {
    if (state === "confirmed" || state === "cancelled") continue;
    const sign = seen.get(account.id) ?? { isSilent: false, nextAt: null, waiting: 0 };
    seen.set(account.id, sign);
    if (state === "uncertain" || (state === "retryWait" && unanswered.includes(reason)))
      sign.isSilent = true;
    if (state === "held") sign.waiting += 1;
    if (state === "scheduled" && timed)
      sign.nextAt = Math.min(sign.nextAt ?? Number.POSITIVE_INFINITY, Date.parse(dueAt));
  }
  return seen;
}
