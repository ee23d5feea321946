/** How often the winner was one point from losing. */
import type { Point, Side } from "./points.ts";
import type { Match, Over } from "./sets.ts";

type Score = Pick<Point, "set" | "games" | "score">;

/**
 * Match points against the winner that were not taken. Those of a deciding set's tie-break are not counted: to how many
 * points it goes is not in the data.
 */
export function matchPointsSaved({ points, sets, isWhole }: Match, over: Over): number {
  const { winner, needed } = over;
  if (!isWhole || needed === null) return 0;
  const loser: Side = winner === 1 ? 2 : 1;
  const wonBefore = (set: number) =>
    sets.filter((each) => each.set < set && each.winner === loser).length;
  return points.filter((point, at) => {
    const before = beforePoint(points[at - 1], point);
    return (
      point.setWinner !== loser &&
      wonBefore(point.set) === needed - 1 &&
      isSetPoint(before, loser, point.set < 2 * needed - 1)
    );
  }).length;
}

/** Where the game stood when the point began; a new set starts from nothing. */
function beforePoint(last: Point | undefined, { set }: Point): Score {
  return last && last.set === set ? last : { set, games: [0, 0], score: ["0", "0"] };
}

function isSetPoint({ games, score }: Score, side: Side, endsInTieBreak: boolean): boolean {
  const [own, other] = side === 1 ? games : [games[1], games[0]];
  const [mine, theirs] = side === 1 ? score : [score[1], score[0]];
  if (own === 6 && other === 6)
    return endsInTieBreak && Number(mine) >= 6 && Number(mine) > Number(theirs);
  const isGamePoint = mine === "AD" || (mine === "40" && theirs !== "40" && theirs !== "AD");
  return isGamePoint && own >= 5 && own > other;
}
