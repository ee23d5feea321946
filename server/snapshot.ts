/** The whole desk at one instant: read in one REPEATABLE READ transaction together with the seq it stands at. */
import type { Snapshot } from "#shared/changes.ts";
import { listAccounts } from "./accounts/store.ts";
import { readCampaign } from "./campaigns/store.ts";
import { type Db, position } from "./db/changes.ts";
import { listFeeds } from "./feeds/store.ts";
import { listClaims } from "./moments/claim.ts";
import { listMoments } from "./moments/store.ts";
import { listPeople } from "./people/store.ts";
import { listDeliveries, listHolds, listPosts } from "./posts/store.ts";
import { listSlots } from "./rundown/store.ts";
import { listTemplates } from "./templates/store.ts";
import { kept } from "#shared/changes.ts";

/** What a console starts from; equal to every change up to `seq` applied in order. */
export async function readSnapshot(db: Db, campaignId: string): Promise<Snapshot> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => ({
      ...(await position(tx)),
      campaign: await readCampaign(tx, campaignId),
      moments: await listMoments(tx, campaignId, kept.moments),
      templates: await listTemplates(tx, campaignId),
      accounts: await listAccounts(tx),
      claims: await listClaims(tx, campaignId),
      posts: await listPosts(tx, campaignId),
      deliveries: await listDeliveries(tx, campaignId),
      slots: await listSlots(tx, campaignId),
      holds: await listHolds(tx),
      feeds: await listFeeds(tx, campaignId),
      people: await listPeople(tx),
    }));
}
