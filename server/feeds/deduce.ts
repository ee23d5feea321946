/**
 * Medals that nobody has stated yet, from a ranking and from a schedule that says what its unit decides. Pure, and the
 * same whichever of the two came first.
 */
import { type Draft, namesOf } from "#server/moments/draft.ts";
import type { Decides, Prospects, Summary } from "./statement.ts";

/** From the newest word on all documents of an event. Once its medallists are stated, nothing of that colour is deduced. */
export function deducedMedals(documents: readonly Summary[]): Draft[] {
  const plan = new Set(documents.flatMap((each) => each.plan ?? []));
  const stated = documents.filter(({ type }) => type === "medallists");
  const colours = new Set(stated.flatMap(({ medals }) => medals ?? []).map(({ medal }) => medal));
  const known = new Set(stated.flatMap(({ drafts }) => drafts).flatMap(namesOf));
  return documents
    .flatMap(({ prospects }) => (prospects ? awarded(prospects, plan) : []))
    .filter(({ facts }) => facts.medal !== null && !colours.has(facts.medal))
    .filter((draft) => !namesOf(draft).some((name) => known.has(name)));
}

/** Where third place has a unit of its own, the final gives no bronze. */
function awarded({ decides, drafts }: Prospects, plan: ReadonlySet<Decides>): Draft[] {
  if (!plan.has(decides)) return [];
  const elsewhere = decides === "gold" && (plan.has("bronze") || plan.has("semifinal"));
  return elsewhere ? drafts.filter(({ facts }) => facts.medal !== "bronze") : drafts;
}
