/** The reactions prepared for a moment, each under its digit. Found once for what decides them, however often the desk changes. */
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { suggest, type Suggestion } from "#shared/suggest.ts";
import { aroundOf } from "#shared/surroundings.ts";
import type { Template } from "#shared/templates.ts";
import { isClosed, saidOf, untrueIn } from "./about.ts";

type Found = { templates: readonly Template[]; by: string; suggestions: Suggestion[] };

/** A moment that changes is another object. */
const found = new WeakMap<Moment, Found>();

/** None where nothing may be said of it. */
export function offeredFor(desk: Snapshot, moment: Moment): Suggestion[] {
  const untrue = untrueIn(moment, saidOf(desk, moment.id));
  if (isClosed(moment, untrue)) return [];
  const around = aroundOf(desk, moment);
  // Of all the medals, its own people's are what its reactions may quote.
  const won = moment.participants.map(({ organisation }) => around.tally[organisation ?? ""]);
  const by = JSON.stringify([won, around.venueZone, around.homeZone, untrue]);
  const known = found.get(moment);
  if (known && known.templates === desk.templates && known.by === by) return known.suggestions;
  const suggestions = suggest(moment, desk.templates, around, untrue);
  found.set(moment, { templates: desk.templates, by, suggestions });
  return suggestions;
}
