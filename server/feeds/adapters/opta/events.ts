/**
 * Events as the provider's collectors number them, the same in MA3 (JSON) and F24 (XML). An event keeps its id whatever
 * becomes of it: deleted, its type turns to 43. MA1 and F7 quote that id (`optaEventId`, `EventID`), so it is what names
 * a goal or a card in all four; their order would not survive a deletion, nor the scorer or the minute a correction.
 */
import {
  bounded,
  type Card,
  type Clock,
  type Goal,
  type Match,
  type Player,
  type SideName,
} from "../../reading/football-match.ts";

export type OptaEvent = {
  id: string;
  /** Its number among those of its side: what an assist is told by. */
  number: number;
  type: number;
  period: number;
  seconds: number;
  side: SideName | null;
  player: Player | null;
  /** ISO UTC: when it happened, and when it was last edited. */
  at: string;
  saidAt: string;
  /** By number. */
  qualifiers: ReadonlyMap<number, string>;
};

const types = { goal: 16, card: 17, end: 30, start: 32, collected: 37 };
const marks = { penalty: 9, own: 28, assisted: 29, secondYellow: 32, red: 33, related: 55 };
const shootout = 5;
const fullTime = 14;

/** What the events tell of a match. */
export type Told = Pick<
  Match,
  "goals" | "cards" | "kickedOff" | "ended" | "period" | "shootout"
> & {
  /** When the match was over; whether its collection is, too. */
  endedAt: string | null;
  collected: boolean;
};

export function toldBy(events: readonly OptaEvent[]): Told {
  const inOrder = events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const of = (type: number) => inOrder.filter((event) => event.type === type);
  const [starts, ends, scored] = [
    of(types.start),
    of(types.end),
    bounded(of(types.goal), "type 16"),
  ];
  const kicks = scored.filter(({ period }) => period === shootout);
  return {
    goals: scored
      .filter(({ period }) => period < shootout)
      .flatMap((event) => goalOf(event, inOrder)),
    cards: bounded(of(types.card), "type 17").flatMap(cardOf),
    kickedOff: starts.find(({ period }) => period === 1)?.at ?? null,
    // Each side has one; the first says when.
    ended: [1, 2, 3, 4].flatMap((period) => {
      const end = ends.find((each) => each.period === period);
      return end ? [{ period, at: end.at }] : [];
    }),
    period: Math.max(
      0,
      ...starts.map(({ period }) => period).filter((period) => period <= shootout),
    ),
    shootout: starts.some(({ period }) => period === shootout)
      ? { home: kicksOf(kicks, "home"), away: kicksOf(kicks, "away") }
      : null,
    endedAt: ends.find(({ period }) => period === fullTime)?.at ?? null,
    collected: of(types.collected).length > 0,
  };
}

/** The name of a goal or card in every format of the family. */
export function keyOf(kind: "goal" | "card", id: string): string {
  return `${kind}:opta:${id}`;
}

/** The minute begun, as football counts: 1 to 90, and on. */
export function minuteOf(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

function goalOf(event: OptaEvent, events: readonly OptaEvent[]): Goal[] {
  const { id, side, player, saidAt, qualifiers } = event;
  if (!side) return [];
  const isOwn = qualifiers.has(marks.own);
  return [
    {
      ...clockOf(event),
      key: keyOf("goal", id),
      side: isOwn ? (side === "home" ? "away" : "home") : side,
      type: isOwn ? "own" : qualifiers.has(marks.penalty) ? "penalty" : "goal",
      scorer: player,
      assist: assistOf(event, events),
      saidAt,
    },
  ];
}

function assistOf(goal: OptaEvent, events: readonly OptaEvent[]): Player | null {
  const related = Number(goal.qualifiers.get(marks.related));
  if (!goal.qualifiers.has(marks.assisted) || !related) return null;
  return (
    events.find(({ number, side }) => number === related && side === goal.side)?.player ?? null
  );
}

function cardOf(event: OptaEvent): Card[] {
  const { id, side, player, saidAt, qualifiers } = event;
  const isRed = qualifiers.has(marks.red);
  if (!side || (!isRed && !qualifiers.has(marks.secondYellow))) return [];
  const type = isRed ? "red" : "secondYellow";
  return [{ ...clockOf(event), key: keyOf("card", id), side, type, who: player, saidAt }];
}

function clockOf({ period, seconds, at }: OptaEvent): Clock {
  return { period, minute: minuteOf(seconds), at };
}

function kicksOf(kicks: readonly OptaEvent[], side: SideName): number {
  return kicks.filter((kick) => kick.side === side).length;
}
