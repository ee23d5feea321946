/** Reads of templates. */
import type { Selectable } from "kysely";
import type { CampaignId, TemplateId } from "#shared/ids.ts";
import type { Template } from "#shared/templates.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { TemplatesTable } from "../db/schema.ts";

function templateOf(row: Selectable<TemplatesTable>): Template {
  return { ...row, id: row.id as TemplateId, campaignId: row.campaignId as CampaignId };
}

/** Every template of a campaign, newest first by id. */
export async function listTemplates(db: Db | Tx, campaignId: string): Promise<Template[]> {
  const rows = await db
    .selectFrom("templates")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .orderBy("id", "desc")
    .execute();
  return rows.map(templateOf);
}

/** One template, or null. */
export async function readTemplate(db: Db | Tx, id: string): Promise<Template | null> {
  const row = await db.selectFrom("templates").selectAll().where("id", "=", id).executeTakeFirst();
  return row ? templateOf(row) : null;
}
