/** Never before the picture: how long what is fired on a moment waits at least. */
import type { Campaign } from "#shared/campaigns.ts";
import { Refusal } from "#shared/errors.ts";
import type { Moment } from "#shared/moments.ts";
import { pictureIn, toldFirstBy } from "#shared/picture-delay.ts";
import { may, type Role } from "#shared/roles.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { findMoment } from "../moments/store.ts";

/** `undoMs`, or more where the house waits for the picture and this moment's is not on air by then. */
export async function withPicture(
  tx: Tx,
  { id, notBeforePicture }: Pick<Campaign, "id" | "notBeforePicture">,
  moment: Pick<Moment, "seen" | "sources" | "raisedAt">,
  undoMs: number,
): Promise<number> {
  const name = notBeforePicture ? toldFirstBy(moment) : null;
  if (name === null) return undoMs;
  const feed = await tx
    .selectFrom("feeds")
    .select("pictureDelayMs")
    .where("name", "=", name)
    .where("campaignId", "=", id)
    .executeTakeFirst();
  const now = (await readNow(tx)).getTime();
  return Math.max(undoMs, pictureIn(moment, feed?.pictureDelayMs ?? null, now));
}

/** Who may say that the picture is on air, and wait for no other word of it. Refuses `notAllowed`. */
export function assertAtPicture(role: Role): void {
  if (may(role, "produce")) return;
  const message = "a producer says that the picture is on air";
  throw new Refusal("notAllowed", { field: "atPicture", message });
}

/** The same for what was fired on a moment before. */
export async function withPictureOf(
  tx: Tx,
  campaign: Pick<Campaign, "id" | "notBeforePicture">,
  momentId: string | null,
  undoMs: number,
): Promise<number> {
  if (!campaign.notBeforePicture || momentId === null) return undoMs;
  const moment = await findMoment(tx, campaign.id, momentId);
  return moment ? withPicture(tx, campaign, moment, undoMs) : undoMs;
}
