import type { frUndoWindows } from "./fr-undo-windows.ts";

/** English wording of the undo window: what an account, the charter and a person ask for. */
export const enUndoWindows: Record<keyof typeof frUndoWindows, string> = {
  "key.attention": "set sounds, notifications and time to undo",
  "approval.undoable": "Once you agree, you have {seconds}\u00a0s to undo; then all of it leaves.",
  "approval.atOnce": "Once you agree, all of it leaves at once.",
  "undo.account": "Undoable for",
  "undo.account.label": "Seconds to undo what is sent to {account}, 10 at most",
  "undo.account.now": "{count, plural, =0 {no time: all leaves at once} other {at least #\u00a0s}}",
  "undo.sensitive": "Time to undo",
  "undo.sensitive.note":
    "A post leaves in one piece: the account that asks for most time decides for all. What takes two people waits at least this long once they agree.",
  "undo.sensitive.field": "What takes two people",
  "undo.sensitive.label": "Seconds to undo what takes two people, 10 at most",
  "undo.mine": "More time to undo",
  "undo.mine.how":
    "What you send waits so many times as long as its accounts ask for. The bar says so before Enter; what is under way already keeps its time.",
  "undo.mine.times": "{times, plural, one {The usual time} other {# times the usual time}}",
  "undo.mine.example": "3\u00a0s become {seconds}\u00a0s.",
};
