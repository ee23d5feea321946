/** Brings the desk's moments to what the newest messages say, in the caller's transaction. */
import type { Tx } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { Moment, MomentSource } from "#shared/moments.ts";
import type { MomentChange, Restated } from "./correct.ts";
import { restate } from "./correct.ts";
import type { Draft, Withdrawal } from "./draft.ts";
import type { CampaignFacts } from "./raise.ts";
import { raise } from "./raise.ts";
import type { MomentRow } from "./store.ts";
import { lockByKey } from "./store.ts";
import { withdraw } from "./withdraw.ts";

/** What a moment's change does to its posts; commits with it. */
export type OnMomentChanged = (tx: Tx, moment: Moment) => Promise<NewChange[]>;

export type Application = {
  campaign: CampaignFacts;
  source: { feed: string; format: string };
  drafts: readonly (Draft | Withdrawal)[];
  onMomentChanged: OnMomentChanged;
};

/** The changes to append, in order: each moment's own, followed by those of its posts. */
export async function applyDrafts(
  tx: Tx,
  { campaign, source, drafts, onMomentChanged }: Application,
): Promise<NewChange[]> {
  const known = await lockByKey(
    tx,
    campaign.id,
    drafts.map((draft) => draft.key),
  );
  const changes: NewChange[] = [];
  for (const draft of drafts) {
    const row = known.get(draft.key);
    if (!row) {
      if (draft.standing !== "withdrawn")
        changes.push(await raise(tx, campaign, sourceOf(source, draft), draft));
      continue;
    }
    const happened = await change(tx, row, source, draft);
    if (!happened) continue;
    changes.push(happened.change);
    if (happened.changed) changes.push(...(await onMomentChanged(tx, happened.change.data.moment)));
  }
  return changes;
}

async function change(
  tx: Tx,
  row: MomentRow,
  source: Application["source"],
  draft: Draft | Withdrawal,
): Promise<Restated> {
  if (draft.standing !== "withdrawn") return restate(tx, row, sourceOf(source, draft), draft);
  const withdrawn: MomentChange | null = await withdraw(tx, row, draft.cause);
  return withdrawn && { change: withdrawn, changed: true };
}

function sourceOf(source: Application["source"], draft: Draft): MomentSource {
  return { ...source, document: draft.document, version: draft.version };
}
