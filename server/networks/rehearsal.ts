/** The rehearsal network: a loopback service of ours, reached like any other, over HTTP with a bearer token. */
import { z } from "zod";
import { type Answer, call } from "./call.ts";
import {
  type Network,
  NetworkError,
  type OpenAccount,
  type Outgoing,
  type Prepared,
  type Receipt,
} from "./network.ts";

const attached = z.array(z.object({ id: z.string().max(100), alt: z.string() }));
const stored = z.object({
  id: z.string().max(100),
  url: z.url({ protocol: /^https?$/ }),
  createdAt: z.iso.datetime({ offset: true }),
});
const content = z.object({ text: z.string(), media: attached });
const uploaded = z.object({ id: z.string().min(1).max(100) });
const preparation = z.object({ media: attached.default([]) });
const refusal = z.object({ error: z.string().max(100), message: z.string().max(500) });
/** The network forgets no sign-in; a session is used this long and then made anew, as elsewhere. */
const sessionMs = 86_400_000;

/** `url()` is read at each call: the service gets its port when it starts. Posts are keyed by us, so outcomes are provable. */
export function createRehearsal({ url }: { url: () => string }): Network {
  const accountAt = (handle: string): string =>
    `${url()}/v1/accounts/${encodeURIComponent(handle)}`;
  const postAt = ({ handle }: OpenAccount, { remoteKey }: Outgoing): string =>
    `${accountAt(handle)}/posts/${encodeURIComponent(remoteKey)}`;
  return {
    guarantee: "proven",
    async signIn({ handle, wears, secret }, _kept, signal) {
      const json = { wears: wears ?? "rehearsal" };
      const answer = await call("PUT", accountAt(handle), secret, { json }, signal);
      if (answer.status !== 200) throw explain(answer);
      return { content: secret, usableUntil: new Date(Date.now() + sessionMs) };
    },
    async prepare({ media }, { handle, session }, signal) {
      const prepared: z.infer<typeof attached> = [];
      for (const { type, alt, read } of media) {
        const sent = { bytes: await read(), type };
        const answer = await call("POST", `${accountAt(handle)}/media`, session, sent, signal);
        prepared.push({ id: pictureOf(answer), alt });
      }
      return { media: prepared };
    },
    async publish(outgoing, prepared, account, signal) {
      const json = {
        text: outgoing.text,
        language: outgoing.locale,
        ...preparation.parse(prepared),
      };
      const place = postAt(account, outgoing);
      const answer = await call("PUT", place, account.session, { json }, signal);
      if (answer.status === 200 || answer.status === 201) return receipt(answer);
      throw explain(answer);
    },
    async find(outgoing, prepared, account, signal) {
      const answer = await call("GET", postAt(account, outgoing), account.session, null, signal);
      if (answer.status === 200) {
        const found = receipt(answer);
        assertOurs(answer, outgoing, prepared);
        return found;
      }
      const certain = refusal.safeParse(answer.body);
      if (answer.status === 404 && certain.success && certain.data.error === "postNotFound")
        return null;
      throw explain(answer);
    },
  };
}

function receipt(answer: Answer): Receipt {
  const parsed = stored.safeParse(answer.body);
  if (!parsed.success) throw new NetworkError("ambiguous", "the receipt could not be read");
  return { remoteId: parsed.data.id, remoteUrl: parsed.data.url, publicAt: parsed.data.createdAt };
}

/** What the key holds is ours when it says what we would say. */
function assertOurs(answer: Answer, { text }: Outgoing, prepared: Prepared): void {
  const there = content.safeParse(answer.body);
  if (!there.success) throw new NetworkError("ambiguous", "the post found could not be read");
  const wanted = JSON.stringify(preparation.parse(prepared).media);
  if (there.data.text !== text || JSON.stringify(there.data.media) !== wanted)
    throw new NetworkError("contentRejected", "another post is kept under our key");
}

function pictureOf(answer: Answer): string {
  if (answer.status === 200 || answer.status === 201) {
    const parsed = uploaded.safeParse(answer.body);
    if (parsed.success) return parsed.data.id;
    throw new NetworkError("ambiguous", "the picture's id could not be read");
  }
  const error = explain(answer);
  throw error.kind === "contentRejected" ? new NetworkError("mediaRejected", error.message) : error;
}

/** Only the network's own form of words is believed; anything else leaves the outcome open. */
function explain({ status, body, headers }: Answer): NetworkError {
  const words = refusal.safeParse(body);
  if (!words.success)
    return new NetworkError("ambiguous", `HTTP ${status} in a form we do not know`);
  const { message } = words.data;
  switch (status) {
    case 429:
      return new NetworkError("rateLimited", message, waitUntil(headers));
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

/** Retry-After in seconds or as a date, by the network's own clock where it says it; at least 0, at most an hour. */
function waitUntil(headers: Answer["headers"]): Date {
  const given = one(headers["retry-after"]);
  const networkNow = Date.parse(one(headers["date"]));
  const asDate = Date.parse(given) - (Number.isNaN(networkNow) ? Date.now() : networkNow);
  const waitMs = /^\d+$/.test(given) ? Number(given) * 1000 : asDate;
  const usable = Number.isFinite(waitMs) ? waitMs : 5000;
  return new Date(Date.now() + Math.min(Math.max(usable, 0), 3_600_000));
}

function one(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? "";
}
