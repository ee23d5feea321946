/** Campaigns: the one event this desk covers (several come with the pages that switch between them). */
import type { Selectable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { type Campaign, type CampaignMode, type Interests, interests } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { Sensitivity } from "#shared/four-eyes.ts";
import type { CampaignId } from "#shared/ids.ts";
import type { HouseRules } from "#shared/house-rules.ts";
import type { QuietWindow } from "#shared/quiet.ts";
import type { Db, Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { closeTurnstile } from "../db/turnstile.ts";
import type { CampaignsTable } from "../db/schema.ts";

function campaignOf(row: Selectable<CampaignsTable>): Campaign {
  return { ...row, id: row.id as CampaignId };
}

/** The campaign by id. Throws when there is none. */
export async function readCampaign(db: Db | Tx, id: string): Promise<Campaign> {
  return campaignOf(
    await db.selectFrom("campaigns").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
  );
}

/** The desk's campaign, or null on a desk that has none yet. */
export async function currentCampaign(db: Db | Tx): Promise<Campaign | null> {
  const row = await db.selectFrom("campaigns").selectAll().orderBy("id").executeTakeFirst();
  return row ? campaignOf(row) : null;
}

/** Makes a campaign. Returns its id and the change to append. */
export async function createCampaign(
  tx: Tx,
  facts: Omit<Campaign, "id">,
): Promise<{ id: CampaignId; change: NewChange }> {
  const row = await tx
    .insertInto("campaigns")
    .values({
      id: uuidv7(),
      ...facts,
      name: JSON.stringify(facts.name),
      quietWindows: JSON.stringify(facts.quietWindows),
      houseRules: JSON.stringify(facts.houseRules),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const campaign = campaignOf(row);
  return { id: campaign.id, change: { type: "campaign.changed", data: { campaign } } };
}

/** A campaign with the same facts and nothing in it. */
export async function copyCampaign(tx: Tx, id: string): Promise<Campaign> {
  const { id: _, ...facts } = await readCampaign(tx, id);
  const { id: copy } = await createCampaign(tx, facts);
  return readCampaign(tx, copy);
}

async function change(
  tx: Tx,
  id: string,
  patch:
    | { mode: CampaignMode }
    | { rehearsalPlaying: boolean }
    | { fourEyes: Sensitivity[] }
    | { sensitiveUndoMs: number }
    | { quietWindows: string }
    | { houseRules: string }
    | { notBeforePicture: boolean }
    | Interests,
): Promise<NewChange> {
  await tx.updateTable("campaigns").set(patch).where("id", "=", id).executeTakeFirstOrThrow();
  return { type: "campaign.changed", data: { campaign: await readCampaign(tx, id) } };
}

/** Off, rehearsal or on air. The gate reads it under a lock, so no send starts under the old mode after this commits. */
export async function setMode(tx: Tx, id: string, mode: CampaignMode): Promise<NewChange> {
  await closeTurnstile(tx);
  return change(tx, id, { mode });
}

/** Changes what is given, and answers with all of it. */
export async function lookFor(
  tx: Tx,
  id: string,
  given: { [Key in keyof Interests]?: Interests[Key] | undefined },
): Promise<{ output: Interests; changes: NewChange[] }> {
  const known = interests.parse(await readCampaign(tx, id));
  const patch = {
    ...known,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
  return { output: patch, changes: [await change(tx, id, patch)] };
}

/** What one editor alone does not publish. */
export async function setFourEyes(
  tx: Tx,
  id: string,
  fourEyes: Sensitivity[],
): Promise<{ output: { fourEyes: Sensitivity[] }; changes: NewChange[] }> {
  const chosen = [...new Set(fourEyes)];
  return { output: { fourEyes: chosen }, changes: [await change(tx, id, { fourEyes: chosen })] };
}

/** How long what is sensitive can be taken back, at least: from the next press on. */
export async function setSensitiveUndo(
  tx: Tx,
  id: string,
  sensitiveUndoMs: number,
): Promise<{ output: { sensitiveUndoMs: number }; changes: NewChange[] }> {
  return { output: { sensitiveUndoMs }, changes: [await change(tx, id, { sensitiveUndoMs })] };
}

/** When nothing new leaves. The gate reads it under a lock: from this commit on nothing starts in a window of these. */
export async function setQuietWindows(
  tx: Tx,
  id: string,
  wanted: readonly QuietWindow[],
): Promise<{ output: { quietWindows: QuietWindow[] }; changes: NewChange[] }> {
  await closeTurnstile(tx);
  const now = (await readNow(tx)).getTime();
  const ahead = wanted
    .filter(({ to }) => Date.parse(to) > now)
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
  const changed = await change(tx, id, { quietWindows: JSON.stringify(ahead) });
  return { output: { quietWindows: ahead }, changes: [changed] };
}

/** What belongs in every text, and what is never said: looked at when it is fired. */
export async function setHouseRules(
  tx: Tx,
  id: string,
  houseRules: HouseRules,
): Promise<{ output: { houseRules: HouseRules }; changes: NewChange[] }> {
  const changed = await change(tx, id, { houseRules: JSON.stringify(houseRules) });
  return { output: { houseRules }, changes: [changed] };
}

/** Whether what is fired from then on waits for its picture; what was fired before keeps its time. */
export async function setNotBeforePicture(
  tx: Tx,
  id: string,
  notBeforePicture: boolean,
): Promise<{ output: { notBeforePicture: boolean }; changes: NewChange[] }> {
  return { output: { notBeforePicture }, changes: [await change(tx, id, { notBeforePicture })] };
}

/** Whether the sample evening plays. */
export async function setRehearsalPlaying(
  tx: Tx,
  id: string,
  rehearsalPlaying: boolean,
): Promise<NewChange> {
  return change(tx, id, { rehearsalPlaying });
}
