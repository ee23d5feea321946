/** A moment the desk did not know. */
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "#server/db/changes.ts";
import type { First, MomentSource } from "#shared/moments.ts";
import type { Happened } from "./change.ts";
import type { Draft } from "./draft.ts";
import { firstOf, type History } from "./firsts.ts";
import { type Interest, salienceOf } from "./salience.ts";

/** What raising needs of a campaign. */
export type CampaignFacts = Interest & History & { id: string };

/** Inserts the moment. Nothing can have been prepared on it; but what is tied to a unit waits for a word on its start. */
export async function raise(
  tx: Tx,
  campaign: CampaignFacts,
  source: MomentSource,
  draft: Draft,
  late: boolean,
): Promise<Happened> {
  const first = await firstOf(tx, campaign, draft);
  const row = await tx
    .insertInto("moments")
    .values({
      id: uuidv7(),
      campaignId: campaign.id,
      key: draft.key,
      eventCode: draft.eventCode,
      alias: draft.alias,
      version: 1,
      kind: draft.kind,
      status: draft.standing,
      ...contentOf(draft, first, campaign),
      source: JSON.stringify(source),
      sources: JSON.stringify([source]),
      before: null,
      everCorrected: false,
      test: draft.test,
      late,
      seen: draft.seen ? JSON.stringify(draft.seen) : null,
      occurredAt: draft.occurredAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.raised", row, changed: row.kind === "schedule" };
}

/** The columns that repeat what the message says. */
export function contentOf(draft: Draft, first: First | null, interest: Interest) {
  const firstEver = first === "ever" || draft.facts.firstEver;
  return {
    headline: JSON.stringify(draft.headline),
    context: JSON.stringify(draft.context),
    participants: JSON.stringify(draft.participants),
    facts: JSON.stringify({ ...draft.facts, first, firstEver }),
    salience: JSON.stringify(salienceOf(draft, first, interest)),
  };
}
