/** F7: a match with its goals, cards and people, resent whole. */
import { badField } from "../../bad-message.ts";
import {
  bounded,
  type Card,
  type Clock,
  type Goal,
  type Match,
  type Player,
  type Score,
  type Side,
  type SideName,
} from "../../reading/football-match.ts";
import { child, children, type Element, required, value, whole } from "../../reading/xml.ts";
import { keyOf } from "./events.ts";
import { codeOf, numberOf, sideOf } from "./sides.ts";
import { timeIn, timeOf } from "./times.ts";

export type Read = { match: Match; version: number };
type Squads = ReadonlyMap<string, { player: Player; team: string }>;
type Told = { side: SideName; data: Element; sides: Match["sides"]; squads: Squads };

const halves = ["first_half", "second_half", "first_half_extra", "second_half_extra"];
const periods: Record<string, number> = {
  firsthalf: 1,
  secondhalf: 2,
  extrafirsthalf: 3,
  extrasecondhalf: 4,
  shootout: 5,
};
const calls: Record<string, Match["call"]> = { postponed: "postponed", abandoned: "abandoned" };

/** `feed` is the root, which says when the message was made; its `document` is the match. */
export function readF7(feed: Element, document: Element): Read {
  const data = child(document, "MatchData");
  const info = child(data, "MatchInfo");
  if (!data || !info)
    throw badField("MatchInfo", "is missing in MatchData; send the F7 of one match");
  const teams = sidesOf(document, data);
  const sides = { home: teams.home.side, away: teams.away.side };
  const squads = squadsOf(document);
  const told = (["home", "away"] as const).map((side) => ({
    side,
    data: teams[side].data,
    sides,
    squads,
  }));
  const startsAt = timeIn(child(info, "Date"));
  const clocks = clocksOf(data);
  const [goals, cards] = [told.flatMap(goalsOf), told.flatMap(cardsOf)];
  const version = newest(feed, data, info, [...clocks.starts, ...clocks.stops, ...goals, ...cards]);
  // It dates no goal's edits: it says all of it anew each time.
  const saidAt = new Date(version).toISOString();
  const ends = [...clocks.stops, ...goals].map(({ at }) => at);
  const over = isOver(info) ? (ends.toSorted().at(-1) ?? startsAt) : null;
  const score = scoreOf(teams.home.data, teams.away.data, "Score");
  return {
    match: {
      code: codeOf(value(document, "uID"), sides.home, sides.away, startsAt),
      sides,
      competition: textOf(child(document, "Competition", "Name")),
      venue: textOf(child(document, "Venue", "Name")),
      startsAt,
      halfMinutes: 45,
      kickedOff: clocks.starts.find(({ period }) => period === 1)?.at ?? null,
      goals: goals.map((goal) => ({ ...goal, saidAt })),
      cards: cards.map((card) => ({ ...card, saidAt })),
      ended: clocks.stops,
      period: Math.max(0, periodOf(info), ...clocks.starts.map(({ period }) => period)),
      shootout: scoreOf(teams.home.data, teams.away.data, "ShootOutScore"),
      over: over ? { at: over, standing: standingOf(document, info), score } : null,
      call: calls[value(info, "Period")?.toLowerCase() ?? ""] ?? null,
    },
    version,
  };
}

/** It is made anew at each change, and says when; where that was left out, as new as the newest thing it shows. */
function newest(
  feed: Element,
  data: Element,
  info: Element,
  shown: readonly { at: string }[],
): number {
  const edits = children(data, "TeamData").flatMap((team) => children(team, "Substitution"));
  const times = [feed, info, ...edits].map((element) => timeOf(element, "TimeStamp"));
  return Math.max(
    0,
    ...[...times, ...shown.map(({ at }) => at)].flatMap((time) => (time ? [Date.parse(time)] : [])),
  );
}

function sidesOf(
  document: Element,
  data: Element,
): Record<SideName, { data: Element; side: Side }> {
  const of = (side: string) => {
    const found = children(data, "TeamData").find((team) => value(team, "Side") === side);
    if (!found) throw badField("TeamData", `none has Side="${side}"; send both sides`);
    const id = required(found, "TeamRef", "name the Team it is about");
    const named = children(document, "Team").find((team) => value(team, "uID") === id);
    const name = textOf(child(named ?? null, "Name"));
    if (!name) throw badField("Team", `none has uID="${id}" and a Name; send both teams`);
    return { data: found, side: sideOf(id, name) };
  };
  return { home: of("Home"), away: of("Away") };
}

/** Everybody by reference, players and officials. */
function squadsOf(document: Element): Squads {
  const people = children(document, "Team").flatMap((team) =>
    [...children(team, "Player"), ...children(team, "TeamOfficial")].flatMap((element) => {
      const id = value(element, "uID");
      return id
        ? [
            [
              id,
              { player: personOf(element, id), team: numberOf(value(team, "uID") ?? "") },
            ] as const,
          ]
        : [];
    }),
  );
  return new Map(people);
}

/** Who is known by another name is called by it. */
function personOf(element: Element, id: string): Player {
  const [first, last, known] = ["First", "Last", "Known"].map((part) =>
    textOf(child(element, "PersonName", part)),
  );
  if (known) return { id: numberOf(id), name: known };
  const name = [first, last].filter(Boolean).join(" ") || null;
  return { id: numberOf(id), name, givenName: first ?? null, familyName: last ?? null };
}

function goalsOf(told: Told): Goal[] {
  const { side, data, sides, squads } = told;
  return bounded(children(data, "Goal"), "Goal").flatMap((goal, at): Goal[] => {
    const clock = clockOf(goal);
    if (clock.period === periods["shootout"]) return [];
    const type = ({ Own: "own", Penalty: "penalty" } as const)[value(goal, "Type") ?? ""] ?? "goal";
    const scorer = value(goal, "PlayerRef");
    // An own goal stands with the side it counts for, or with that of who scored it: the squads tell which.
    const isOwnSide = squads.get(scorer ?? "")?.team === sides[side].id;
    const other = side === "home" ? "away" : "home";
    const id = value(goal, "EventID") ?? `${value(goal, "uID") ?? `${sides[side].id}-${at + 1}`}`;
    return [
      {
        ...clock,
        key: keyOf("goal", id),
        side: type === "own" && isOwnSide ? other : side,
        type,
        scorer: playerOf(squads, scorer),
        assist: playerOf(squads, value(child(goal, "Assist"), "PlayerRef")),
        saidAt: clock.at,
      },
    ];
  });
}

function cardsOf({ side, data, sides, squads }: Told): Card[] {
  return bounded(children(data, "Booking"), "Booking").flatMap((booking, at): Card[] => {
    const type = ({ StraightRed: "red", SecondYellow: "secondYellow" } as const)[
      value(booking, "CardType") ?? ""
    ];
    if (!type) return [];
    const clock = clockOf(booking);
    const id = value(booking, "EventID") ?? value(booking, "uID") ?? `${sides[side].id}-${at + 1}`;
    const who = playerOf(squads, value(booking, "PlayerRef"));
    return [{ ...clock, key: keyOf("card", id), side, type, who, saidAt: clock.at }];
  });
}

function playerOf(squads: Squads, reference: string | null): Player | null {
  if (!reference) return null;
  return squads.get(reference)?.player ?? { id: numberOf(reference), name: null };
}

function clockOf(element: Element): Clock {
  const at = timeOf(element, "TimeStamp");
  if (!at) throw badField("TimeStamp", `is missing on ${element.name}; say when it happened`);
  return {
    period: periodOf(element),
    minute: Number.parseInt(value(element, "Time") ?? "", 10) || 1,
    at,
  };
}

function periodOf(element: Element): number {
  const written = value(element, "Period") ?? "";
  return /^[1-5]$/.test(written) ? Number(written) : (periods[written.toLowerCase()] ?? 0);
}

/** When halves began and ended. One that ends as it begins was not played. */
function clocksOf(data: Element) {
  const stat = (type: string) =>
    timeIn(children(data, "Stat").find((each) => value(each, "Type") === type) ?? null);
  const known = halves.map((half, at) => ({
    period: at + 1,
    start: stat(`${half}_start`),
    stop: stat(`${half}_stop`),
  }));
  const played = known.filter(({ start, stop }) => start !== null && start !== stop);
  return {
    starts: played.flatMap(({ period, start }) => (start ? [{ period, at: start }] : [])),
    stops: played.flatMap(({ period, stop }) => (stop ? [{ period, at: stop }] : [])),
  };
}

function isOver(info: Element): boolean {
  return /^full ?time/i.test(value(info, "Period") ?? "");
}

/** `Latest` is said while it is collected, `Result` when it is settled. */
function standingOf(document: Element, info: Element): "provisional" | "confirmed" {
  const isSettled = value(document, "Type") === "Result" || value(info, "PostMatch") === "1";
  return isSettled ? "confirmed" : "provisional";
}

function scoreOf(home: Element, away: Element, name: string): Score | null {
  const [ours, theirs] = [whole(home, name), whole(away, name)];
  return ours === null || theirs === null ? null : { home: ours, away: theirs };
}

function textOf(element: Element | null): string | null {
  const text = element?.text.replace(/\s+/g, " ").trim() || null;
  if (text && text.length > 500)
    throw badField(element?.name ?? "", "is longer than 500 characters");
  return text;
}
