import type { frStart } from "./fr-start.ts";

/** English wording of a desk with nothing to handle: what came last, what comes next. */
export const enStart: Record<keyof typeof frStart, string> = {
  "moments.emptyLens": "No moment here for now.",
  "empty.title": "Nothing to handle.",
  "empty.quiet":
    "Moments that matter will show here by themselves.{last, plural, =0 {} other { Last results:}}",
  "rehearsal.start": "Start the rehearsal",
  "rehearsal.stop": "Stop the rehearsal",
  "rehearsal.playing": "The practice evening is playing",
  "empty.next": "Coming up in {left}",
};
