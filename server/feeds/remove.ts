/** Removes a feed: nobody hears it any more; what it said, and its name, stay. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { lockFeed } from "./save.ts";

type Removed = { output: CommandOutput<"feed.remove">; changes: NewChange[] };

/** `needed`: names of feeds that something plays into at this moment. Refuses `rehearsalPlays` and `notFound`. */
export async function removeFeed(
  tx: Tx,
  campaignId: string,
  { feedId }: CommandInput<"feed.remove">,
  needed: readonly string[],
): Promise<Removed> {
  const { name } = await lockFeed(tx, campaignId, feedId);
  if (needed.includes(name)) throw new Refusal("rehearsalPlays", { name });
  await tx
    .updateTable("feeds")
    // Without a follower nothing that is still being read for it can be kept.
    .set({
      removedAt: sql<Date>`clock_timestamp()`,
      sealedKey: null,
      follower: null,
      trouble: null,
    })
    .where("id", "=", feedId)
    .execute();
  await sql`SELECT pg_notify('feeds', ${feedId})`.execute(tx);
  return { output: { feedId }, changes: [{ type: "feed.removed", data: { feedId } }] };
}
