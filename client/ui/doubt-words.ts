/** What is not known of a delivery, and what was tried to know it, in words. Instants are the server's clock, epoch ms. */
import type { Delivery, Evidence } from "#shared/posts.ts";
import { sinceOf } from "../live/in-doubt.ts";
import type { MessageId } from "../messages/fr.ts";
import type { Say } from "../messages/words.tsx";
import { span } from "./time.ts";

/** The rail's line, in one breath. */
export function doubtInShort(say: Say, delivery: Delivery, now: number): string {
  if (delivery.state === "needsHuman")
    return say(
      delivery.doubt?.guarantee === "human" ? "doubt.line.askedHuman" : "doubt.line.asked",
    );
  const since = now - sinceOf(delivery);
  // For the first second the count would say nothing.
  return since < 1000
    ? say("rail.state.uncertain")
    : say("rail.uncertain.since", { span: span(say, since) });
}

/** When its network is asked next; null when it is asked no more. */
export function nextLook(say: Say, { doubt }: Delivery, now: number): string | null {
  if (!doubt?.nextProbeAt) return null;
  const left = Date.parse(doubt.nextProbeAt) - now;
  return left >= 500 ? say("doubt.next", { span: span(say, left) }) : say("doubt.next.now");
}

const outcomes = [
  "public",
  "absent",
  "notSent",
  "rateLimited",
  "mediaNotReady",
  "quotaExhausted",
  "authExpired",
  "permissionMissing",
  "contentRejected",
  "mediaRejected",
  "duplicate",
  "ambiguous",
] as const;

/** What happened at one step: `what`, and the words of the network or of the person who said it. */
export function evidenceWords(
  say: Say,
  { attempt, step, outcome, message }: Evidence,
): { what: string; quote: string | null; by: string | null } {
  if (step === "intent")
    return { what: say("evidence.intent", { attempt }), quote: null, by: null };
  if (step === "person") {
    const said: MessageId =
      outcome === "public" ? "evidence.person.public" : "evidence.person.absent";
    return { what: say(said), quote: null, by: message };
  }
  const known = outcomes.find((each) => each === outcome);
  const found = known ? say(`evidence.outcome.${known}`) : (outcome ?? "?");
  return { what: `${say(`evidence.${step}`)} · ${found}`, quote: message, by: null };
}
