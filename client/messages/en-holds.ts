import type { frHolds } from "./fr-holds.ts";

/** English wording of the sheet of holds. */
export const enHolds: Record<keyof typeof frHolds, string> = {
  "holds.title": "Holds and accounts",
  "holds.note":
    "A hold only stops what has not left. Releasing sends nothing: what fell due waits under “Missed”.",
  "holds.release.who": "Only a producer releases a hold.",
  "holds.global": "The whole desk",
  "holds.campaign": "This campaign",
  "holds.accounts": "Accounts",
  "holds.free": "Nothing is held",
  "holds.account.free": "Leaves as usual",
  "holds.account.under": "Held with everything else",
  "holds.held": "Held by {who} since {since}",
  "holds.held.desk": "Held by the desk since {since}",
  "holds.signIn": "{network} has refused access since {since}",
  "holds.signIn.how":
    "To be linked anew, on the desk’s machine: rebond account link. The hold then lifts by itself.",
  "holds.waiting": "{count, plural, one {# message waits} other {# messages wait}}",
  "holds.place": "Hold",
  "holds.of": "{act}, {what}",
  "undo.account": "Undoable for",
  "undo.account.label": "Seconds to undo what is sent to {account}, 10 at most",
  "undo.account.now": "{count, plural, =0 {no time: all leaves at once} other {at least #\u00a0s}}",
};
