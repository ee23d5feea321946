/** Reads of slots, as the console sees them. Writing is each verb's own file. */
import type { Selectable } from "kysely";
import { kept } from "#shared/changes.ts";
import type { CampaignId, PostId, SlotId } from "#shared/ids.ts";
import type { Slot } from "#shared/slots.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { SlotsTable } from "../db/publishing-schema.ts";

/** A slot as the console sees it. */
export function slotOf(row: Selectable<SlotsTable>): Slot {
  return {
    ...row,
    id: row.id as SlotId,
    campaignId: row.campaignId as CampaignId,
    postId: row.postId as PostId,
    startAt: row.startAt.toISOString(),
    notAfter: row.notAfter.toISOString(),
  };
}

/** The newest slots of a campaign, newest first. */
export async function listSlots(db: Db | Tx, campaignId: string): Promise<Slot[]> {
  const rows = await db
    .selectFrom("slots")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .orderBy("id", "desc")
    .limit(kept.slots)
    .execute();
  return rows.map(slotOf);
}
