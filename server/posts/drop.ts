/** Gives up what was missed, or has not left yet. After `sending` there is nothing to give up, and the answer says so. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import type { DeliveryId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";
import { cancelAll } from "./cancel.ts";
import { pick } from "./pick.ts";

/** Refuses `notFound`; else answers per delivery. A slot whose deliveries are dropped stays in the rundown, and says so. */
export async function drop(
  tx: Tx,
  campaignId: string,
  ids: readonly string[],
): Promise<{ output: CommandOutput<"delivery.drop">; changes: NewChange[] }> {
  const rows = await pick(tx, campaignId, ids);
  const { cancelled, changes } = await cancelAll(tx, rows, "dropped");
  const deliveries = rows.map(({ id }) => ({
    id: id as DeliveryId,
    outcome: cancelled.has(id) ? ("dropped" as const) : ("alreadyLeaving" as const),
  }));
  return { output: { deliveries }, changes };
}
