/** How long what is fired on a moment waits for its picture, as the server will say. */
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { pictureIn, toldFirstBy } from "#shared/picture-delay.ts";

/** Milliseconds from `now` (server's clock, epoch ms); 0 where the house waits for none, or it is on air. */
export function pictureWait(
  { campaign, feeds }: Pick<Snapshot, "campaign" | "feeds">,
  moment: Moment,
  now: number,
): number {
  if (!campaign.notBeforePicture) return 0;
  const name = toldFirstBy(moment);
  const feed = feeds.find((each) => each.name === name);
  return pictureIn(moment, feed?.pictureDelayMs ?? null, now);
}
