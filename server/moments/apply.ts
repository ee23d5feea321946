/** Brings the desk's moments to what the newest messages say, in the caller's transaction. */
import type { Tx } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { Moment, MomentSource } from "#shared/moments.ts";
import { backdate } from "./backdate.ts";
import { changeOf, type Happened, type Restated } from "./change.ts";
import { restate } from "./correct.ts";
import { type Draft, namesOf, type Withdrawal } from "./draft.ts";
import { concerned, firstsName, settleFirsts } from "./firsts.ts";
import { type CampaignFacts, raise } from "./raise.ts";
import { findByName, lockByName, momentOf, type MomentRow } from "./store.ts";
import { withdraw } from "./withdraw.ts";

/** What a moment's change does to its posts; commits with it. */
export type OnMomentChanged = (tx: Tx, moment: Moment) => Promise<NewChange[]>;

/** Who speaks, and how. */
export type Telling = {
  feed: string;
  format: string;
  authority: number;
  /** Raises nothing; what is known is corrected and withdrawn all the same. */
  muted: boolean;
  /** Whatever it says is a test. */
  testOnly: boolean;
  /** It was behind when it told. */
  late: boolean;
};

/** What one statement says. `superseded`: a newer word is known, so that only the times it tells of may count. */
export type Told = {
  telling: Telling;
  drafts: readonly (Draft | Withdrawal)[];
  superseded?: boolean;
};

export type Application = {
  campaign: CampaignFacts;
  told: readonly Told[];
  onMomentChanged: OnMomentChanged;
};

/**
 * The changes to append, in order: each moment's own, followed by those of its posts. `counts`: how many moments each
 * statement changed. All moments are locked at once and before any delivery: the order in which a gate locks them.
 */
export async function applyDrafts(
  tx: Tx,
  { campaign, told, onMomentChanged }: Application,
): Promise<{ changes: NewChange[]; counts: number[] }> {
  const known = createKnown(await lockAll(tx, campaign, told));
  const happened: Happened[] = [];
  const medals = new Set<string>();
  const counts: number[] = [];
  for (const each of told) {
    const before = happened.length;
    for (const draft of each.drafts) {
      const row = known.of(draft);
      const what = await tell(tx, campaign, each, draft, row);
      if (!what) continue;
      happened.push(what);
      known.keep(what.row);
      // What it was before counts as well: another may be the first now.
      for (const one of row ? [row, what.row] : [what.row]) medals.add(firstsName(one) ?? "");
    }
    counts.push(happened.length - before);
  }
  medals.delete("");
  happened.push(...(await settleFirsts(tx, campaign, medals)));
  const changes: NewChange[] = [];
  for (const each of happened) {
    changes.push(changeOf(each));
    if (each.changed) changes.push(...(await onMomentChanged(tx, momentOf(each.row))));
  }
  return { changes, counts };
}

/** The moments these drafts are about, and the medals whose being the first they may decide, in the order of their ids. */
async function lockAll(
  tx: Tx,
  campaign: CampaignFacts,
  told: readonly Told[],
): Promise<MomentRow[]> {
  const drafts = told.flatMap((each) => each.drafts);
  const names = drafts.flatMap(namesOf);
  if (names.length === 0) return [];
  const there = await findByName(tx, campaign.id, names);
  const coming = drafts.filter((draft) => draft.standing !== "withdrawn");
  const others = await concerned(tx, campaign, [...there, ...coming]);
  return lockByName(tx, campaign.id, names, others);
}

/** The locked moments by key and, where no other has that key, by alias; kept as they are after each change. */
function createKnown(rows: readonly MomentRow[]) {
  const byKey = new Map<string, MomentRow>();
  const byAlias = new Map<string, MomentRow>();
  const keep = (row: MomentRow): void => {
    byKey.set(row.key, row);
    if (row.alias !== null) byAlias.set(row.alias, row);
  };
  rows.forEach(keep);
  return {
    keep,
    of: (draft: Draft | Withdrawal) =>
      namesOf(draft)
        .map((name) => byKey.get(name) ?? byAlias.get(name))
        .find((found) => found !== undefined),
  };
}

/** `row`: the moment there is already. */
async function tell(
  tx: Tx,
  campaign: CampaignFacts,
  { telling, superseded }: Told,
  draft: Draft | Withdrawal,
  row: MomentRow | undefined,
): Promise<Restated> {
  if (superseded) return backdate(tx, row, draft);
  const source = sourceOf(telling, draft);
  if (draft.standing === "withdrawn") return row ? withdraw(tx, row, source, draft.cause) : null;
  const said = asTold(draft, telling);
  if (row) return restate(tx, row, source, said, campaign);
  const late = telling.late || (draft.late ?? false);
  return telling.muted ? null : raise(tx, campaign, source, said, late);
}

function asTold(draft: Draft, { testOnly }: Telling): Draft {
  return testOnly ? { ...draft, test: true } : draft;
}

/** Below every feed's own word. */
const deducedAuthority = 4;

function sourceOf({ feed, format, authority }: Telling, draft: Draft | Withdrawal): MomentSource {
  const { document, version, deduced } =
    draft.standing === "withdrawn"
      ? { document: draft.document ?? null, version: null, deduced: false }
      : draft;
  return {
    feed,
    format,
    document,
    version,
    authority: deduced ? deducedAuthority : authority,
    standing: draft.standing,
    at: draft.statedAt,
  };
}
