/** Events, and what they tell. An event keeps its id, which names a goal or a card. */
import { z } from "zod";
import {
  bounded,
  type Card,
  type Clock,
  type Goal,
  type Match,
  type Player,
  type SideName,
} from "../../reading/football-match.ts";

const text = z
  .string()
  .max(500)
  .regex(/^[^\p{Cs}\0]*$/u, "has a character that cannot be kept");
const named = z.object({ id: z.number().int(), name: text });
const card = z.object({ card: named.nullish() }).nullish();
export const event = z.object({
  id: text.min(1),
  index: z.number().int().nonnegative(),
  period: z.number().int().min(1).max(5),
  timestamp: z.string().regex(/^\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/, "is no time like 00:07:12.643"),
  minute: z.number().int().min(0).max(999),
  second: z.number().int().min(0).max(59),
  type: named,
  team: named,
  player: named.nullish(),
  related_events: z.array(text).max(200).nullish(),
  shot: z.object({ outcome: named, type: named.nullish(), key_pass_id: text.nullish() }).nullish(),
  foul_committed: card,
  bad_behaviour: card,
});
export type Event = z.infer<typeof event>;

type Told = Pick<Match, "goals" | "cards" | "kickedOff" | "ended" | "period" | "shootout" | "over">;

const shootout = 5;
/** Minutes between the end of a period and the start of the next one, about. */
const breaks = [0, 0, 15, 5, 2, 5];

export function toldBy(all: readonly Event[], sides: Match["sides"], startsAt: string): Told {
  const wall = wallClock(all, startsAt);
  const side = ({ team }: Event): SideName => (String(team.id) === sides.home.id ? "home" : "away");
  const of = (type: string) => all.filter((each) => each.type.name === type);
  const isGoal = ({ shot }: Event) => shot?.outcome.name === "Goal";
  const scored = bounded(of("Shot").filter(isGoal), "shot.outcome");
  const kicks = scored.filter(({ period }) => period === shootout);
  const period = Math.max(0, ...of("Half Start").map((each) => each.period));
  const ended = [1, 2, 3, 4].flatMap((number) => {
    const end = of("Half End").find((each) => each.period === number);
    return end ? [{ period: number, at: wall(end) }] : [];
  });
  const kickedOff = of("Half Start").find((each) => each.period === 1);
  return {
    goals: [
      ...scored
        .filter((each) => each.period < shootout)
        .map((shot) => goalOf(shot, side(shot), all, wall)),
      ...ownGoals(all, side, wall),
    ],
    cards: [
      ...bounded(
        all.flatMap((each) => cardOf(each, side(each), wall)),
        "card",
      ),
    ],
    kickedOff: kickedOff ? wall(kickedOff) : null,
    ended,
    period,
    shootout:
      period === shootout
        ? { home: countOf(kicks, side, "home"), away: countOf(kicks, side, "away") }
        : null,
    over: overOf(of("Half End"), period, wall),
  };
}

/** How far the match is told: period, then milliseconds. */
export function reachOf({ period, timestamp }: Event): number {
  return period * 1e8 + millisecondsOf(timestamp);
}

/** ISO of an event: from the kick-off, by how long the periods before it lasted and their breaks last. */
export function wallClock(all: readonly Event[], startsAt: string): (event: Event) => string {
  const starts = [0, Date.parse(startsAt)];
  for (const period of [1, 2, 3, 4]) {
    const end = all.find((each) => each.type.name === "Half End" && each.period === period);
    const lasted = end ? millisecondsOf(end.timestamp) : (period < 3 ? 45 : 15) * 60_000;
    starts.push((starts[period] ?? 0) + lasted + (breaks[period + 1] ?? 0) * 60_000);
  }
  return ({ period, timestamp }) =>
    new Date((starts[period] ?? 0) + millisecondsOf(timestamp)).toISOString();
}

type Wall = (event: Event) => string;

function goalOf(shot: Event, side: SideName, all: readonly Event[], wall: Wall): Goal {
  const pass = shot.shot?.key_pass_id;
  const assist = pass ? all.find(({ id }) => id === pass) : null;
  return {
    ...clockOf(shot, wall),
    key: `goal:statsbomb:${shot.id}`,
    side,
    type: shot.shot?.type?.name === "Penalty" ? "penalty" : "goal",
    scorer: playerOf(shot),
    assist: assist ? playerOf(assist) : null,
    saidAt: wall(shot),
  };
}

/** Told twice, for the side it counts for and against the other, whose player it names; older data tells it once. */
function ownGoals(all: readonly Event[], side: (event: Event) => SideName, wall: Wall): Goal[] {
  const against = bounded(
    all.filter((each) => each.type.name === "Own Goal Against"),
    "type",
  );
  const answered = new Set(against.flatMap((each) => each.related_events ?? []));
  const alone = all.filter((each) => each.type.name === "Own Goal For" && !answered.has(each.id));
  return [
    ...against.map((each) => ownGoal(each, side(each) === "home" ? "away" : "home", wall)),
    ...bounded(alone, "type").map((each) => ownGoal(each, side(each), wall)),
  ];
}

function ownGoal(event: Event, side: SideName, wall: Wall): Goal {
  return {
    ...clockOf(event, wall),
    key: `goal:statsbomb:${event.id}`,
    side,
    type: "own",
    scorer: playerOf(event),
    assist: null,
    saidAt: wall(event),
  };
}

function cardOf(event: Event, side: SideName, wall: Wall): Card[] {
  const shown = (event.foul_committed?.card ?? event.bad_behaviour?.card)?.name ?? "";
  const type = ({ "Red Card": "red", "Second Yellow": "secondYellow" } as const)[shown];
  if (!type) return [];
  const key = `card:statsbomb:${event.id}`;
  const saidAt = wall(event);
  return [{ ...clockOf(event, wall), key, side, type, who: playerOf(event), saidAt }];
}

/** The end of the last period there is, unless the match went on. */
function overOf(ends: readonly Event[], period: number, wall: Wall): Match["over"] {
  const last = ends.find((end) => end.period === period);
  if (!last || period < 2 || period === 3) return null;
  return { at: wall(last), standing: "provisional", score: null };
}

function clockOf(event: Event, wall: Wall): Clock {
  const { period, minute, second } = event;
  return {
    period,
    minute: Math.max(1, Math.ceil((minute * 60 + second) / 60)),
    at: wall(event),
  };
}

function playerOf({ player }: Event): Player | null {
  return player ? { id: String(player.id), name: player.name } : null;
}

function countOf(kicks: readonly Event[], side: (event: Event) => SideName, which: SideName) {
  return kicks.filter((kick) => side(kick) === which).length;
}

function millisecondsOf(timestamp: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = timestamp.split(":").map(Number);
  return Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}
