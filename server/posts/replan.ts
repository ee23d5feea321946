/** Plans deliveries anew: what was missed, or has not left, gets another time. What it says and to whom stays as it was. */
import { Refusal } from "#shared/errors.ts";
import { blocksLeaving } from "#shared/moments.ts";
import type { Tx } from "../db/changes.ts";
import type { Timing } from "../timing.ts";
import type { AddJobs } from "./job.ts";
import { jobOf } from "./payload.ts";
import type { Picked } from "./pick.ts";
import { assertFree, refuseTaken } from "./place.ts";
import { type DeliveryChange, move } from "./transition.ts";

export type ReplanParts = { add: AddJobs; timing: Timing };
/** Until when each of these posts may leave if it is to leave at `at`, by post id; what is no slot's is left out. */
export type SlotsEnd = (postIds: readonly string[], at: Date) => Promise<ReadonlyMap<string, Date>>;

/** Each one's instant; `timed`: a person said it, and it does not just follow a press. */
export type NewTimes = {
  dueAt: Date | ((row: Picked) => Date);
  timed?: boolean;
  slotsEnd: SlotsEnd;
};

/**
 * Schedules deliveries the caller picked for `dueAt`, with their jobs. Refuses `stale`, `momentWithdrawn` and
 * `momentProtested` where the moment is not the accepted one any more, and `alreadyPosted`.
 */
export async function replan(
  { add, timing }: ReplanParts,
  tx: Tx,
  campaignId: string,
  rows: readonly Picked[],
  { dueAt, timed = false, slotsEnd }: NewTimes,
): Promise<DeliveryChange[]> {
  rows.forEach(assertStands);
  await assertFree(
    tx,
    rows.filter((row) => row.state === "missed"),
  );
  const plans = rows.map((row) => ({
    row,
    dueAt: typeof dueAt === "function" ? dueAt(row) : dueAt,
  }));
  const endOf = await endsOf(timing, plans, slotsEnd);
  const moved = [];
  for (const plan of plans) {
    const times = { dueAt: plan.dueAt, notAfter: endOf(plan), timed };
    const one = await move(tx, plan.row, "scheduled", anew(plan.row, times)).catch(refuseTaken);
    if (!one) throw new Error(`delivery ${plan.row.id} moved under its lock`);
    moved.push(one);
  }
  await add(
    tx,
    campaignId,
    moved.map(({ row }) => jobOf(row, timing)),
  );
  return moved.map(({ change }) => change);
}

type Plan = { row: Picked; dueAt: Date };

/** Each has its own shelf life after its own instant: a slot's by its kind, any other a reaction's. */
async function endsOf(timing: Timing, plans: readonly Plan[], slotsEnd: SlotsEnd) {
  const ends = new Map<number, ReadonlyMap<string, Date>>();
  for (const at of new Set(plans.map(({ dueAt }) => dueAt.getTime()))) {
    const its = plans.filter(({ dueAt }) => dueAt.getTime() === at);
    const postIds = [...new Set(its.map(({ row }) => row.postId))];
    ends.set(at, await slotsEnd(postIds, new Date(at)));
  }
  return ({ row, dueAt }: Plan): Date =>
    ends.get(dueAt.getTime())?.get(row.postId) ??
    new Date(dueAt.getTime() + timing.reactionShelfLifeMs);
}

function anew(row: Picked, times: { dueAt: Date; notAfter: Date; timed: boolean }) {
  return {
    ...times,
    newFence: true,
    pacedAt: null,
    rev: row.rev + 1,
    detail: null,
    leaseUntil: null,
    worker: null,
    probes: 0,
    nextProbeAt: null,
    // What was attempted once must say the same again; what was not is prepared for its new time.
    // What takes a post back was prepared with it.
    ...(row.attempts === 0 && row.kind !== "delete" ? { prepared: null } : {}),
  };
}

/** Refuses `stale`, `momentWithdrawn` and `momentProtested` where the moment is not as its post accepted it. */
export function assertStands(row: Picked): void {
  if (row.momentStatus === null) return;
  const facts = { field: "deliveries", deliveryId: row.id, account: row.handle };
  if (blocksLeaving(row.momentStatus, row.purpose)) {
    const withdrawn = row.momentStatus === "withdrawn";
    throw new Refusal(withdrawn ? "momentWithdrawn" : "momentProtested", facts);
  }
  if (row.momentVersion === row.acceptedVersion) return;
  throw new Refusal("stale", {
    ...facts,
    version: row.momentVersion,
    message: `the moment is now at version ${row.momentVersion}`,
  });
}
