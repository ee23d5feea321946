/** What is wrong with the desk itself, worst first. Pure; instants are the server's clock, epoch ms, lengths milliseconds. */
import type { Account, Hold } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Feed } from "#shared/feeds.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import type { Presence } from "#shared/protocol.ts";
import { clockWarnMs } from "#shared/spans.ts";
import { aliveIn, apartOf, queueAwaySince, workerAwayMs } from "../live/at-work.ts";
import { isInDoubt } from "../live/in-doubt.ts";
import { recordAwayFor } from "../live/store.ts";
import { holdIn } from "../live/holds.ts";
import { isTimed, plannedOf } from "./planned.ts";
import { type Untrue, untrueMoments } from "./untrue.ts";

const lateMs = 5000;

export type Alarm =
  | { kind: "recordAway"; forMs: number }
  | { kind: "noWorker"; forMs: number }
  | { kind: "clocksStopped"; name: string; apartMs: number; all: boolean }
  | { kind: "late"; forMs: number }
  | { kind: "restored"; open: number }
  | { kind: "held"; scope: "global" | "campaign"; hold: Hold }
  | { kind: "signIn"; account: Account; waiting: number }
  | { kind: "untrue"; first: Untrue; others: number; by: string | null; forMs: number | null }
  /** What is about to leave goes nowhere in this mode; `leftMs` until the first of it. */
  | { kind: "wrongMode"; mode: "off" | "rehearsal"; post: Post; leftMs: number }
  | { kind: "feedTrouble"; feeds: Feed[] }
  | { kind: "queueAway"; forMs: number }
  | { kind: "clocksApart"; name: string; apartMs: number }
  | { kind: "accountsHeld"; accounts: Account[]; waiting: number };

type Facts = {
  desk: Snapshot;
  /** Null while the desk is cut off: what was heard last says nothing about now. */
  presence: Presence | null;
  workerSeenAt: number | null;
};

export function alarmsOf({ desk, presence, workerSeenAt }: Facts): Alarm[] {
  const { machine, warnings } = presence
    ? machineAlarms(presence, workerSeenAt)
    : { machine: [], warnings: [] };
  const { holds, lesser } = holdAlarms(desk);
  const untrue = untrueAlarms(desk, presence);
  const mode = presence ? modeAlarms(desk, Date.parse(presence.at)) : [];
  return [...machine, ...untrue, ...mode, ...holds, ...feedAlarms(desk), ...lesser, ...warnings];
}

/** One line for all of it: the longest untrue is put right first. `by` is who is on it. */
function untrueAlarms(desk: Snapshot, presence: Presence | null): Alarm[] {
  const [first, ...others] = untrueMoments(desk);
  if (!first) return [];
  const by = desk.claims.find(({ id }) => id === first.moment.id)?.personName ?? null;
  const forMs = presence ? Date.parse(presence.at) - first.since : null;
  return [{ kind: "untrue", first, others: others.length, by, forMs }];
}

/** In good time to change the mode; no earlier, or it would be there all day. */
const soonMs = 60_000;

/** Planned for the public in a minute, and the desk still rehearses or is off air: it would be missed. */
function modeAlarms(desk: Snapshot, now: number): Alarm[] {
  const { mode } = desk.campaign;
  if (mode !== "off" && mode !== "rehearsal") return [];
  const isSoon = (each: Delivery): boolean =>
    isTimed(each) && Date.parse(each.dueAt) > now && Date.parse(each.dueAt) - now <= soonMs;
  if (!desk.deliveries.some(isSoon)) return [];
  const live = new Set<string>(
    desk.accounts.flatMap((each) => (each.realm === "live" ? each.id : [])),
  );
  if (mode === "rehearsal" && live.size === 0) return [];
  const [next] = plannedOf(desk, now).filter(
    ({ at, deliveries }) =>
      at - now <= soonMs &&
      (mode === "off" || deliveries.some(({ account }) => live.has(account.id))),
  );
  return next ? [{ kind: "wrongMode", mode, post: next.post, leftMs: next.at - now }] : [];
}

/** Feeds that cannot be trusted as they stand; of a muted one nothing is awaited. */
export function troubledFeeds({ feeds }: Pick<Snapshot, "feeds">): Feed[] {
  return feeds.filter(({ trouble, muted }) => trouble !== null && !muted);
}

function feedAlarms(desk: Snapshot): Alarm[] {
  const feeds = troubledFeeds(desk).toSorted((a, b) => sinceOf(a) - sinceOf(b));
  return feeds.length > 0 ? [{ kind: "feedTrouble", feeds }] : [];
}

function sinceOf({ trouble }: Feed): number {
  return Date.parse(trouble?.since ?? "");
}

function machineAlarms(presence: Presence, workerSeenAt: number | null) {
  const recordAway = recordAwayFor(presence);
  // Who is at work is read from the record, too.
  if (recordAway > 0)
    return { machine: [{ kind: "recordAway", forMs: recordAway } as const], warnings: [] };
  const now = Date.parse(presence.at);
  const away = workerSeenAt === null ? 0 : now - workerSeenAt;
  if (away > workerAwayMs)
    return { machine: [{ kind: "noWorker", forMs: away } as const], warnings: [] };
  const alive = aliveIn(presence);
  const machine: Alarm[] = [];
  const warnings: Alarm[] = [];
  const farthest = alive.toSorted((a, b) => apartOf(b) - apartOf(a));
  const stopped = farthest.filter((each) => each.stopped);
  const [first] = stopped.length > 0 ? stopped : farthest;
  if (first?.stopped)
    machine.push({
      kind: "clocksStopped",
      name: first.name,
      apartMs: apartOf(first),
      all: stopped.length === alive.length,
    });
  if (presence.overdueMs > lateMs) machine.push({ kind: "late", forMs: presence.overdueMs });
  const queueAway = queueAwaySince(alive);
  if (queueAway) warnings.push({ kind: "queueAway", forMs: now - Date.parse(queueAway) });
  if (first && !first.stopped && apartOf(first) > clockWarnMs)
    warnings.push({ kind: "clocksApart", name: first.name, apartMs: apartOf(first) });
  return { machine, warnings };
}

function holdAlarms(desk: Snapshot): { holds: Alarm[]; lesser: Alarm[] } {
  const holds: Alarm[] = [];
  const lesser: Alarm[] = [];
  const everything = holdIn(desk, "global");
  const campaign = holdIn(desk, "campaign");
  if (everything?.reason === "restored") holds.push({ kind: "restored", open: openOf(desk) });
  else if (everything) holds.push({ kind: "held", scope: "global", hold: everything });
  const byPeople: Account[] = [];
  for (const account of desk.accounts) {
    const hold = holdIn(desk, "account", account.id);
    if (hold?.reason === "signIn")
      holds.push({ kind: "signIn", account, waiting: waitingOn(desk, account.id) });
    else if (hold) byPeople.push(account);
  }
  if (campaign) lesser.push({ kind: "held", scope: "campaign", hold: campaign });
  if (byPeople.length > 0) {
    const waiting = byPeople.reduce((sum, { id }) => sum + waitingOn(desk, id), 0);
    lesser.push({ kind: "accountsHeld", accounts: byPeople, waiting });
  }
  return { holds, lesser };
}

/** What the restore still looks for. */
function openOf({ deliveries }: Snapshot): number {
  return deliveries.filter((each) => each.state === "sending" || isInDoubt(each)).length;
}

/** How many deliveries a hold keeps, of one account or of all. */
export function waitingOn({ deliveries }: Snapshot, accountId: string | null): number {
  return deliveries.filter(
    ({ state, account }) => state === "held" && (accountId === null || account.id === accountId),
  ).length;
}
