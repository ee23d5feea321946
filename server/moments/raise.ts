/** A moment the desk did not know. */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { MomentSource } from "#shared/moments.ts";
import type { Draft } from "./draft.ts";
import { salienceOf } from "./salience.ts";
import { hasMedal, momentOf } from "./store.ts";

/** What raising needs of a campaign. */
export type CampaignFacts = { id: string; neverMedalled: readonly string[] };

/** Inserts the moment and says so. */
export async function raise(
  tx: Tx,
  campaign: CampaignFacts,
  source: MomentSource,
  draft: Draft,
): Promise<NewChange> {
  const firstEver = draft.facts.firstEver || (await isFirstEver(tx, campaign, draft));
  const row = await tx
    .insertInto("moments")
    .values({
      id: uuidv7(),
      campaignId: campaign.id,
      key: draft.key,
      eventCode: draft.eventCode,
      version: 1,
      kind: draft.kind,
      status: draft.standing,
      ...contentOf(draft, firstEver),
      source: JSON.stringify(source),
      sources: JSON.stringify([source]),
      before: null,
      everCorrected: false,
      test: draft.test,
      occurredAt: draft.occurredAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.raised", data: { moment: momentOf(row) } };
}

/** The columns that repeat what the message says. */
export function contentOf(draft: Draft, firstEver: boolean) {
  return {
    headline: JSON.stringify(draft.headline),
    context: JSON.stringify(draft.context),
    participants: JSON.stringify(draft.participants),
    facts: JSON.stringify({ ...draft.facts, firstEver }),
    salience: JSON.stringify(salienceOf(draft, firstEver)),
  };
}

async function isFirstEver(tx: Tx, campaign: CampaignFacts, draft: Draft): Promise<boolean> {
  const organisation = draft.participants[0]?.organisation;
  if (draft.kind !== "medal" || !organisation || !campaign.neverMedalled.includes(organisation))
    return false;
  return !(await hasMedal(tx, campaign.id, draft.eventCode, organisation));
}
