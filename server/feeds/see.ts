/** Learns from a press on a moment whose picture is on the screen now how late that feed's picture is. */
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#server/db/changes.ts";
import { readNow } from "#server/db/now.ts";
import { findMoment } from "#server/moments/store.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { Moment } from "#shared/moments.ts";
import { longestDelayMs, toldFirstBy } from "#shared/picture-delay.ts";
import { learn } from "./picture-delay.ts";

type By = { campaignId: string; personId: string };

/**
 * One press a person and moment counts, the last. Refuses `notFound`, `noPicture` for what no feed told, and
 * `pictureUnlikely` for what came before the data or two minutes after it.
 */
export async function seePicture(
  tx: Tx,
  { campaignId, personId }: By,
  { momentId, pressedAgoMs }: CommandInput<"feed.seen">,
): Promise<{ output: CommandOutput<"feed.seen">; changes: NewChange[] }> {
  const moment = await findMoment(tx, campaignId, momentId);
  if (!moment)
    throw new Refusal("notFound", { field: "momentId", message: "there is no such moment" });
  const offsetMs = await offsetOf(tx, moment, pressedAgoMs);
  const feedId = await lockTeller(tx, campaignId, moment);
  await tx
    .updateTable("pictureDelays")
    .set({ forgottenAt: sql<Date>`clock_timestamp()` })
    .where("feedId", "=", feedId)
    .where("momentId", "=", momentId)
    .where("pressedBy", "=", personId)
    .where("forgottenAt", "is", null)
    .execute();
  await tx
    .insertInto("pictureDelays")
    .values({ id: uuidv7(), campaignId, feedId, momentId, offsetMs, pressedBy: personId })
    .execute();
  const feed = await learn(tx, feedId);
  return { output: { feed, offsetMs }, changes: [{ type: "feed.seen", data: { feed } }] };
}

async function offsetOf(
  tx: Tx,
  { raisedAt }: Pick<Moment, "raisedAt">,
  pressedAgoMs: number,
): Promise<number> {
  const offsetMs = (await readNow(tx)).getTime() - pressedAgoMs - Date.parse(raisedAt);
  if (offsetMs >= 0 && offsetMs <= longestDelayMs) return offsetMs;
  const message =
    offsetMs < 0
      ? `pressed ${-offsetMs} ms before the moment came: a picture is never learnt ahead of its data`
      : `pressed ${offsetMs} ms after the moment came: over ${longestDelayMs} ms it is not its picture`;
  throw new Refusal("pictureUnlikely", { field: "pressedAgoMs", offsetMs, message });
}

/** The feed that told it first, kept from learning twice at once. A message of its own takes no such lock. */
async function lockTeller(tx: Tx, campaignId: string, moment: Moment): Promise<string> {
  const name = toldFirstBy(moment);
  const feed = await tx
    .selectFrom("feeds")
    .select("id")
    .where("name", "=", name ?? "")
    .where("campaignId", "=", campaignId)
    .where("removedAt", "is", null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (name !== null && feed) return feed.id;
  throw new Refusal("noPicture", { field: "momentId", message: "no feed brought this moment" });
}
