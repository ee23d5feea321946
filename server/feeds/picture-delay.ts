/** What a feed's presses come to, kept with the feed. */
import type { Tx } from "#server/db/changes.ts";
import type { Feed } from "#shared/feeds.ts";
import { learntDelay, pressesCounted } from "#shared/picture-delay.ts";
import { feedOf } from "./store.ts";

/** Takes the newest presses together; the feed as it is then. Its row is locked by the caller. */
export async function learn(tx: Tx, feedId: string): Promise<Feed> {
  const presses = await tx
    .selectFrom("pictureDelays")
    .select("offsetMs")
    .where("feedId", "=", feedId)
    .where("forgottenAt", "is", null)
    .orderBy("at", "desc")
    .limit(pressesCounted)
    .execute();
  const offsets = presses.map(({ offsetMs }) => offsetMs);
  const row = await tx
    .updateTable("feeds")
    .set({ pictureDelayMs: learntDelay(offsets), picturePresses: offsets.length })
    .where("id", "=", feedId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return feedOf(row);
}
