/** A feed and the campaign it speaks to, as they are now. */
import type { Selectable } from "kysely";
import type { Clock } from "#server/clock.ts";
import type { Db } from "#server/db/changes.ts";
import type { FeedsTable } from "#server/db/schema.ts";
import type { CampaignFacts } from "#server/moments/raise.ts";
import { BadMessage } from "./bad-message.ts";
import type { ReadingContext } from "./statement.ts";

export type Source = {
  feed: Selectable<FeedsTable>;
  campaign: CampaignFacts & { venueZone: string };
};

/** No column of a feed has the name of one of these. */
const ofCampaign = [
  "campaigns.venueZone",
  "campaigns.neverMedalled",
  "campaigns.neverGold",
  "campaigns.fromTheStart",
  "campaigns.houseTeams",
  "campaigns.watched",
  "campaigns.hosts",
] as const;

/** By its id, or by the name a sender gave. Throws `BadMessage` where there is none. */
export async function sourceOf(db: Db, by: { id: string } | { name: string }): Promise<Source> {
  const isName = "name" in by && /^[\w.-]{1,60}$/.test(by.name);
  const found =
    "id" in by || isName
      ? await db
          .selectFrom("feeds")
          .innerJoin("campaigns", "campaigns.id", "feeds.campaignId")
          .select(ofCampaign)
          .selectAll("feeds")
          .where((where) =>
            "id" in by ? where("feeds.id", "=", by.id) : where("feeds.name", "=", by.name),
          )
          .where("feeds.removedAt", "is", null)
          .executeTakeFirst()
      : undefined;
  if (!found) throw unknown("id" in by ? by.id : by.name);
  const { venueZone, neverMedalled, neverGold, fromTheStart, houseTeams, watched, hosts, ...feed } =
    found;
  const campaign = { id: feed.campaignId, venueZone, neverMedalled, neverGold, fromTheStart };
  return { feed, campaign: { ...campaign, houseTeams, watched, hosts } };
}

/** What reading a message of it needs to know. */
export function contextOf(
  { feed, campaign }: Pick<Source, "campaign"> & { feed: Pick<Source["feed"], "settings"> },
  clock: Clock,
): ReadingContext {
  return {
    venueZone: campaign.venueZone,
    receivedAt: clock.now(),
    settings: feed.settings,
  };
}

function unknown(name: string): BadMessage {
  return new BadMessage(404, "unknownSource", `there is no feed named "${name.slice(0, 60)}"`);
}
