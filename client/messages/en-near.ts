import type { frNear } from "./fr-near.ts";

/** English wording of what is nearly said already. */
export const enNear: Record<keyof typeof frNear, string> = {
  "near.said": "{by} published nearly the same words on {account}, {since}. Nothing more left.",
  "near.planned":
    "The rundown has nearly the same words for {account}, at {at}. Nothing more left.",
  "near.there": "Said already",
  "near.here": "What you were about to say",
  "near.reason": "Why say it again?",
  "near.reason.short": "Give the reason in a few words: it stays on record.",
  "near.record": "The reason stays on record, with your name. Or else: change the text, or disarm.",
  "near.publish": "Publish all the same",
};
