/**
 * From the newest word on a document to what the desk should say. Pure: it looks at this statement, at what the same
 * document said before, and at the newest word of the event's other documents, never at the order they came in.
 */
import type { Draft, Withdrawal } from "#server/moments/draft.ts";
import { isHeld } from "./podium.ts";
import type { Statement, Summary } from "./statement.ts";

export type Detected = { summary: Summary; drafts: (Draft | Withdrawal)[] };

/** Keys remembered per document; a unit with more lead changes than this forgets the oldest. */
const passedLimit = 200;

/** `others` are the newest summaries of the same event's other documents. */
export function detect(
  statement: Statement,
  before: Summary | null,
  others: readonly Summary[],
): Detected {
  const lead = newLeader(statement, before);
  const passing = lead ? [...statement.passing, lead] : statement.passing;
  const summary = summarise(statement, before, passing);
  return {
    summary,
    drafts: [
      ...withdrawals(statement, before),
      ...ownDrafts(summary, statement, passing, others),
      ...restated(summary, before, others),
    ],
  };
}

function summarise(
  statement: Statement,
  before: Summary | null,
  passing: readonly Draft[],
): Summary {
  const { key, type, stampedAt, podium, medals } = statement;
  // A protest ends with a ranking, not with silence.
  const contested =
    statement.contested || (statement.drafts.length === 0 && (before?.contested ?? false));
  const passed = [...new Set([...(before?.passed ?? []), ...passing.map((draft) => draft.key)])];
  return {
    key,
    type,
    stampedAt,
    said: statement.drafts.map((draft) => draft.key),
    passed: statement.invalidated ? [] : passed.slice(-passedLimit),
    leader: statement.leader?.competitor ?? before?.leader ?? null,
    contested,
    everContested: contested || (before?.everContested ?? false),
    podium,
    medals,
    drafts: type === "medallists" ? statement.drafts : [],
  };
}

/** The first leader is no news; another one than the version before is. */
function newLeader({ leader }: Statement, before: Summary | null): Draft | null {
  return leader && before?.leader && before.leader !== leader.competitor ? leader.draft : null;
}

function withdrawals(statement: Statement, before: Summary | null): Withdrawal[] {
  if (!before) return [];
  if (statement.invalidated)
    return [...before.said, ...before.passed].map((key) => ({
      key,
      standing: "withdrawn",
      cause: "invalidated",
    }));
  const still = new Set(statement.drafts.map((draft) => draft.key));
  return before.said
    .filter((key) => !still.has(key))
    .map((key) => ({ key, standing: "withdrawn", cause: "gone" }));
}

function ownDrafts(
  summary: Summary,
  statement: Statement,
  passing: readonly Draft[],
  others: readonly Summary[],
): Draft[] {
  if (statement.type === "medallists") return held(summary, others);
  return [...passing, ...statement.drafts];
}

/** When a result places the medals of its event under protest, or lifts that, they are said again. */
function restated(summary: Summary, before: Summary | null, others: readonly Summary[]): Draft[] {
  if (summary.type !== "result") return [];
  const [now, then] = [[...others, summary], before ? [...others, before] : others];
  return others
    .filter((other) => other.type === "medallists" && isHeld(other, now) !== isHeld(other, then))
    .flatMap((medallists) => held(medallists, now));
}

function held(medallists: Summary, others: readonly Summary[]): Draft[] {
  const drafts = medallists.drafts.map((draft) => withMark(draft, others));
  if (!isHeld(medallists, others)) return drafts;
  return drafts.map((draft) => ({ ...draft, standing: "protested" }));
}

/** Medallists carry no marks; the ranking of their event does. A mark is no outcome: learning it later changes nothing. */
function withMark(draft: Draft, others: readonly Summary[]): Draft {
  const [who, ...rest] = draft.participants;
  const placed = others
    .flatMap((other) => other.podium ?? [])
    .find((each) => each.competitor === who?.code);
  if (!who || !placed) return draft;
  const { rank, result } = placed;
  return {
    ...draft,
    participants: [{ ...who, rank, result }, ...rest],
    facts: { ...draft.facts, result },
  };
}
