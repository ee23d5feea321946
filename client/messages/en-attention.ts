import type { frAttention } from "./fr-attention.ts";

/** English wording of what calls a person back to the desk. */
export const enAttention: Record<keyof typeof frAttention, string> = {
  "attention.title": "Sounds, notifications, time to undo",
  "attention.note": "Yours alone, in this browser. No sound says what the screen does not.",
  "attention.sound": "Sounds",
  "attention.sound.how":
    "Short and quiet, one every three seconds at most. Only the alarm does not wait. Nothing else sounds for what comes while catching up.",
  "attention.first": "After a reload, sounds start again with your first press.",
  "attention.volume": "Volume",
  "attention.listen": "Listen",
  "attention.listen.one": "Listen: {what}",
  "attention.medal": "A medal to handle",
  "attention.emotion": "An emotion was seen",
  "attention.alarm": "What is public is no longer true",
  "attention.receipt": "Your post is public",
  "attention.notify": "Notifications",
  "attention.notify.how":
    "While this tab is hidden: for the biggest moments, and when what is public is no longer true.",
  "attention.denied":
    "The browser refuses them for this page. Allow them in its settings, then come back here.",
  "attention.unsupported": "This browser shows none. The tab’s title still counts what waits.",
  "undo.mine": "More time to undo",
  "undo.mine.how":
    "What you send waits so many times as long as its accounts ask for. The bar says so before Enter; what is under way already keeps its time.",
  "undo.mine.times": "{times, plural, one {The usual time} other {# times the usual time}}",
  "undo.mine.example": "3\u00a0s become {seconds}\u00a0s.",
};
