/** Ranks the templates that answer a moment. Runs in the console, at once; thin for now: fit first, then how narrow it is. */
import type { Moment } from "./moments.ts";
import type { Template } from "./templates.ts";

/** Templates that fit, the most specific first; ties keep their slug's order so that a digit never moves. */
export function suggest(moment: Moment, templates: readonly Template[]): Template[] {
  return templates
    .filter((template) => fits(moment, template))
    .toSorted((a, b) => specificity(b) - specificity(a) || (a.slug < b.slug ? -1 : 1))
    .slice(0, 9);
}

function fits(moment: Moment, { fits: wanted }: Template): boolean {
  if (!wanted.kinds.includes(moment.kind)) return false;
  if (wanted.medals && !(moment.facts.medal && wanted.medals.includes(moment.facts.medal))) return false;
  return wanted.firstEver === null || wanted.firstEver === moment.facts.firstEver;
}

function specificity({ fits: wanted }: Template): number {
  return (wanted.firstEver ? 4 : 0) + (wanted.medals ? 2 : 0) + (wanted.kinds.length === 1 ? 1 : 0);
}
