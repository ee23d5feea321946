/** Takes a post back while nothing has left. After `sending` there is no undo, and the answer says so per delivery. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";
import { cancelAll } from "./cancel.ts";

/** Refuses `notFound`; else answers per delivery. */
export async function undo(
  tx: Tx,
  campaignId: string,
  postId: string,
): Promise<{ output: CommandOutput<"post.undo">; changes: NewChange[] }> {
  const rows = await tx
    .selectFrom("deliveries")
    .selectAll()
    .where("postId", "=", postId)
    .where("campaignId", "=", campaignId)
    .orderBy("id")
    .forUpdate()
    .execute();
  if (rows.length === 0)
    throw new Refusal("notFound", { field: "postId", message: "there is no such post" });
  const { cancelled, changes } = await cancelAll(tx, rows, "undone");
  const deliveries = rows.map(({ id }) => ({
    id: id as DeliveryId,
    outcome: cancelled.has(id) ? ("undone" as const) : ("alreadyLeaving" as const),
  }));
  return { output: { deliveries }, changes };
}
