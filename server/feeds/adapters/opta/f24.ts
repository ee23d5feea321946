/**
 * F24: every event of a match, resent whole as it grows. It numbers people and does not name them: a goal is provisional
 * until an F7, of the same feed or another, names who scored it.
 */
import { badField } from "../../bad-message.ts";
import type { Match, SideName } from "../../reading/football-match.ts";
import { children, type Element, required, value, whole } from "../../reading/xml.ts";
import type { FeedSettings } from "#shared/feeds.ts";
import { type OptaEvent, toldBy } from "./events.ts";
import { codeOf, sideOf } from "./sides.ts";
import { timeOf } from "./times.ts";

type Edited = OptaEvent & { version: number };
export type Read = { match: Match; version: number; count: number };

export function readF24(game: Element, settings: FeedSettings): Read {
  const sides = sidesOf(game, settings);
  const events = newestOf(children(game, "Event").map((event) => eventOf(event, sides)));
  const told = toldBy(events);
  const startsAt = timeOf(game, "game_date");
  const { goals, cards, kickedOff, ended, period, shootout, endedAt, collected } = told;
  return {
    match: {
      code: codeOf(value(game, "id"), sides.home, sides.away, startsAt ?? kickedOff),
      sides,
      competition: value(game, "competition_name"),
      venue: null,
      startsAt,
      halfMinutes: 45,
      kickedOff,
      goals,
      cards,
      ended,
      period,
      shootout,
      over: endedAt
        ? { at: endedAt, standing: collected ? "confirmed" : "provisional", score: null }
        : null,
      call: null,
    },
    version: Math.max(0, ...events.map(({ version }) => version)),
    count: events.length,
  };
}

/** Without their attributes on the game, the first side of the events is the home side, and settings name both. */
function sidesOf(game: Element, { sides }: FeedSettings): Match["sides"] {
  const seen = [...new Set(children(game, "Event").map((event) => value(event, "team_id")))].filter(
    (id) => id !== null,
  );
  const side = (name: SideName, at: 0 | 1) => {
    const id = value(game, `${name}_team_id`) ?? seen[at];
    const given = value(game, `${name}_team_name`) ?? sides?.[at];
    if (!given)
      throw badField(
        "settings.sides",
        `is missing, and so is ${name}_team_name on Game; give the feed the names of both sides, home first`,
      );
    if (!id) throw badField(`${name}_team_id`, "is missing on Game; send it with its attributes");
    return sideOf(id, given);
  };
  return { home: side("home", 0), away: side("away", 1) };
}

function eventOf(event: Element, { home, away }: Match["sides"]): Edited {
  const player = value(event, "player_id");
  const team = value(event, "team_id");
  const at = timeOf(event, "timestamp_utc", "UTC") ?? timeOf(event, "timestamp");
  if (at === null) throw badField("timestamp", "is missing on Event; say when it happened");
  const saidAt = timeOf(event, "last_modified") ?? at;
  return {
    id: required(event, "id", "give the number the event keeps"),
    number: whole(event, "event_id") ?? 0,
    type: whole(event, "type_id") ?? 0,
    period: whole(event, "period_id") ?? 0,
    seconds: (whole(event, "min") ?? 0) * 60 + (whole(event, "sec") ?? 0),
    side: team === home.id ? "home" : team === away.id ? "away" : null,
    player: player ? { id: player, name: null } : null,
    at,
    saidAt,
    version: versionOf(event, saidAt),
    // Those we read are short; a line-up is not.
    qualifiers: new Map(
      children(event, "Q").map((q) => [
        whole(q, "qualifier_id") ?? 0,
        q.attributes["value"]?.slice(0, 40) ?? "",
      ]),
    ),
  };
}

/** Epoch ms of the last edit: finer than its date where it is given. */
function versionOf(event: Element, saidAt: string): number {
  const version = value(event, "version") ?? "";
  return /^\d{13}$/.test(version) ? Number(version) : Date.parse(saidAt);
}

/** One word on each event, its newest: nothing forbids a message to hold two. */
function newestOf(events: readonly Edited[]): Edited[] {
  const inOrder = events.toSorted((a, b) => a.version - b.version);
  return [...new Map(inOrder.map((event) => [event.id, event])).values()];
}
