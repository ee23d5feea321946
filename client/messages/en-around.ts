import type { frAround } from "./fr-around.ts";

/** English wording of the top bar. */
export const enAround: Record<keyof typeof frAround, string> = {
  "clock.venue": "{place}, venue",
  "clock.home": "{place}, team",
  "clock.drift": "This device’s clock {by}\u00a0s",
  "clock.drift.note": "The times and countdowns shown go by the server.",
  "feed.age.live": "Feed {seconds}\u00a0s",
  "feed.age.ago": "Feed: {age}",
  "feed.age.never": "Feed: nothing received",
  "feed.age.slow": "Server silent {seconds}\u00a0s",
  "feed.age.slow.note":
    "The line is slow: after 5 s without news the desk says that it is cut off.",
  "feed.age.none": "No feed",
  "presence.label": "Here now: {names}",
  "others.write": "{count, plural, one {{names} is writing…} other {{names} are writing…}}",
  "others.look": "{count, plural, one {{names} is looking} other {{names} are looking}}",
};
