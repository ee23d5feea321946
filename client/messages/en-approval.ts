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
  "approval.title": "Approval asked",
  "approval.by": "{who} asked at {time}.",
  "approval.note":
    "Exactly these texts will leave: changing a word asks again. Without an answer by {time}, nothing leaves.",
  "approval.agree":
    "{count, plural, one {Approve and publish this message} other {Approve and publish these # messages}}",
  "approval.refuse": "No, publish nothing",
  "approval.over":
    "There is nothing to decide here any more: it was approved, withdrawn, or it is too late.",
  "refusal.notAwaited":
    "This approval is not asked for any more: given, withdrawn, or too late. Nothing more left.",
  "refusal.ownRequest": "You asked for it: somebody else must approve.",
  "key.approve": "read what waits for your approval",
  "key.charter": "open the charter: what takes two people, and when nothing leaves",
  "charter.title": "Charter",
  "charter.two": "For two",
  "charter.note":
    "What is ticked leaves only once a second person has read those very texts and approved them.",
  "charter.sombre": "Grave moments",
  "charter.sombre.how":
    "A disqualification, a retirement, an incident, an injury somebody reported.",
  "charter.kinds": "And, whatever the moment",
  "quiet.title": "Quiet windows",
  "quiet.note":
    "Nothing new leaves in that time, by hand or on schedule: what was due waits for a person in Missed. Taking back a public post stays possible.",
  "quiet.none": "No quiet window ahead.",
  "quiet.now": "now",
  "quiet.remove": "Remove",
  "quiet.remove.label": "Remove the quiet window {name}",
  "quiet.name": "Why",
  "quiet.name.hint": "The host’s ceremony",
  "quiet.from": "From ({place})",
  "quiet.to": "To ({place})",
  "quiet.add": "Add this window",
  "quiet.wrong": "Give it a name, and an end after its beginning.",
  "fire.why.quiet": "Quiet until {time}: {name}",
  "fire.why.quiet.how": "Nothing new leaves. {key} opens the charter.",
  "near.said": "{by} published nearly the same words on {account}, {since}. Nothing more left.",
  "near.planned":
    "The rundown has nearly the same words for {account}, at {at}. Nothing more left.",
  "near.there": "Said already",
  "near.here": "What you were about to say",
  "near.reason": "Why say it again?",
  "near.reason.short": "Give the reason in a few words: it stays on record.",
  "near.record": "The reason stays on record, with your name. Or else: change the text, or disarm.",
  "near.publish": "Publish all the same",
  "near.because": "said again: {reason}",
  "refusal.nearWords": "Nearly the same words are on this account already. Nothing more left.",
};
