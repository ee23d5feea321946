/** Where a delivery stands that is neither undoable, in doubt nor public, in words. */
import type { Delivery } from "#shared/posts.ts";
import type { Say } from "../messages/words.tsx";
import { ago, clockIn, span } from "./time.ts";

/** Deliveries of a post that stand alike. `quote` is what their network said, in its own words. */
export type Standing = { words: string; quote: string | null; deliveries: Delivery[] };

/** Gathers deliveries by where they stand; `now` is the server's clock (epoch ms), `zone` where times are read. */
export function standings(
  say: Say,
  deliveries: readonly Delivery[],
  now: number,
  zone: string,
): Standing[] {
  const gathered: Standing[] = [];
  for (const delivery of deliveries) {
    const words = wordsFor(say, delivery, now, zone);
    const quote = quotable.includes(delivery.state) ? delivery.detail : null;
    const alike = gathered.find((each) => each.words === words && each.quote === quote);
    if (alike) alike.deliveries.push(delivery);
    else gathered.push({ words, quote, deliveries: [delivery] });
  }
  return gathered;
}

const quotable: readonly Delivery["state"][] = ["rejected"];

function wordsFor(say: Say, delivery: Delivery, now: number, zone: string): string {
  const { state, reason } = delivery;
  const why = reason === null ? null : say(`reason.${reason}`);
  if (state === "retryWait") return retryWords(say, delivery, now);
  if (state === "missed") return missedWords(say, delivery, now, zone);
  if (state === "rejected") return capital(why ?? say("rail.state.rejected"));
  const known = told.find((each) => each === state);
  return known ? say(`rail.state.${known}`) : say("rail.leavesNow");
}

/** Why, for when it was, and since when it waits for a person; coarsely: only a person's haste ages it. */
function missedWords(
  say: Say,
  { reason, dueAt, changedAt }: Delivery,
  now: number,
  zone: string,
): string {
  const planned = say("rail.missed.planned", {
    time: clockIn(zone, dueAt),
    since: ago(say, now - Date.parse(changedAt)),
  });
  return reason === null ? planned : `${capital(say(`reason.${reason}`))}. ${planned}`;
}

/** An account that must be linked anew waits for a person; the rest for the next try. */
function retryWords(say: Say, { reason, dueAt }: Delivery, now: number): string {
  const left = Date.parse(dueAt) - now;
  const again =
    left >= 1000 ? say("rail.retryIn", { span: span(say, left) }) : say("rail.state.retryWait");
  return reason === null ? again : `${capital(say(`reason.${reason}`))}. ${again}`;
}

const told = ["claimed", "prepared", "sending", "held"] as const;

function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
