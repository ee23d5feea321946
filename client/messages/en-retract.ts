import type { frRetract } from "./fr-retract.ts";

/** English wording of taking back what is public. */
export const enRetract: Record<keyof typeof frRetract, string> = {
  "rail.retract": "Taken back: {title}",
  "rail.retract.word": "Taken back",
  "rail.retract.wasPublic": "Was public",
  "rail.retract.was": "{time}, by {who}",
  "rail.retract.untrue": "untrue in public for {span}",
  "rail.retract.open": "Take back…",
  "retract.title": "Take back from the public",
  "retract.note":
    "What is taken back is gone from its network and does not return; copies that others made remain. The original stays on record, with its receipt.",
  "retract.how.here": "can be taken back from here",
  "retract.how.hand": "to be taken back by hand: this network has no way from here",
  "retract.how.asked": "being taken back",
  "retract.how.gone": "taken back at {time}, by {who}",
  "retract.hand.open": "Open the post on {network}",
  "retract.correct":
    "Each of these accounts can also publish a correction: a new post beside the first.",
  "retract.do":
    "{count, plural, one {Take back this post for good} other {Take back these # posts for good}}",
  "retract.nothing": "Nothing more can be taken back from here.",
  "retract.doubt.gone": "No, it is gone",
  "retract.doubt.there": "Yes, still: take it back again",
  "retract.someone": "someone",
  "refusal.nothingToTakeBack":
    "There is nothing left to take back from here: it is gone, already asked for, or to be done by hand.",
  "key.retract": "take back from the public what is untrue",
};
