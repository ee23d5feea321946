/** Ranks the templates that answer a moment. Runs in the console, at once; thin for now: what can be said, then how narrow it is. */
import type { Moment } from "./moments.ts";
import { render } from "./render.ts";
import type { Template } from "./templates.ts";

/** At most nine, one per digit: those that can be fired first, the most specific first; ties keep their slug's order. */
export function suggest(moment: Moment, templates: readonly Template[]): Template[] {
  return templates
    .filter((template) => fits(moment, template))
    .map((template) => ({
      template,
      sayable: isSayable(moment, template) ? 1 : 0,
      narrow: specificity(template),
    }))
    .toSorted(
      (a, b) =>
        b.sayable - a.sayable ||
        b.narrow - a.narrow ||
        (a.template.slug < b.template.slug ? -1 : 1),
    )
    .slice(0, 9)
    .map(({ template }) => template);
}

/** A reaction that lacks a value stays in the list, last, where it says what it lacks. */
function isSayable(moment: Moment, template: Template): boolean {
  return template.variants.every(
    ({ locale, network }) => render(template, moment, locale, network ?? "rehearsal").ok,
  );
}

function fits(moment: Moment, { fits: wanted }: Template): boolean {
  if (!wanted.kinds.includes(moment.kind)) return false;
  if (wanted.medals && !(moment.facts.medal && wanted.medals.includes(moment.facts.medal)))
    return false;
  return wanted.firstEver === null || wanted.firstEver === moment.facts.firstEver;
}

function specificity({ fits: wanted }: Template): number {
  return (wanted.firstEver ? 4 : 0) + (wanted.medals ? 2 : 0) + (wanted.kinds.length === 1 ? 1 : 0);
}
