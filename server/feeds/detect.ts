/**
 * From the newest word on a document to what the desk should say. Pure: it looks at this statement, at what the same
 * document said before, and at the newest word of the event's other documents, never at the order they came in.
 */
import { type Draft, namesOf, type Withdrawal } from "#server/moments/draft.ts";
import { compareList } from "./compare-list.ts";
import { deducedMedals } from "./deduce.ts";
import { isHeld } from "./podium.ts";
import { inContext, tellsOthers } from "./reading/in-context.ts";
import { leadByCode } from "./reading/live.ts";
import { withFormerStart } from "./reading/former-start.ts";
import type { Statement, Summary } from "./statement.ts";
import type { Trouble } from "./trouble.ts";

/** `trouble`: why what was said is not believed. */
export type Detected = {
  summary: Summary;
  drafts: (Draft | Withdrawal)[];
  trouble: Trouble | null;
};

/** Keys remembered per document; a unit with more lead changes than this forgets the oldest. */
const passedLimit = 200;

/** `others` are the newest summaries of the same event's other documents. */
export function detect(
  statement: Statement,
  before: Summary | null,
  others: readonly Summary[],
): Detected {
  if (statement.listed) return detectList(statement, before);
  const leader = statement.leader ?? leadByCode(statement, others);
  const lead = newLeader({ ...statement, leader }, before, others);
  const passing = lead ? [...statement.passing, lead] : statement.passing;
  const summary = summarise({ ...statement, leader }, before, passing);
  const own = [
    ...ownDrafts(summary, statement, passing, before, others),
    ...restated(summary, before, others),
    ...toldAgain(summary, before, others),
  ];
  const deduced = newlyDeduced(summary, before, others);
  return {
    summary,
    drafts: [
      ...withdrawals(statement, before),
      ...undeduced(statement, own, before, summary, others),
      ...own,
      ...deduced,
    ],
    trouble: null,
  };
}

/** A list of all medals says what it has, whoever else says so; only what changed is told. */
function detectList(statement: Statement, before: Summary | null): Detected {
  const { key, version, statedAt, eventCode, listed: now = [] } = statement;
  const told = { document: key, version, test: false, occurredAt: statedAt, statedAt };
  const competition = eventCode.slice(0, eventCode.indexOf("/"));
  const { listed, drafts, trouble } = compareList(told, competition, before?.listed ?? null, now);
  return { summary: { ...summarise(statement, before, []), listed }, drafts, trouble };
}

function summarise(
  statement: Statement,
  before: Summary | null,
  passing: readonly Draft[],
): Summary {
  const { key, type, stampedAt, podium, medals, unit, cast, tellsGoals, tellsLeads, records } =
    statement;
  const startsAt = statement.startsAt ?? before?.startsAt;
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
    drafts: statement.drafts.filter(
      ({ kind }) => type === "medallists" || (type === "result" && mayLearn(kind, statement)),
    ),
    ...(startsAt && { startsAt }),
    ...(unit !== undefined && { unit }),
    ...(cast && { cast }),
    ...(tellsGoals && { tellsGoals }),
    ...(tellsLeads && { tellsLeads }),
    ...(records && { records }),
    ...(statement.entered && { entered: statement.entered }),
    ...(statement.starts && { starts: statement.starts }),
    ...(statement.field && { field: statement.field }),
    ...(statement.prospects && { prospects: statement.prospects }),
    ...(statement.plan && { plan: statement.plan }),
  };
}

/** Whether an event's other documents may tell more of it. */
function mayLearn(kind: Draft["kind"], { field }: Statement): boolean {
  return kind === "record" || field !== undefined;
}

/** Medals that nobody states, by what is known of the event now; those told before are not told again. */
function newlyDeduced(
  summary: Summary,
  before: Summary | null,
  others: readonly Summary[],
): Draft[] {
  const then = new Set(deducedMedals(before ? [...others, before] : others).map(wordOf));
  return deducedMedals([...others, summary]).filter((draft) => !then.has(wordOf(draft)));
}

/** Deduced before and not any more: unless it is stated now. */
function undeduced(
  { statedAt }: Statement,
  own: readonly Draft[],
  before: Summary | null,
  summary: Summary,
  others: readonly Summary[],
): Withdrawal[] {
  const still = new Set([...own, ...deducedMedals([...others, summary])].flatMap(namesOf));
  return deducedMedals(before ? [...others, before] : others)
    .filter((draft) => !namesOf(draft).some((name) => still.has(name)))
    .map(({ key }) => ({ key, standing: "withdrawn", cause: "gone", statedAt }));
}

function wordOf({ key, standing, facts }: Draft): string {
  return `${standing} ${key} ${facts.outcome}`;
}

/** The first leader is no news; another one than before is. What follows a unit closely goes on from its results. */
function newLeader(
  { leader, unit, key, tellsLeads }: Statement,
  before: Summary | null,
  others: readonly Summary[],
): Draft | null {
  if (!leader) return null;
  // The same document of another feed tells the same lead: each is compared with itself.
  const alike = others.filter((each) => unit && each.unit === unit && each.key !== key);
  if (alike.some((each) => each.tellsGoals)) return null;
  if (!tellsLeads && alike.some((each) => each.tellsLeads && each.leader)) return null;
  const known = before?.leader ?? alike.find((each) => each.leader !== null)?.leader;
  return known && known !== leader.competitor ? leader.draft : null;
}

function withdrawals(
  { invalidated, drafts, key: document, statedAt }: Statement,
  before: Summary | null,
): Withdrawal[] {
  if (!before) return [];
  const still = new Set(drafts.map((draft) => draft.key));
  const lost = invalidated
    ? [...before.said, ...before.passed]
    : before.said.filter((key) => !still.has(key));
  const cause = invalidated ? "invalidated" : "gone";
  return lost.map((key) => ({ key, standing: "withdrawn", cause, statedAt, document }));
}

function ownDrafts(
  summary: Summary,
  statement: Statement,
  passing: readonly Draft[],
  before: Summary | null,
  others: readonly Summary[],
): Draft[] {
  if (statement.type === "medallists") return heldBack(summary, others);
  const { drafts, field } = statement;
  return [...passing, ...drafts.map((draft) => inContext(draft, field, others))].map((draft) =>
    withFormerStart(draft, before),
  );
}

/** Who held a record before, or who was entered, may be told after it fell, or told otherwise: then it is said again. */
function toldAgain(summary: Summary, before: Summary | null, others: readonly Summary[]): Draft[] {
  if (!tellsOthers(summary) && !(before && tellsOthers(before))) return [];
  const then = before ? [...others, before] : others;
  const now = [...others, summary];
  return others
    .filter(({ type }) => type === "result")
    .flatMap(({ drafts, field }) =>
      drafts
        .filter((draft) => isOther(inContext(draft, field, then), inContext(draft, field, now)))
        .map((draft) => inContext(draft, field, now)),
    );
}

function isOther(one: Draft, other: Draft): boolean {
  return JSON.stringify(one) !== JSON.stringify(other);
}

/** When a result places the medals of its event under protest, lifts that, or has another mark, they are said again. */
function restated(summary: Summary, before: Summary | null, others: readonly Summary[]): Draft[] {
  if (summary.type !== "result") return [];
  const [now, then] = [[...others, summary], before ? [...others, before] : others];
  return others
    .filter(({ type }) => type === "medallists")
    .filter((other) => wordsOf(heldBack(other, now)) !== wordsOf(heldBack(other, then)))
    .flatMap((medallists) => heldBack(medallists, now));
}

function wordsOf(medals: readonly Draft[]): string {
  return JSON.stringify(
    medals.map(({ key, standing, participants: [who] }) => [key, standing, who?.rank, who?.result]),
  );
}

function heldBack(medallists: Summary, others: readonly Summary[]): Draft[] {
  const drafts = medallists.drafts.map((draft) => withMark(draft, others));
  if (!isHeld(medallists, others)) return drafts;
  return drafts.map((draft) => ({ ...draft, standing: "protested" }));
}

/** Medallists carry no marks; the ranking of their event does. A mark is no outcome: learning it later corrects nothing. */
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
