/** The rehearsal network's form of words: where things are, what a receipt is, and what its refusals mean to us. */
import { z } from "zod";
import { type Manner, mannerOf } from "#shared/networks.ts";
import type { Answer } from "../call.ts";
import {
  NetworkError,
  type OpenAccount,
  type Outgoing,
  type Prepared,
  type Receipt,
  type Sought,
} from "../network.ts";
import { retryAt } from "../retry-after.ts";

/** How one manner of publishing is spoken. `prepare` has uploaded the pictures; what it answers is kept with them. */
export type Speech = {
  prepare?: (place: Place, ready: Ready, outgoing: Outgoing) => Promise<Prepared>;
  publish: (place: Place, ready: Ready, outgoing: Outgoing) => Promise<Receipt>;
  find: (place: Place, ready: Ready, outgoing: Outgoing, sought: Sought) => Promise<Receipt | null>;
};
/** An account's address on the network, and how to call it. */
export type Place = { at: string; session: string; signal: AbortSignal };

export const attached = z.array(z.object({ id: z.string().max(100), alt: z.string() }));
const manners = [
  "recordKey",
  "container",
  "flag",
  "idempotencyKey",
  "listing",
  "nothing",
] as const satisfies readonly Manner[];
/** What is kept between `prepare` and `find`. `draftId`: what was made there beforehand, and is not public by itself. */
const ready = z.object({
  manner: z.enum(manners).default("recordKey"),
  media: attached.default([]),
  draftId: z.string().max(100).nullable().default(null),
});
export type Ready = z.infer<typeof ready>;

/** Reads back what `prepare` gave. Null when the account publishes in another manner since. */
export function readyOf(prepared: Prepared, { wears }: Pick<OpenAccount, "wears">): Ready | null {
  const read = ready.parse(prepared);
  return read.manner === mannerOf({ network: "rehearsal", wears }) ? read : null;
}

/** What the network takes as a post. */
export function contentOf({ text, locale }: Outgoing, { media }: Ready) {
  return { text, language: locale, media };
}

const stored = z.object({
  id: z.string().max(100),
  url: z.url({ protocol: /^https?$/ }),
  createdAt: z.iso.datetime({ offset: true }),
});

/** The post in an answer. Throws `ambiguous` where there is none. */
export function receiptOf(body: unknown): Receipt {
  const parsed = stored.safeParse(body);
  if (!parsed.success) throw new NetworkError("ambiguous", "the receipt could not be read");
  return { remoteId: parsed.data.id, remoteUrl: parsed.data.url, publicAt: parsed.data.createdAt };
}

/** Whether the network did as it was asked. */
export function isDone({ status }: Answer): boolean {
  return status === 200 || status === 201;
}

const made = z.object({ id: z.string().min(1).max(100) });

/** The id of what was made and is not public: a picture, a container. Throws `ambiguous` where it has none. */
export function idOf(answer: Answer, what: string): string {
  if (!isDone(answer)) throw explain(answer);
  const parsed = made.safeParse(answer.body);
  if (!parsed.success) throw new NetworkError("ambiguous", `the ${what}'s id could not be read`);
  return parsed.data.id;
}

const refusal = z.object({ error: z.string().max(100), message: z.string().max(500) });

/** The network's name for its refusal; null for anything that is not one. */
export function errorName({ body }: Answer): string | null {
  const words = refusal.safeParse(body);
  return words.success ? words.data.error : null;
}

/** Only the network's own form of words is believed; anything else leaves the outcome open. */
export function explain({ status, body, headers }: Answer): NetworkError {
  const words = refusal.safeParse(body);
  if (!words.success)
    return new NetworkError("ambiguous", `HTTP ${status} in a form we do not know`);
  const { message } = words.data;
  switch (status) {
    case 429:
      return new NetworkError("rateLimited", message, retryAt(headers));
    case 401:
      return new NetworkError("authExpired", message);
    case 403:
      return new NetworkError("permissionMissing", message);
    case 400:
    case 409:
    case 413:
    case 415:
    case 422:
      return new NetworkError("contentRejected", message);
    default:
      return new NetworkError("ambiguous", `HTTP ${status}: ${message}`);
  }
}

/** A refusal to look says nothing about the post. */
export function noSight(answer: Answer): NetworkError {
  const { kind, message, until } = explain(answer);
  return new NetworkError(kind === "contentRejected" ? "ambiguous" : kind, message, until);
}
