/** MA3: every event of a match, resent whole as it grows. */
import { z } from "zod";
import type { Match, Player } from "../../reading/football-match.ts";
import { check } from "../../reading/json.ts";
import { type OptaEvent, toldBy } from "../opta/events.ts";
import { endOf, type Envelope, id, instant, matchOf, sideOfId, text, whole } from "./match.ts";

const event = z.object({
  id: id,
  eventId: whole.nullish(),
  typeId: whole,
  periodId: whole,
  timeMin: whole.nullish(),
  timeSec: whole.nullish(),
  contestantId: id.nullish(),
  playerId: id.nullish(),
  playerName: text.nullish(),
  timeStamp: instant,
  lastModified: instant.nullish(),
  qualifier: z
    .array(z.object({ qualifierId: whole, value: z.unknown().optional() }))
    .max(1000)
    .nullish(),
});
const live = z.object({ event: z.array(event).max(50_000) });

export type Read = { match: Match; version: number; count: number } | null;

/** What it states; null while the sides are not known. As new as its latest edit; of two as new, the longer is. */
export function readMa3(document: Envelope, prefix: string): Read {
  const match = matchOf(document);
  if (!match) return null;
  const { event: events } = check(live, document.liveData, `${prefix}liveData.`);
  const told = toldBy(
    events.map((each, at) => eventOf(match, each, `${prefix}liveData.event.${at}.`)),
  );
  const details = document.liveData?.matchDetails;
  return {
    match: {
      ...match,
      goals: told.goals,
      cards: told.cards,
      kickedOff: told.kickedOff,
      ended: told.ended,
      period: told.period,
      shootout: match.shootout ?? told.shootout,
      over: endOf(match, details, told.endedAt),
    },
    version: Math.max(0, ...events.map((each) => Date.parse(each.lastModified ?? each.timeStamp))),
    count: events.length,
  };
}

function eventOf(match: Match, given: z.infer<typeof event>, prefix: string): OptaEvent {
  const { contestantId, timeStamp: at } = given;
  return {
    id: given.id,
    number: given.eventId ?? 0,
    type: given.typeId,
    period: given.periodId,
    seconds: (given.timeMin ?? 0) * 60 + (given.timeSec ?? 0),
    side: contestantId ? sideOfId(match, contestantId, `${prefix}contestantId`) : null,
    player: playerOf(given),
    at,
    saidAt: given.lastModified ?? at,
    qualifiers: new Map(
      (given.qualifier ?? []).map(({ qualifierId, value }) => [qualifierId, valueOf(value)]),
    ),
  };
}

function playerOf({ playerId, playerName }: z.infer<typeof event>): Player | null {
  return playerId ? { id: playerId, name: playerName ?? null } : null;
}

/** Of those we read, values are short texts or numbers. */
function valueOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
