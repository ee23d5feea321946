/** What the points say of the sets, and whether the match is over. */
import type { Point, Side, Table } from "./points.ts";

export type SetWon = {
  set: number;
  winner: Side;
  /** The winner's games first. */
  games: [number, number];
  /** Sets won after it, player 1 first; null where rows before are not known. */
  after: readonly [number, number] | null;
  elapsedMs: number;
};
export type Over = {
  winner: Side;
  after: readonly [number, number];
  elapsedMs: number;
  /** The set that decided it; null where the table just says who won. */
  set: number | null;
  /** Sets that win it; null where it is not known. */
  needed: number | null;
};
export type Match = {
  points: readonly Point[];
  /** Every point from the first is here. */
  isWhole: boolean;
  isUnderWay: boolean;
  sets: SetWon[];
  /** Null as long as it is not certain. */
  over: Over | null;
};

/**
 * Two sets win a match of three or lead in one of five, and points do not say which. So it is over only when that is
 * certain: a third set won by one side, as many as `bestOf` asks for, or a winner named.
 */
export function matchOf({ points, bestOf, winner }: Table, asSet: 3 | 5 | null): Match {
  const known = bestOf ?? asSet;
  const won = wonIn(points);
  const isWhole = isWholeTable(points, won);
  const needed = known === null ? 3 : (known + 1) / 2;
  const sets = isWhole ? counted(won) : won.map((each) => decidingOf(each, needed));
  const last = sets.findLast(({ after }) => after !== null && Math.max(...after) >= needed);
  const isUnderWay = (points.at(-1)?.number ?? 0) > 0;
  const decided = last?.after ? overBy({ ...last, after: last.after }, needed) : null;
  const named = winner && isWhole ? namedWinner(winner, points, sets, known && needed) : null;
  return { points, isWhole, isUnderWay, sets, over: decided ?? named };
}

function wonIn(points: readonly Point[]): SetWon[] {
  const bySet = new Map<number, SetWon>();
  for (const { set, setWinner, games, elapsedMs } of points) {
    if (setWinner === null) continue;
    const [own, other] = setWinner === 1 ? games : [games[1], games[0]];
    bySet.set(set, { set, winner: setWinner, games: [own, other], after: null, elapsedMs });
  }
  return [...bySet.values()].toSorted((a, b) => a.set - b.set);
}

function isWholeTable(points: readonly Point[], won: readonly SetWon[]): boolean {
  const last = points.reduce((most, { set }) => Math.max(most, set), 0);
  const ended = new Set(won.map(({ set }) => set));
  const earlier = Array.from({ length: Math.max(0, Math.min(last, 10) - 1) }, (_, at) => at + 1);
  return (points[0]?.number ?? 2) <= 1 && earlier.every((set) => ended.has(set));
}

function counted(won: readonly SetWon[]): SetWon[] {
  let [one, two] = [0, 0];
  return won.map((each) => {
    if (each.winner === 1) one += 1;
    else two += 1;
    return { ...each, after: [one, two] as const };
  });
}

/** The last set there can be is only played when both have won all but one. */
function decidingOf(won: SetWon, needed: number): SetWon {
  if (won.set !== 2 * needed - 1) return won;
  return { ...won, after: won.winner === 1 ? [needed, needed - 1] : [needed - 1, needed] };
}

function overBy(last: SetWon & { after: readonly [number, number] }, needed: number): Over {
  const { winner, after, elapsedMs, set } = last;
  return { winner, after, elapsedMs, set, needed };
}

/** A player who gave up has lost, whatever the sets. */
function namedWinner(
  winner: Side,
  points: readonly Point[],
  sets: readonly SetWon[],
  needed: number | null,
): Over {
  const after = sets.at(-1)?.after ?? ([0, 0] as const);
  return { winner, after, elapsedMs: points.at(-1)?.elapsedMs ?? 0, set: null, needed };
}
