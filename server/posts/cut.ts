/**
 * Gives up everything of a campaign that would still leave by itself. What was missed waits for a person anyway, and what
 * is at its network, or of unknown outcome, is past taking back: the answer names it.
 */
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import type { DeliveryId } from "#shared/ids.ts";
import { type DeliveryState, undoableStates } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { cancelAll } from "./cancel.ts";
import { pick } from "./pick.ts";

/** In one transaction, so that no gate waits long for its delivery. */
const atOnce = 500;
const named = 200;
const leaves: readonly DeliveryState[] = undoableStates.filter((state) => state !== "missed");

/** The soonest first: whoever asks again, until nothing is left, is never overtaken by what is due. */
export async function cut(
  tx: Tx,
  campaignId: string,
): Promise<{ output: CommandOutput<"delivery.cut">; changes: NewChange[] }> {
  const soonest = await inStates(tx, campaignId, leaves)
    .select("id")
    .orderBy("dueAt")
    .limit(atOnce)
    .execute();
  const ids = soonest.map(({ id }) => id);
  const rows = ids.length > 0 ? await pick(tx, campaignId, ids) : [];
  const { cancelled, changes } = await cancelAll(tx, rows, "dropped", leaves);
  const { left } = await inStates(tx, campaignId, leaves)
    .select((each) => each.fn.countAll<string>().as("left"))
    .executeTakeFirstOrThrow();
  const leaving = await inStates(tx, campaignId, ["sending", "uncertain"])
    .select("id")
    .orderBy("id")
    .limit(named)
    .execute();
  return {
    output: {
      cut: cancelled.size,
      left: Number(left),
      alreadyLeaving: leaving.map(({ id }) => id as DeliveryId),
    },
    changes,
  };
}

function inStates(tx: Tx, campaignId: string, states: readonly DeliveryState[]) {
  return tx
    .selectFrom("deliveries")
    .where("campaignId", "=", campaignId)
    .where("state", "in", states);
}
