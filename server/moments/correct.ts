/** A moment the desk knows, stated again: other outcome, other standing, or another feed saying the same. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { Moment, MomentKind, MomentSource, MomentStatus } from "#shared/moments.ts";
import type { MomentChangeType, Restated } from "./change.ts";
import type { Draft } from "./draft.ts";
import { contentOf } from "./raise.ts";
import { type Interest, salienceOf } from "./salience.ts";
import { holdsOver, isNews, isSameVoice, withSource } from "./sources.ts";
import type { MomentRow } from "./store.ts";

/** Compares and writes; null when nothing happened. `corrected` means: it stands, and its outcome changed at least once. */
export async function restate(
  tx: Tx,
  row: MomentRow,
  source: MomentSource,
  draft: Draft,
  interest: Interest,
): Promise<Restated> {
  if (!holdsOver(row.source, source)) return noteSource(tx, row, source, draft);
  const sameOutcome = row.facts.outcome === draft.facts.outcome;
  const everCorrected = row.everCorrected || !sameOutcome;
  const status = nextStatus(row, source, draft, sameOutcome, everCorrected);
  // A test that turns out to be real may now leave for live accounts; the contrary holds only where the words change.
  const becomesReal = row.test && !draft.test;
  const isSame = sameOutcome && status === row.status && !becomesReal;
  if (isSame && !hasOtherMark(row, draft, interest)) return noteSource(tx, row, source, draft);
  // A mark that was not known yet, or another place with the same one, is no other word: what was prepared still stands.
  const learned = isSame && (row.facts.result ?? draft.facts.result) === draft.facts.result;
  const changed = await tx
    .updateTable("moments")
    .set({
      version: learned ? row.version : row.version + 1,
      status,
      ...namesOf(row, draft),
      ...contentOf(draft, row.facts.first, interest),
      source: JSON.stringify(source),
      sources: JSON.stringify(withSource(row.sources, source)),
      ...(!learned && {
        before: JSON.stringify({
          status: row.status,
          headline: row.headline,
          version: row.version,
        }),
      }),
      everCorrected,
      occurredAt: sql<Date>`least(occurred_at, ${draft.occurredAt}::timestamptz)`,
      test: draft.test,
      changedAt: sql<Date>`clock_timestamp()`,
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: typeOf(status, sameOutcome), row: changed, changed: !learned };
}

/** What a unit's results tell: another document, or a newer version, may know more of it. */
const ofResults: readonly MomentKind[] = [
  "result",
  "medal",
  "record",
  "qualification",
  "disqualification",
  "retirement",
];

/** What was not known yet of the same word: a mark, whose record it was, the start, records, what the entries make of it. */
function hasOtherMark(row: MomentRow, draft: Draft, interest: Interest): boolean {
  const { kind, facts, participants } = row;
  if (!ofResults.includes(kind)) return false;
  if (facts.startsAt === null && draft.facts.startsAt !== null) return true;
  if (kind === "record") return facts.previous !== draft.facts.previous;
  const now = salienceOf(draft, facts.first, interest);
  if (learnedIn(row.salience) !== learnedIn(now)) return true;
  const [known, who] = [participants[0], draft.participants[0]];
  return kind === "medal" && (facts.result !== draft.facts.result || known?.rank !== who?.rank);
}

/** The reasons that may be told later, or taken back, while the outcome stays. */
function learnedIn({ reasons }: Moment["salience"]): string {
  const codes = reasons.map(({ code }) => code).filter((code) => /^(upset$|record)/.test(code));
  return codes.toSorted().join(" ");
}

function nextStatus(
  row: MomentRow,
  source: MomentSource,
  draft: Draft,
  same: boolean,
  everCorrected: boolean,
): MomentStatus {
  const isOther = !isSameVoice(row.source, source) && row.status !== "withdrawn";
  // A second one that is only slower does not take back what the first one confirmed, nor end its protest.
  const slower = isOther && draft.standing === "provisional";
  const unaware = isOther && row.status === "protested" && draft.standing !== "protested";
  if (same && (slower || unaware)) return row.status;
  return draft.standing === "confirmed" && everCorrected ? "corrected" : draft.standing;
}

function typeOf(status: MomentStatus, sameOutcome: boolean): MomentChangeType {
  if (status === "protested") return "moment.protested";
  return sameOutcome && status === "confirmed" ? "moment.confirmed" : "moment.corrected";
}

/** Another feed says it too, or says otherwise and does not prevail: kept beside what holds. */
export async function noteSource(
  tx: Tx,
  row: MomentRow,
  source: MomentSource,
  draft: Draft | null,
): Promise<Restated> {
  if (row.source.feed === source.feed || !isNews(row.sources, source)) return null;
  const standing = row.status === "corrected" ? "confirmed" : row.status;
  // What holds stays with the feed that says it: one that is slower, or unaware of a protest, does not speak for it.
  const takesOver = draft !== null && source.standing === standing && holdsOver(row.source, source);
  const changed = await tx
    .updateTable("moments")
    .set({
      sources: JSON.stringify(withSource(row.sources, source)),
      ...(draft && namesOf(row, draft)),
      ...(takesOver && { source: JSON.stringify(source) }),
    })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "moment.confirmed", row: changed, changed: false };
}

/** What was told by names alone gets its code from the first feed that has one. */
function namesOf(
  row: MomentRow,
  draft: Draft,
): { key?: string; eventCode?: string; alias?: string } {
  const alias = row.alias ?? draft.alias;
  const coded = row.key === row.alias && draft.key !== draft.alias;
  return {
    ...(alias !== null && { alias }),
    ...(coded && { key: draft.key, eventCode: draft.eventCode }),
  };
}
