import { enPicture } from "./en-picture.ts";
import type { frApproval } from "./fr-approval.ts";

/** English wording of what is published by two people. */
export const enApproval: Record<keyof typeof frApproval, string> = {
  ...enPicture,
  "rail.awaiting": "Approval asked",
  "rail.byTwo": "by {who}, approved by {second}",
  "row.awaiting": "approval asked",
  "fire.ask":
    "{count, plural, one {Ask approval for # message} other {Ask approval for # messages}}",
  "fire.ask.sombre": "A grave moment: a second person reads it first",
  "fire.ask.kind": "For two ({kind}): a second person reads it first",
  "fire.ask.then": "nothing leaves without them",
  "awaiting.by": "{who} asks for your approval",
  "awaiting.someone": "Somebody",
  "awaiting.mine": "Somebody else must approve",
  "awaiting.left": "{span} left",
  "awaiting.read": "Read",
  "awaiting.withdraw": "Withdraw",
  "awaiting.announced":
    "{count, plural, one {Your approval is asked for} other {Your approval is asked for, # times}}",
  "refusal.notAwaited":
    "This approval is not asked for any more: given, withdrawn, or too late. Nothing more left.",
  "refusal.ownRequest": "You asked for it: somebody else must approve.",
  "key.approve": "read what waits for your approval",
  "key.charter": "open the charter: what takes two people, and when nothing leaves",
  "fire.why.quiet": "Quiet until {time}: {name}",
  "fire.why.quiet.how": "Nothing new leaves. {key} opens the charter.",
  "near.because": "said again: {reason}",
  "refusal.nearWords": "Nearly the same words are on this account already. Nothing more left.",
  "finding.banned": "The charter never says “{word}”.",
  "finding.hashtag": "Without {tag}.",
  "finding.emoji": "{count} emoji, {most} at most.",
  "fire.why.banned": "“{word}”: the charter never says it",
  "fire.why.banned.how": "{key} to change it",
  "refusal.bannedWord": "The charter never says one of these words. Nothing left: change the text.",
};
