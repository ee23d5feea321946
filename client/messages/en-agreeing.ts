import type { frAgreeing } from "./fr-agreeing.ts";

/** English wording of the sheet in which a second person reads and agrees. */
export const enAgreeing: Record<keyof typeof frAgreeing, string> = {
  "approval.title": "Approval asked",
  "approval.by": "{who} asked at {time}.",
  "approval.note":
    "Exactly these texts will leave: changing a word asks again. Without an answer by {time}, nothing leaves.",
  "approval.agree":
    "{count, plural, one {Approve and publish this message} other {Approve and publish these # messages}}",
  "approval.refuse": "No, publish nothing",
  "approval.over":
    "There is nothing to decide here any more: it was approved, withdrawn, or it is too late.",
  "approval.undoable": "Once you agree, you have {seconds}\u00a0s to undo; then all of it leaves.",
  "approval.atOnce": "Once you agree, all of it leaves at once.",
};
