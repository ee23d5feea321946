/** Forgets how late a feed's picture is, as after its route changed; the presses stay on record. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { learn } from "./picture-delay.ts";
import { lockFeed } from "./save.ts";

/** Refuses `notFound`. */
export async function forgetDelay(
  tx: Tx,
  campaignId: string,
  { feedId }: CommandInput<"feed.forgetDelay">,
): Promise<{ output: CommandOutput<"feed.forgetDelay">; changes: NewChange[] }> {
  await lockFeed(tx, campaignId, feedId);
  await tx
    .updateTable("pictureDelays")
    .set({ forgottenAt: sql<Date>`clock_timestamp()` })
    .where("feedId", "=", feedId)
    .where("forgottenAt", "is", null)
    .execute();
  const feed = await learn(tx, feedId);
  return { output: { feed }, changes: [{ type: "feed.configured", data: { feed } }] };
}
