/** Who goes through from a unit that is not the last: one moment a unit, however many they are. */
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import { qualificationHeadline } from "../words/headlines.ts";
import { draftBase, type Told, type Unit } from "./unit.ts";

/** Most units let fewer through; the outcome covers them all. */
const shown = 16;

/** In the order of their ranks; nothing where nobody does, or the unit decides the event. */
export function qualified(
  told: Told,
  unit: Unit,
  through: readonly Participant[],
  standing: Draft["standing"],
): Draft[] {
  if (unit.final || through.length === 0) return [];
  const base = draftBase(told, unit);
  const inOrder = through.toSorted((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity));
  const codes = through.map(({ code }) => code).toSorted();
  return [
    {
      ...base,
      key: `qualification:${unit.unitCode}`,
      kind: "qualification",
      standing,
      headline: qualificationHeadline(inOrder, unit.subject),
      participants: inOrder.slice(0, shown),
      facts: { ...base.facts, outcome: codes.join(",").slice(0, 4000) },
    },
  ];
}
