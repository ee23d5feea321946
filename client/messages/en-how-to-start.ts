import type { frHowToStart } from "./fr-how-to-start.ts";

/** English wording of a desk’s first minutes: what it needs before anything comes. */
export const enHowToStart: Record<keyof typeof frHowToStart, string> = {
  "empty.first": "No feed has spoken yet.",
  "empty.how":
    "Start the rehearsal: a recorded evening plays into the desk, and messages go to a practice network. Nothing becomes public.",
  "empty.howOther": "A producer can start the rehearsal, or link a feed.",
  "empty.off": "The desk is off air: no message can leave.",
  "empty.mode": "Go on air, or rehearse",
  "empty.steps": "To begin",
  "empty.step.account": "Link an account",
  "empty.step.account.how": "On the desk’s machine: rebond account link",
  "empty.step.accounts": "{count, plural, one {# account linked} other {# accounts linked}}",
  "empty.step.day": "Import a day",
  "empty.step.day.how": "A CSV sheet, read back before it is taken",
  "empty.step.days": "{count, plural, one {# slot planned} other {# slots planned}}",
  "empty.step.feed": "Link a feed",
  "empty.step.feed.how": "Results then arrive by themselves",
  "empty.step.feeds":
    "{count, plural, one {# feed linked, nothing received} other {# feeds linked, nothing received}}",
};
