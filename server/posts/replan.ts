/** Plans deliveries anew: what was missed, or has not left, gets another time. What it says and to whom stays as it was. */
import { Refusal } from "#shared/errors.ts";
import { blocksFiring } from "#shared/moments.ts";
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

/**
 * Schedules deliveries the caller picked for `dueAt`, with their jobs. Refuses `stale`, `momentWithdrawn` and
 * `momentProtested` where the moment is not the accepted one any more, and `alreadyPosted`.
 */
export async function replan(
  { add, timing }: ReplanParts,
  tx: Tx,
  campaignId: string,
  rows: readonly Picked[],
  { dueAt, slotsEnd }: { dueAt: Date; slotsEnd: SlotsEnd },
): Promise<DeliveryChange[]> {
  rows.forEach(assertStands);
  await assertFree(
    tx,
    rows.filter((row) => row.state === "missed"),
  );
  const ends = await slotsEnd([...new Set(rows.map((row) => row.postId))], dueAt);
  const reactionsEnd = new Date(dueAt.getTime() + timing.reactionShelfLifeMs);
  const moved = [];
  for (const row of rows) {
    const notAfter = ends.get(row.postId) ?? reactionsEnd;
    const one = await move(tx, row, "scheduled", anew(row, dueAt, notAfter)).catch(refuseTaken);
    if (!one) throw new Error(`delivery ${row.id} moved under its lock`);
    moved.push(one);
  }
  await add(
    tx,
    campaignId,
    moved.map(({ row }) => jobOf(row, timing)),
  );
  return moved.map(({ change }) => change);
}

function anew(row: Picked, dueAt: Date, notAfter: Date) {
  return {
    dueAt,
    notAfter,
    newFence: true,
    rev: row.rev + 1,
    detail: null,
    leaseUntil: null,
    worker: null,
    probes: 0,
    nextProbeAt: null,
    // What was attempted once must say the same again; what was not is prepared for its new time.
    ...(row.attempts === 0 ? { prepared: null } : {}),
  };
}

function assertStands(row: Picked): void {
  if (row.momentStatus === null) return;
  const facts = { field: "deliveries", deliveryId: row.id, account: row.handle };
  if (blocksFiring(row.momentStatus)) {
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
