/** The queue as a list: every delivery by where it stands, and what each filter shows of it. Pure; instants are epoch ms. */
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery, Post } from "#shared/posts.ts";
import { sinceOf } from "../live/in-doubt.ts";
import { type Standing, standingOf } from "../live/standing.ts";

/** In the order of the tabs. */
export const groups = ["flight", "uncertain", "missed", "failed", "planned", "public"] as const;
export type Group = (typeof groups)[number];
export type Filter = "all" | Group;
export const filters: readonly Filter[] = ["all", ...groups];

/** `at`: when it left, leaves, should have left, or was last heard of. */
export type Entry = { delivery: Delivery; post: Post; standing: Standing; at: number };
export type Queue = Record<Group, Entry[]>;

const groupOf: Record<Standing, Group | null> = {
  awaiting: "flight",
  undoable: "flight",
  held: "flight",
  leaving: "flight",
  uncertain: "uncertain",
  missed: "missed",
  refused: "failed",
  planned: "planned",
  public: "public",
  dropped: null,
};

const soonest = (a: Entry, b: Entry): number => a.at - b.at || byId(a, b);
const newest = (a: Entry, b: Entry): number => b.at - a.at || byId(a, b);
const orders: Record<Group, (a: Entry, b: Entry) => number> = {
  flight: soonest,
  // What a person is asked comes first.
  uncertain: (a, b) => isLookedFor(a) - isLookedFor(b) || soonest(a, b),
  missed: newest,
  failed: newest,
  planned: soonest,
  public: newest,
};

type Facts = Pick<Snapshot, "posts" | "deliveries">;

/** Everything that is not finished, and what is. What was taken back or given up is over and not in it. */
export function queueOf({ posts, deliveries }: Facts, now: number): Queue {
  const queue: Queue = {
    flight: [],
    uncertain: [],
    missed: [],
    failed: [],
    planned: [],
    public: [],
  };
  const postOf = new Map(posts.map((post) => [post.id, post]));
  for (const delivery of deliveries) {
    const standing = standingOf(delivery, now);
    const group = groupOf[standing];
    const post = postOf.get(delivery.postId);
    if (group && post)
      queue[group].push({ delivery, post, standing, at: instantOf(delivery, group) });
  }
  for (const group of groups) queue[group].sort(orders[group]);
  return queue;
}

function instantOf(delivery: Delivery, group: Group): number {
  if (group === "uncertain") return sinceOf(delivery);
  if (group === "failed") return Date.parse(delivery.changedAt);
  return Date.parse(group === "public" && delivery.publicAt ? delivery.publicAt : delivery.dueAt);
}

function isLookedFor({ delivery }: Entry): number {
  return delivery.state === "needsHuman" ? 0 : 1;
}

function byId(a: Entry, b: Entry): number {
  return a.delivery.id < b.delivery.id ? -1 : 1;
}

/** The last instant that has come at `now`, 0 before the first: everything stands the same from it until now. */
export function lastDue({ deliveries }: Pick<Snapshot, "deliveries">, now: number): number {
  let last = 0;
  for (const { state, dueAt } of deliveries) {
    if (state === "confirmed" || state === "cancelled") continue;
    const at = Date.parse(dueAt);
    if (at <= now && at > last) last = at;
  }
  return last;
}

/** A row of the list: where a group begins, or one delivery. */
export type Row =
  | { kind: "head"; group: Group; count: number; shown: number }
  | { kind: "entry"; entry: Entry; position: number; size: number };

/** How much of a long group is shown among the others; its own tab has it whole. */
const among: Partial<Record<Group, number>> = { failed: 50, planned: 30, public: 50 };

/** What a filter shows: one group whole, or all of them under their names. */
export function rowsOf(queue: Queue, filter: Filter): Row[] {
  if (filter !== "all") return entryRows(queue[filter]);
  return groups.flatMap((group): Row[] => {
    const count = queue[group].length;
    if (count === 0) return [];
    const shown = Math.min(count, among[group] ?? count);
    return [{ kind: "head", group, count, shown }, ...entryRows(queue[group].slice(0, shown))];
  });
}

function entryRows(entries: readonly Entry[]): Row[] {
  return entries.map((entry, at) => ({
    kind: "entry",
    entry,
    position: at + 1,
    size: entries.length,
  }));
}
