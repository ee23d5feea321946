/** Whether a ranking and the medals tell the same story, and so whether medals must wait after a protest. */
import type { MedalColour } from "#shared/moments.ts";
import type { Medalled, Placed, Summary } from "./statement.ts";

const rankOf: Record<MedalColour, number> = { gold: 1, silver: 2, bronze: 3 };

/**
 * Medals are held while a result of their event is protested, and after that until ranking and medals agree or the
 * medals are stated anew, later than the ranking.
 */
export function isHeld(medallists: Summary, others: readonly Summary[]): boolean {
  return others
    .filter((other) => other.type === "result")
    .some((result) => result.contested || (result.everContested && isDisputed(medallists, result)));
}

function isDisputed(medallists: Summary, result: Summary): boolean {
  if (!result.podium || !medallists.medals) return false;
  return !agrees(result.podium, medallists.medals) && medallists.stampedAt < result.stampedAt;
}

/** Same people on the same steps. A duel's winner has gold (its loser silver) or, in a bout for third place, bronze. */
export function agrees(podium: readonly Placed[], medals: readonly Medalled[]): boolean {
  const medalOf = new Map(medals.map((each) => [each.competitor, each.medal]));
  if (podium.length === 2) {
    const [winner, loser] = podium
      .toSorted((a, b) => a.rank - b.rank)
      .map((each) => medalOf.get(each.competitor));
    return (
      (winner === "gold" && loser === "silver") || (winner === "bronze" && loser === undefined)
    );
  }
  const placed = podium.filter((each) => each.rank <= 3);
  return (
    placed.length === medals.length &&
    placed.every((each) => sameStep(medalOf.get(each.competitor), each.rank))
  );
}

function sameStep(medal: MedalColour | undefined, rank: number): boolean {
  return medal !== undefined && rankOf[medal] === rank;
}
