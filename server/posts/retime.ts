/** The unit that posts are tied to starts at another time: what of them waits gets another time too, or waits for a person. */
import type { PostId } from "#shared/ids.ts";
import type { Delivery, DeliveryReason, DeliveryState } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { missAll } from "./miss.ts";
import { jobOf } from "./payload.ts";
import type { ReplanParts } from "./replan.ts";
import { type DeliveryRow, moveAll } from "./transition.ts";

/** What becomes of a post: another time instead of `from`, *missed*, or nothing. */
export type Retiming = {
  postId: PostId;
  to: { from: Date; startAt: Date; notAfter: Date } | { reason: DeliveryReason } | null;
};
export type Retimed = {
  /** Posts of which something waits, for its time or for a person. */
  open: ReadonlySet<PostId>;
  moved: ReadonlySet<PostId>;
  deliveries: Delivery[];
};
type Locked = DeliveryRow & { realm: string };

/** Leaves at its time by itself. */
const planned: readonly DeliveryState[] = ["scheduled", "claimed", "prepared"];
/** The same, and what would with nobody looking at it again. */
const leaving: readonly DeliveryState[] = [...planned, "retryWait"];
const waiting: readonly DeliveryState[] = [...leaving, "held", "missed"];

/**
 * Posts with something for a live account are passed over where `onlyRehearsal`. What has passed the gate is left, and so
 * is what a person sent just now or gave a time of its own; what a hold holds stays held, unless it goes to a person.
 */
export async function retime(
  { add, timing }: ReplanParts,
  tx: Tx,
  campaignId: string,
  retimings: readonly Retiming[],
  onlyRehearsal: boolean,
): Promise<Retimed> {
  const rows = await lockRows(tx, retimings);
  const live = new Set(rows.filter(({ realm }) => realm === "live").map(({ postId }) => postId));
  const ours: DeliveryRow[] = rows.filter(({ postId }) => !onlyRehearsal || !live.has(postId));
  const toOf = new Map<string, Retiming["to"]>(retimings.map(({ postId, to }) => [postId, to]));
  const moving: DeliveryRow[] = [];
  const missing = new Map<DeliveryReason, DeliveryRow[]>();
  for (const row of ours) {
    const to = toOf.get(row.postId);
    if (!to || !row.timed) continue;
    if ("reason" in to) {
      if (row.state === "held" || leaving.includes(row.state))
        missing.set(to.reason, [...(missing.get(to.reason) ?? []), row]);
    } else if (waitsFor(row, to.from)) moving.push(at(row, to));
  }
  const moved = await moveAll(tx, moving, "scheduled", null);
  await add(
    tx,
    campaignId,
    moved.map(({ row }) => jobOf(row, timing)),
  );
  const deliveries = moved.map(({ change }) => change.data.delivery);
  for (const [reason, its] of missing)
    for (const change of await missAll(tx, its, reason))
      if (change.type === "delivery.changed") deliveries.push(change.data.delivery);
  return {
    open: postsOf(ours.filter(({ state }) => waiting.includes(state))),
    moved: postsOf(moving),
    deliveries,
  };
}

async function lockRows(tx: Tx, retimings: readonly Retiming[]): Promise<Locked[]> {
  return tx
    .selectFrom("deliveries as d")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .selectAll("d")
    .select("a.realm")
    .where(
      "d.postId",
      "in",
      retimings.map(({ postId }) => postId),
    )
    .orderBy("d.id")
    .forUpdate("d")
    .execute();
}

/** What is to be tried again is past its time. */
function waitsFor({ state, dueAt }: DeliveryRow, from: Date): boolean {
  return state === "retryWait" || (planned.includes(state) && dueAt.getTime() === from.getTime());
}

/** What was attempted once must say the same again; what was not is prepared for its new time. */
function at(row: DeliveryRow, { startAt, notAfter }: { startAt: Date; notAfter: Date }) {
  return { ...row, dueAt: startAt, notAfter, prepared: row.attempts > 0 ? row.prepared : null };
}

function postsOf(rows: readonly DeliveryRow[]): Set<PostId> {
  return new Set(rows.map(({ postId }) => postId as PostId));
}
