/**
 * Gives up what was missed, has not left yet, or is a person's to find out. While it leaves, or is looked for, there is
 * nothing to give up, and the answer says so.
 */
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import type { DeliveryId } from "#shared/ids.ts";
import { undoableStates } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { cancelAll } from "./cancel.ts";
import { pick } from "./pick.ts";

/** Refuses `notFound`; else answers per delivery. A slot whose deliveries are dropped stays in the rundown, and says so. */
export async function drop(
  tx: Tx,
  campaignId: string,
  ids: readonly string[],
): Promise<{ output: CommandOutput<"delivery.drop">; changes: NewChange[] }> {
  const rows = await pick(tx, campaignId, ids);
  const now = await readNow(tx);
  // While its call may land it is no more given up than sent again: its place would be free for a second post.
  const closed = rows.filter(
    ({ state, leaseUntil }) => state !== "needsHuman" || !leaseUntil || leaseUntil <= now,
  );
  const { cancelled, changes } = await cancelAll(tx, closed, "dropped", [
    ...undoableStates,
    "needsHuman",
  ]);
  const deliveries = rows.map(({ id }) => ({
    id: id as DeliveryId,
    outcome: cancelled.has(id) ? ("dropped" as const) : ("alreadyLeaving" as const),
  }));
  return { output: { deliveries }, changes };
}
