/**
 * A football match, and what the desk should say of it: the same for every format. Goals carry the score and who leads,
 * so that a goal is one card: nobody is told of the lead apart. A yellow card is no news; a sending-off is.
 */
import type { Draft } from "#server/moments/draft.ts";
import type { Bilingual } from "#shared/locales.ts";
import type { Participant } from "#shared/moments.ts";
import * as words from "../words/football.ts";
import { aliasOf } from "./alias.ts";
import { cameBack, limitOf, type Scored, withScores } from "./football-score.ts";
import type {
  Card,
  Document,
  Ended,
  Goal,
  Match,
  Player,
  Score,
  Side,
  SideName,
} from "./football-match.ts";
import { personOf } from "./person.ts";
import { draftBase, type DraftBase, type Unit } from "./unit.ts";

/** Everything the match says now, in the order it happened. */
export function matchDrafts(match: Match, from: Document): Draft[] {
  const goals = withScores(match);
  const drafts = [
    ...(match.call ? [callOf(match, from, match.call)] : []),
    ...(match.kickedOff ? [startOf(match, from, match.kickedOff)] : []),
    ...goals.map((goal) => goalOf(match, from, goal)),
    ...match.cards.map((card) => cardOf(match, from, card)),
    ...match.ended
      .filter(({ period }) => isBreak(match, period))
      .map((end) => periodOf(match, from, end, goals)),
    ...(match.over ? [resultOf(match, from, match.over, goals)] : []),
  ];
  return drafts.toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
}

/** The end of normal time, or of extra time, is one of a period only where the match went on: else it is the result. */
function isBreak(match: Match, period: number): boolean {
  return period === 1 || period === 3 || ([2, 4].includes(period) && match.period > period);
}

function goalOf(match: Match, from: Document, goal: Scored): Draft {
  const { base, sides } = saying(match, from, goal.at, wordOf(goal, goal.scorer));
  const side = match.sides[goal.side];
  const minute = words.minuteText(goal.minute, limitOf(match, goal.period));
  const scorer = goal.scorer?.name ?? null;
  const score = scoreText(goal.after);
  const outcome = [goal.side, goal.type, goal.scorer?.id ?? "", score].join(":");
  return {
    ...base,
    key: goal.key,
    kind: "goal",
    // A goal whose scorer nobody named yet; who names it confirms it.
    standing: scorer === null ? "provisional" : "confirmed",
    headline: words.goalHeadline({ ...goal, scorer, side: side.name }, sides, goal.after, minute),
    participants: peopleOf(match, goal),
    facts: { ...base.facts, score, minute, outcome },
    marks: { ...base.marks, signs: goal.signs },
  };
}

/** A word without a name is as old as what it tells: whoever names the person, from another feed, said it later. */
function wordOf({ at, saidAt }: Goal | Card, who: Player | null): string {
  return who?.name === null ? at : saidAt;
}

/** Scorer and assist. An own goal is told for the side it counts for, then names who scored it. */
function peopleOf(match: Match, { side, type, scorer, assist }: Scored): Participant[] {
  const other = side === "home" ? "away" : "home";
  if (type === "own") return [team(match, side), ...player(match.sides[other], scorer)];
  const named = player(match.sides[side], scorer);
  return [
    ...(named.length > 0 ? named : [team(match, side)]),
    ...player(match.sides[side], assist),
  ];
}

/** Without the score: a goal that is written down late, or taken back, changes nothing of it. */
function cardOf(match: Match, from: Document, card: Card): Draft {
  const { side, who, type } = card;
  const { base } = saying(match, from, card.at, wordOf(card, who));
  const own = match.sides[side];
  const minute = words.minuteText(card.minute, limitOf(match, card.period));
  const named = player(own, who);
  return {
    ...base,
    key: card.key,
    kind: "card",
    // An official has no number here, and nobody names one later.
    standing: who?.name === null ? "provisional" : "confirmed",
    headline: words.cardHeadline(type, who?.name ?? null, own.name, minute),
    participants: named.length > 0 ? named : [team(match, side)],
    facts: { ...base.facts, minute, outcome: [side, type, who?.id ?? ""].join(":") },
  };
}

function startOf(match: Match, from: Document, at: string): Draft {
  const { base, name } = saying(match, from, at, from.saidAt);
  return {
    ...base,
    key: `start:${match.code}`,
    alias: named(match, "start"),
    kind: "start",
    standing: "confirmed",
    headline: words.kickOffHeadline(name),
    participants: [team(match, "home"), team(match, "away")],
    facts: { ...base.facts, outcome: "started" },
  };
}

function periodOf(
  match: Match,
  from: Document,
  { period, at, score: told }: Ended,
  goals: readonly Scored[],
): Draft {
  const { base, sides } = saying(match, from, at, from.saidAt);
  const score = told ?? goals.findLast((goal) => goal.period <= period)?.after ?? nil;
  return {
    ...base,
    key: `period:${match.code}:${period}`,
    alias: named(match, `period ${period}`),
    kind: "period",
    standing: "confirmed",
    headline: words.periodHeadline(period, sides, score),
    participants: [team(match, "home"), team(match, "away")],
    facts: { ...base.facts, score: scoreText(score), outcome: scoreText(score) },
  };
}

/** The winner first, and so its score: a post says “3–0” of who won away. The headline keeps the order of the match. */
function resultOf(
  match: Match,
  from: Document,
  { at, standing, score }: NonNullable<Match["over"]>,
  goals: readonly Scored[],
): Draft {
  const { base, sides } = saying(match, from, at, from.saidAt);
  const final = score ?? goals.at(-1)?.after ?? nil;
  const winner = ahead(final) ?? (match.shootout && ahead(match.shootout));
  const order = winner === "away" ? (["away", "home"] as const) : (["home", "away"] as const);
  const ranked = order.map((side, at) => ({
    ...team(match, side),
    rank: winner ? at + 1 : 1,
    result: String(final[side]),
  }));
  return {
    ...base,
    key: `result:${match.code}`,
    alias: named(match, "result"),
    kind: "result",
    standing,
    headline: words.fullTimeHeadline(sides, final, match.shootout),
    participants: ranked,
    facts: {
      ...base.facts,
      score: order.map((side) => final[side]).join("–"),
      outcome: [final, ...(match.shootout ? [match.shootout] : [])].map(scoreText).join(":"),
    },
    marks: {
      ...base.marks,
      signs: winner && cameBack(goals, winner) ? ["fullTime", "comeback"] : ["fullTime"],
    },
  };
}

function callOf(match: Match, from: Document, call: words.Call): Draft {
  const { base, name } = saying(match, from, match.startsAt ?? from.saidAt, from.saidAt);
  return {
    ...base,
    key: `schedule:${match.code}`,
    alias: named(match, "schedule"),
    kind: "schedule",
    standing: "confirmed",
    headline: words.callHeadline(call, name),
    participants: [team(match, "home"), team(match, "away")],
    facts: { ...base.facts, outcome: call },
  };
}

type Saying = { base: DraftBase; sides: readonly [Bilingual, Bilingual]; name: Bilingual };

function saying(match: Match, from: Document, occurredAt: string, statedAt: string): Saying {
  const { home, away } = match.sides;
  const name = words.matchName(home.name, away.name);
  const { competition, venue, startsAt, code } = match;
  const unit: Unit = {
    eventCode: code,
    unitCode: code,
    alias: null,
    final: false,
    subject: { event: name, phase: competition ? { fr: competition, en: competition } : null },
    discipline: { ...words.football },
    venue,
    startsAt,
  };
  const { document, version } = from;
  const base = draftBase({ document, version, test: false, occurredAt, statedAt }, unit);
  return { base, sides: [home.name, away.name], name };
}

/** The same fact of the same match in another family of formats, which has other codes: by day and names. */
function named({ startsAt, kickedOff, sides }: Match, what: string): string | null {
  const day = (startsAt ?? kickedOff)?.slice(0, 10);
  if (!day) return null;
  const both = [sides.home, sides.away].map(({ name }) => aliasOf(name.en)).join("|");
  return both.length > longestNames ? null : `${what}|football|${day}|${both}`;
}

function team(match: Match, side: SideName): Participant {
  const { id, name, code } = match.sides[side];
  const who = personOf({ code: id, type: "team", name: name.en, organisation: code });
  return { ...who, name: name.en, organisationName: { ...name } };
}

function player(side: Side, given: Player | null): Participant[] {
  if (!given || given.name === null) return [];
  const who = personOf({ ...given, code: given.id, type: "athlete", organisation: side.code });
  return [{ ...who, name: given.name, organisationName: { ...side.name } }];
}

const longestNames = 300;
const nil: Score = { home: 0, away: 0 };

function ahead({ home, away }: Score): SideName | null {
  if (home === away) return null;
  return home > away ? "home" : "away";
}

function scoreText({ home, away }: Score): string {
  return `${home}–${away}`;
}
