/** Tennis, point by point: the points of one match as CSV or JSON, all of them or only the newest. Pure. */
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import { badField } from "../bad-message.ts";
import { start } from "../reading/live.ts";
import { personOf } from "../reading/person.ts";
import { settled } from "../reading/ranking.ts";
import { draftBase, type Unit } from "../reading/unit.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";
import { leadHeadline } from "../words/headlines.ts";
import { matchContext, setHeadline, setsPhrase } from "../words/tennis.ts";
import { matchPointsSaved } from "./tennis/match-points.ts";
import { type Side, type Table, tableOf } from "./tennis/points.ts";
import { type Match, matchOf, type SetWon } from "./tennis/sets.ts";

/** The match as every draft needs it. */
type Court = { unit: Unit; sides: readonly [string, string]; startsAt: number; version: number };

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readTennis(text: string, { settings, receivedAt }: ReadingContext): Reading {
  const table = tableOf(text);
  const { startsAt, competition = "tennis" } = settings;
  if (!startsAt)
    throw badField(
      "settings.startsAt",
      "is missing: points only count from the start; give the feed the date and time of the match",
    );
  const sides = table.sides ?? settings.sides;
  if (!sides)
    throw badField(
      "settings.sides",
      "is missing: points only number the players; give the feed both names, player 1 first",
    );
  const match = matchOf(table, settings.bestOf ?? null);
  const court = {
    unit: unitOf(`${competition}/${table.matchId}`, startsAt),
    sides,
    startsAt: Date.parse(startsAt),
    version: (table.points.at(-1)?.number ?? 0) + 1,
  };
  return { statements: [statementFor(court, match, table, receivedAt)], once: null };
}

/**
 * The whole table is one document: one of more points replaces it, and what that leaves out is withdrawn. The newest
 * rows alone are documents of their own and take nothing back.
 */
function statementFor(
  court: Court,
  match: Match,
  { points }: Table,
  receivedAt: number,
): Statement {
  const [first, last] = [points[0], points.at(-1)];
  const part = match.isWhole ? "points" : `points ${first?.number}-${last?.number}`;
  const drafts = draftsOf(court, match);
  const statement = statementOf({
    key: `${court.unit.unitCode}|${part}`,
    version: court.version,
    stampedAt: new Date(receivedAt).toISOString(),
    statedAt: instantOf(court, last?.elapsedMs ?? 0),
    eventCode: court.unit.eventCode,
    alias: null,
    type: "moment",
  });
  return match.isWhole ? { ...statement, drafts } : { ...statement, passing: drafts };
}

function draftsOf(court: Court, match: Match): Draft[] {
  const leads = match.sets.flatMap((each, at) => leadOf(court, match, each, at));
  return [
    ...(match.isUnderWay ? [start(toldAt(court, 0), namingSides(court))] : []),
    ...match.sets.map((each) => periodOf(court, match, each)),
    ...leads,
    ...resultOf(court, match),
  ];
}

function namingSides({ unit, sides }: Court): Unit {
  const both = sides.join(" – ");
  return { ...unit, subject: { ...unit.subject, phase: { fr: both, en: both } } };
}

/** A set won. */
function periodOf(
  court: Court,
  match: Match,
  { set, winner, games, after, elapsedMs }: SetWon,
): Draft {
  const base = draftBase(toldAt(court, elapsedMs), court.unit);
  const who = playerOf(court, winner);
  const score = games.join("–");
  const isLast = match.over !== null && match.sets.at(-1)?.set === set;
  return {
    ...base,
    key: `period:${court.unit.unitCode}:${set}`,
    kind: "period",
    standing: "confirmed",
    headline: setHeadline(who, set, games, after && winnerFirst(after, winner), isLast),
    participants: [who],
    facts: { ...base.facts, score, outcome: `${winner}:${score}` },
  };
}

/** Who is ahead by sets is another one than before: level in between or not. The last set is told as the result. */
function leadOf(
  court: Court,
  match: Match,
  { set, winner, after, elapsedMs }: SetWon,
  at: number,
): Draft[] {
  const leaders = match.sets.slice(0, at).map((each) => aheadOf(each.after));
  const before = leaders.findLast((each) => each !== null) ?? null;
  const ahead = aheadOf(after);
  if (!after || match.over?.set === set || ahead === null || before === null || ahead === before)
    return [];
  const unit = {
    ...court.unit,
    subject: { ...court.unit.subject, phase: setsPhrase(winnerFirst(after, winner)) },
  };
  const base = draftBase(toldAt(court, elapsedMs), court.unit);
  const who = playerOf(court, winner);
  return [
    {
      ...base,
      key: `lead:${unit.unitCode}:${set}`,
      kind: "lead",
      standing: "confirmed",
      headline: leadHeadline(who, unit.subject),
      participants: [who],
      facts: {
        ...base.facts,
        score: winnerFirst(after, winner).join("–"),
        outcome: String(winner),
      },
    },
  ];
}

function resultOf(court: Court, match: Match): Draft[] {
  const { over } = match;
  if (!over) return [];
  const lines = ([1, 2] as const).map((side) => ({
    who: {
      ...playerOf(court, side),
      rank: side === over.winner ? 1 : 2,
      result: String(over.after[side - 1]),
    },
    records: [],
    isTime: false,
  }));
  const told = toldAt(court, over.elapsedMs);
  const saved = matchPointsSaved(match, over);
  const sets = match.sets.map(({ games, winner }) =>
    (winner === over.winner ? games : games.toReversed()).join("–"),
  );
  const isComeback =
    saved > 0 || match.sets.some(({ after }) => after && isTwoDown(after, over.winner));
  return settled(told, court.unit, lines, "confirmed").map((draft) => ({
    ...draft,
    context: match.isWhole ? matchContext(sets, saved) : draft.context,
    facts: { ...draft.facts, result: match.isWhole ? sets.join(" ") : null },
    marks: { ...draft.marks, signs: isComeback ? ["comeback"] : [] },
  }));
}

function isTwoDown(after: readonly [number, number], winner: Side): boolean {
  const [own, other] = winnerFirst(after, winner);
  return other - own >= 2;
}

function aheadOf(after: readonly [number, number] | null): Side | null {
  if (!after || after[0] === after[1]) return null;
  return after[0] > after[1] ? 1 : 2;
}

function winnerFirst([one, two]: readonly [number, number], winner: Side): [number, number] {
  return winner === 1 ? [one, two] : [two, one];
}

function playerOf({ sides }: Court, side: Side): Participant {
  const name = sides[side - 1] ?? "";
  return personOf({ code: name, type: "athlete", name });
}

function unitOf(code: string, startsAt: string): Unit {
  const tennis = { fr: "tennis", en: "tennis" };
  return {
    eventCode: code,
    unitCode: code,
    alias: null,
    final: false,
    subject: { event: tennis, phase: null },
    discipline: tennis,
    venue: null,
    startsAt: new Date(startsAt).toISOString(),
  };
}

function toldAt(court: Court, elapsedMs: number) {
  const at = instantOf(court, elapsedMs);
  const { unit, version } = court;
  return { document: unit.unitCode, version, test: false, occurredAt: at, statedAt: at };
}

function instantOf({ startsAt }: Court, elapsedMs: number): string {
  return new Date(startsAt + elapsedMs).toISOString();
}
