import type { frMode } from "./fr-mode.ts";

/** English wording of the sheet of modes. */
export const enMode: Record<keyof typeof frMode, string> = {
  "mode.title": "Mode of the desk",
  "mode.now": "now",
  "mode.ask.title": "Go on air?",
  "mode.ask.count":
    "{count, plural, =0 {No public account is linked: nothing will be able to leave.} one {What you publish will be public, on this account:} other {What you publish will be public, on these # accounts:}}",
  "mode.ask.yes": "Go on air",
  "mode.ask.no": "Not now",
};
