import type { frCharter } from "./fr-charter.ts";

/** English wording of the charter. */
export const enCharter: Record<keyof typeof frCharter, string> = {
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
  "undo.sensitive": "Time to undo",
  "undo.sensitive.note":
    "A post leaves in one piece: the account that asks for most time decides for all. What takes two people waits at least this long once they agree.",
  "undo.sensitive.field": "What takes two people",
  "undo.sensitive.label": "Seconds to undo what takes two people, 10 at most",
  "picture.title": "With the picture",
  "picture.rule": "Never before the picture",
  "picture.rule.how":
    "A feed is often ahead of the picture. What is published waits until the picture is on air, going by the latest presses of {key} by those who see it. Until then everything can be undone.",
  "house.title": "The house’s words",
  "house.note":
    "Each text is held against them while it is written. A banned word does not leave; the rest is shown, and the editor decides.",
  "house.hashtag": "The hashtag of every message",
  "house.banned": "Never said, one a line",
  "house.emoji": "Emoji in a message, at most",
  "house.try": "Try a text",
  "house.try.how": "What the charter would say of it shows here.",
  "house.try.well": "Nothing to object.",
  "house.save": "Keep these rules",
  "house.set": "These rules hold from now on.",
};
