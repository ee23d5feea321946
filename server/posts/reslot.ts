/** Gives deliveries another time: what was missed, and what has not left yet. A slot's row moves along. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { pick, type Picked } from "./pick.ts";
import { replan, type ReplanParts, type SlotsEnd } from "./replan.ts";
import type { DeliveryChange } from "./transition.ts";

export type Reslotting = { campaignId: string; deliveries: readonly string[]; startAt: Date };
/** The rundown's side of it: until when the slots of posts may leave at the new time, and their rows' move (answered as they are then). */
export type SlotMoves = {
  slotsEnd: SlotsEnd;
  moveSlots: (postIds: readonly string[]) => Promise<Slot[]>;
};
/** Still to leave by itself, at the time it has. */
const planned: readonly DeliveryState[] = ["scheduled", "claimed", "prepared", "retryWait", "held"];
const waiting: readonly DeliveryState[] = [...planned, "missed"];
const leaving: readonly DeliveryState[] = ["sending", "uncertain", "needsHuman"];

/**
 * All of them or none. Refuses `notFound`, `pastTime`, `alreadyLeaving`, `notMissed` (of what is over) and whatever
 * `replan` refuses. Mode and realm are the gate's to check, at the new time.
 */
export async function reslot(
  parts: ReplanParts,
  tx: Tx,
  { campaignId, deliveries, startAt }: Reslotting,
  { slotsEnd, moveSlots }: SlotMoves,
): Promise<{ output: CommandOutput<"delivery.reslot">; changes: NewChange[] }> {
  // Slots before deliveries: an import locks them in this order too.
  const slots = await moveSlots(await wholePosts(tx, campaignId, deliveries));
  const rows = await pick(tx, campaignId, deliveries);
  rows.forEach(assertWaiting);
  if (startAt <= (await readNow(tx))) {
    throw new Refusal("pastTime", {
      field: "wallAt",
      at: startAt.toISOString(),
      message: `${startAt.toISOString()} has passed`,
    });
  }
  const moved = await replan(parts, tx, campaignId, rows, {
    dueAt: startAt,
    timed: true,
    slotsEnd,
  });
  return { output: { startAt: startAt.toISOString() }, changes: told(slots, moved) };
}

function assertWaiting({ id, state, handle, localeKey }: Picked): void {
  if (waiting.includes(state)) return;
  throw new Refusal(leaving.includes(state) ? "alreadyLeaving" : "notMissed", {
    field: "deliveries",
    deliveryId: id,
    account: handle,
    state,
    message: `${handle} (${localeKey}) is ${state}`,
  });
}

/** A slot's row says when what is left of it leaves: it stays while others of its post still wait for the old time. */
async function wholePosts(tx: Tx, campaignId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom("deliveries as d")
    .select("d.postId")
    .distinct()
    .where("d.campaignId", "=", campaignId)
    .where("d.id", "in", ids)
    .where((each) =>
      each.not(
        each.exists(
          each
            .selectFrom("deliveries as other")
            .select("other.id")
            .whereRef("other.postId", "=", "d.postId")
            .where("other.id", "not in", ids)
            .where("other.state", "in", planned),
        ),
      ),
    )
    .execute();
  return rows.map((row) => row.postId);
}

function told(slots: Slot[], moved: readonly DeliveryChange[]): NewChange[] {
  if (slots.length === 0) return [...moved];
  const isOfSlot = ({ data: { delivery } }: DeliveryChange) =>
    slots.some(({ postId }) => postId === delivery.postId);
  const deliveries = moved.filter(isOfSlot).map(({ data }) => data.delivery);
  return [
    { type: "rundown.changed", data: { slots, removed: [], posts: [], deliveries } },
    ...moved.filter((change) => !isOfSlot(change)),
  ];
}
