/**
 * StatsBomb's events of one match, JSON, resent whole as they grow. They have no wall clock and no number of the match:
 * the feed's settings say when it starts, and sides and day name it. Nothing says that it is settled, so its result stays
 * provisional. Pure.
 */
import { z } from "zod";
import { BadMessage, badField } from "../bad-message.ts";
import { matchDrafts } from "../reading/football.ts";
import type { Match, Side, SideName } from "../reading/football-match.ts";
import { aliasOf } from "../reading/alias.ts";
import { check, readJson } from "../reading/json.ts";
import { type Reading, type ReadingContext, statementOf } from "../statement.ts";
import { sideNamed } from "../words/football.ts";
import { event, type Event, reachOf, toldBy, wallClock } from "./statsbomb/events.ts";

const events = z.array(event).max(50_000);
const lineups = z
  .array(z.looseObject({ team_id: z.number(), lineup: z.array(z.unknown()) }))
  .min(1);

/** What the message states. Throws `BadMessage` naming what was wrong. Line-ups say nothing by themselves. */
export function readStatsBomb(body: string, { settings, receivedAt }: ReadingContext): Reading {
  const given = readJson(body);
  if (!Array.isArray(given))
    throw new BadMessage(
      422,
      "unknownMessageType",
      "the body is no list; send the events of one match",
      "body",
    );
  if (lineups.safeParse(given).success) return { statements: [], once: null };
  if (!settings.startsAt)
    throw badField(
      "settings.startsAt",
      "is missing: events only count from the kick-off; give the feed the date and time of the match",
    );
  const all = check(events, given, "").toSorted((a, b) => a.index - b.index);
  const sides = sidesOf(all, settings.sides);
  if (!sides) return { statements: [], once: null };
  const match = matchOf(all, sides, new Date(settings.startsAt).toISOString());
  return { statements: [statementFor(all, match, receivedAt)], once: null };
}

/** As new as it reaches far; of two that reach as far, the later to come. */
function statementFor(all: readonly Event[], match: Match, receivedAt: number) {
  const version = Math.max(0, ...all.map(reachOf));
  const said = wallClock(all, match.startsAt ?? "");
  const saidAt = all.map(said).toSorted().at(-1) ?? new Date(receivedAt).toISOString();
  const statement = statementOf({
    key: `events|${match.code}`,
    version,
    stampedAt: new Date(receivedAt).toISOString(),
    statedAt: saidAt,
    eventCode: match.code,
    alias: null,
    type: "moment",
  });
  return { ...statement, drafts: matchDrafts(match, { document: statement.key, version, saidAt }) };
}

function matchOf(all: readonly Event[], sides: Match["sides"], startsAt: string): Match {
  const { home, away } = sides;
  return {
    code: `statsbomb/${home.id}-${away.id}-${startsAt.slice(0, 10)}`,
    sides,
    competition: null,
    venue: null,
    startsAt,
    halfMinutes: 45,
    call: null,
    ...toldBy(all, sides, startsAt),
  };
}

/** In the order of the settings where they name both, else of the line-ups: the home side comes first. Null before they are known. */
function sidesOf(
  all: readonly Event[],
  named: readonly [string, string] | undefined,
): Record<SideName, Side> | null {
  const teams = [...new Map(all.map(({ team }) => [team.id, team])).values()];
  const [first, second] = teams.map(({ id, name }) => ({ id: String(id), ...sideNamed(name) }));
  if (!first || !second) return null;
  if (teams.length > 2)
    throw badField("team", "more than two sides play; send the events of one match");
  const isTurned = named && aliasOf(named[0]) === aliasOf(second.name.en);
  return isTurned ? { home: second, away: first } : { home: first, away: second };
}
