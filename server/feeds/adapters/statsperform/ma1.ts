/** MA1: a match with its goals and cards, resent whole. */
import { z } from "zod";
import type { Card, Clock, Goal, Match, Player, Score } from "../../reading/football-match.ts";
import { check } from "../../reading/json.ts";
import { keyOf, minuteOf } from "../opta/events.ts";
import {
  type Details,
  endOf,
  type Envelope,
  id,
  instant,
  matchOf,
  periodOf,
  sideOfId,
  text,
  whole,
} from "./match.ts";

const happened = {
  contestantId: id,
  periodId: whole.nullish(),
  timeMin: whole.nullish(),
  timeMinSec: text.nullish(),
  lastUpdated: instant.nullish(),
  timestamp: instant.nullish(),
  optaEventId: id.nullish(),
};
const goal = z.object({
  ...happened,
  type: text.nullish(),
  scorerId: id.nullish(),
  scorerName: text.nullish(),
  assistPlayerId: id.nullish(),
  assistPlayerName: text.nullish(),
});
const card = z.object({
  ...happened,
  // An official's has no side at times.
  contestantId: id.nullish(),
  type: text.nullish(),
  playerId: id.nullish(),
  playerName: text.nullish(),
  officialName: text.nullish(),
});
const edited = z.object({ lastUpdated: instant.nullish(), timestamp: instant.nullish() });
const live = z.object({
  goal: z.array(goal).max(200).default([]),
  card: z.array(card).max(200).default([]),
  substitute: z.array(edited).max(200).default([]),
  VAR: z.array(edited).max(200).default([]),
});
type Live = z.infer<typeof live>;
type Timed = Pick<z.infer<typeof goal>, "periodId" | "timeMin" | "timeMinSec" | "timestamp">;

export type Read = { match: Match; version: number } | null;

/**
 * What it states; null while the sides are not known. A goal taken back is only missing, and takes its own date with it:
 * so the document is as new as the newest thing it shows, the running clock included, not as its newest goal.
 */
export function readMa1(document: Envelope, prefix: string): Read {
  const match = matchOf(document);
  if (!match) return null;
  const details = document.liveData?.matchDetails ?? null;
  const told = check(live, document.liveData ?? {}, `${prefix}liveData.`);
  const periods = details?.period ?? [];
  return {
    match: {
      ...match,
      goals: told.goal.flatMap((each, at) =>
        goalOf(match, details, each, `${prefix}liveData.goal.${at}.`, told),
      ),
      cards: told.card.flatMap((each, at) =>
        cardOf(match, details, each, `${prefix}liveData.card.${at}.`),
      ),
      kickedOff: periods.find((period) => period.id === 1)?.start ?? null,
      ended: periods.flatMap(({ id, end }) =>
        end && id <= 4 ? [{ period: id, at: end, score: scoreOf(details, told, id) }] : [],
      ),
      period: periodOf(details),
      over: endOf(match, details, null),
    },
    version: newest(document, details, told),
  };
}

function goalOf(
  match: Match,
  details: Details | null,
  given: z.infer<typeof goal>,
  prefix: string,
  { goal: goals }: Live,
): Goal[] {
  if (given.periodId === 5) return [];
  const own = sideOfId(match, given.contestantId, `${prefix}contestantId`);
  const type = ({ PG: "penalty", OG: "own" } as const)[given.type ?? ""] ?? "goal";
  // An own goal stands under who scored it.
  const side = type === "own" ? (own === "home" ? "away" : "home") : own;
  // Without an event's id, the second of a side is the second: all that is left to tell it by.
  const nth = goals.filter((each) => each.contestantId === given.contestantId).indexOf(given) + 1;
  const clock = clockOf(match, details, given);
  return [
    {
      ...clock,
      key: given.optaEventId
        ? keyOf("goal", given.optaEventId)
        : `goal:${match.code}:${given.contestantId}:${nth}`,
      side,
      type,
      scorer: playerOf(given.scorerId, given.scorerName),
      assist: playerOf(given.assistPlayerId, given.assistPlayerName),
      saidAt: given.lastUpdated ?? clock.at,
    },
  ];
}

function cardOf(
  match: Match,
  details: Details | null,
  given: z.infer<typeof card>,
  prefix: string,
): Card[] {
  const type = ({ RC: "red", Y2C: "secondYellow" } as const)[given.type ?? ""];
  if (!type || !given.contestantId) return [];
  const side = sideOfId(match, given.contestantId, `${prefix}contestantId`);
  const clock = clockOf(match, details, given);
  const id = given.optaEventId ?? `${match.code}:${given.playerId ?? given.officialName ?? side}`;
  // An official has other numbers in MA3, and one name here.
  const who = playerOf(given.playerId, given.playerName) ?? playerOf("", given.officialName);
  return [
    { ...clock, key: keyOf("card", id), side, type, who, saidAt: given.lastUpdated ?? clock.at },
  ];
}

/** Where no goals are collected, the score at an interval is all there is. */
function scoreOf(details: Details | null, { goal: goals }: Live, period: number): Score | null {
  const { ht, ft, et } = details?.scores ?? {};
  if (goals.length > 0) return null;
  return { 1: ht, 2: ft, 4: et }[period] ?? null;
}

/** Older matches have no wall clock for each goal: it is told from the start of the period. */
function clockOf(match: Match, details: Details | null, given: Timed): Clock {
  const period = given.periodId ?? 1;
  const [min = 0, sec = 0] = (given.timeMinSec ?? "").split(":").map(Number);
  const seconds = given.timeMinSec ? min * 60 + sec : (given.timeMin ?? 1) * 60;
  const minute = given.timeMin ?? minuteOf(seconds);
  return { period, minute, at: given.timestamp ?? wallOf(match, details, period, seconds) };
}

/** ISO of a time on the match's clock, seconds; from the start of its period, else from that of the match. */
function wallOf(match: Match, details: Details | null, period: number, seconds: number): string {
  const started = details?.period.find((each) => each.id === period)?.start;
  const before = [0, match.halfMinutes, match.halfMinutes * 2, match.halfMinutes * 2 + 15];
  const played = started ? (before[period - 1] ?? 0) * 60 : 0;
  const from = Date.parse(started ?? match.startsAt ?? "1970-01-01T00:00:00Z");
  return new Date(from + (seconds - played) * 1000).toISOString();
}

function playerOf(id: string | null | undefined, name: string | null | undefined): Player | null {
  return name ? { id: id ?? "", name } : null;
}

/** Epoch ms of the newest thing the document shows; 0 when it shows none. */
function newest(document: Envelope, details: Details | null, told: Live): number {
  const edits = [...told.goal, ...told.card, ...told.substitute, ...told.VAR];
  const match = matchOf(document);
  const running =
    details?.matchTime && match && periodOf(details) > 0
      ? wallOf(match, details, periodOf(details), details.matchTime * 60)
      : null;
  const times = [
    document.matchInfo.lastUpdated,
    running,
    ...(details?.period ?? []).flatMap(({ start, end }) => [start, end]),
    ...edits.flatMap(({ lastUpdated, timestamp }) => [lastUpdated, timestamp]),
  ];
  return Math.max(0, ...times.flatMap((time) => (time ? [Date.parse(time)] : [])));
}
