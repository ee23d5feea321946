import type { frAttention } from "./fr-attention.ts";

/** English wording of how the desk calls whoever looks elsewhere. */
export const enAttention: Record<keyof typeof frAttention, string> = {
  "attention.tab": "{count, plural, =0 {Rebond} other {(#) Rebond}} – {mode}",
  "attention.calls": "A big moment waits at the desk.",
  "attention.title": "Sounds and calls",
  "attention.note": "Whatever can be heard can also be seen. These choices stay in this browser.",
  "attention.sounds": "Sounds",
  "attention.volume": "Volume",
  "attention.earcon.medal": "Big moment",
  "attention.earcon.emotion": "Emotion",
  "attention.earcon.alarm": "Alarm",
  "attention.earcon.public": "Message public",
  "attention.notifications": "Notifications",
  "attention.notifications.note":
    "While this tab is not in front of you: only the biggest moments that still wait.",
  "attention.notifications.refused":
    "This browser does not allow notifications here. Allow them in its settings, then tick this again.",
  "key.attention": "set the sounds and calls",
};
