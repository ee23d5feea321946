/** The medals a ranking gives, should the schedule say that its unit decides them. */
import type { Draft } from "#server/moments/draft.ts";
import type { MedalColour } from "#shared/moments.ts";
import { medalDrafts } from "../../reading/medals.ts";
import type { Line } from "../../reading/ranking.ts";
import type { Told, Unit } from "../../reading/unit.ts";
import type { Decides, Prospects } from "../../statement.ts";

const colours: readonly MedalColour[] = ["gold", "silver", "bronze"];

/** Provisional until somebody states the medals; null where the unit decides nothing, or nobody is ranked. */
export function prospectsOf(
  told: Told,
  unit: Unit,
  lines: readonly Line[],
  decides: Decides | null,
  standing: Draft["standing"],
): Prospects | null {
  const awards = decides === null ? [] : awardsOf(decides, lines);
  if (decides === null || awards.length === 0) return null;
  const isDuel = lines.length === 2;
  const held = standing === "protested" ? standing : "provisional";
  const drafts = medalDrafts(told, unit, awards, held).map((draft) => ({
    ...draft,
    facts: { ...draft.facts, result: isDuel ? null : (draft.participants[0]?.result ?? null) },
    deduced: true,
  }));
  return { decides, drafts };
}

/** Ties share a rank, and so a medal. For third place the ranks may go on from there: the best has bronze. */
function awardsOf(decides: Decides, lines: readonly Line[]) {
  const ranked = lines.filter(({ who }) => who.rank !== null);
  const best = Math.min(...ranked.map(({ who }) => who.rank ?? 0));
  return ranked.flatMap(({ who }) => {
    const rank = who.rank ?? 0;
    if (decides === "gold")
      return best === 1 && rank <= 3 ? [{ medal: colours[rank - 1]!, who }] : [];
    const wins = decides === "bronze" ? rank === best : lines.length === 2 && rank > best;
    return wins ? [{ medal: "bronze" as const, who }] : [];
  });
}
