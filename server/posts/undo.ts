/** Takes a post back while nothing has left. After `sending` there is no undo, and the answer says so per delivery. */
import { sql } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryId } from "#shared/ids.ts";
import { undoableStates } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import { transition } from "./transition.ts";

/** Cancels with a new fence, so that a worker already holding the delivery fails at the gate. */
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
  const changes: NewChange[] = [];
  const outcomes = [];
  for (const row of rows) {
    const undoable = undoableStates.includes(row.state);
    const change = undoable
      ? await transition(tx, row, "cancelled", {
          reason: "undone",
          newFence: true,
          rev: sql<number>`rev + 1`,
        })
      : null;
    if (change) changes.push(change);
    const gone = change !== null || row.state === "cancelled";
    outcomes.push({
      id: row.id as DeliveryId,
      outcome: gone ? ("undone" as const) : ("alreadyLeaving" as const),
    });
  }
  return { output: { deliveries: outcomes }, changes };
}
