/** Asking a provider over HTTP: a deadline, a cap, and a plain word about what came instead. */
import { createHash } from "node:crypto";
import type { SafeAnswer } from "#server/safe-fetch.ts";
import { type ConnectorParts, type Line, Unhelpful } from "./connector.ts";
import { type Inbox, piecesOf } from "./inbox.ts";

export type Asking = Pick<ConnectorParts, "signal" | "reach" | "maxBytes" | "timing" | "clock">;
export type Whole = {
  body: Buffer;
  contentType: string;
  etag: string | null;
  lastModified: string | null;
};

/** The whole of an address; null when it has not changed. Throws `Unhelpful` for an answer that is none. */
export function askWhole(
  parts: Asking,
  address: string,
  key: Line["key"],
  headers: Record<string, string> = {},
): Promise<Whole | null> {
  return until(parts.signal, async (own) => {
    const ms = parts.timing.feedDeadlineMs;
    const timer = setTimeout(() => own.abort(tooLate(ms)), ms);
    try {
      return await whole(
        parts,
        await parts.reach.get(address, { headers, key, signal: own.signal }),
      );
    } finally {
      clearTimeout(timer);
    }
  });
}

async function whole(parts: Asking, answer: SafeAnswer): Promise<Whole | null> {
  if (answer.status === 304 || answer.status === 204) {
    answer.body.destroy();
    return null;
  }
  assertHelpful(answer, parts);
  return {
    body: await wholeOf(answer, parts.maxBytes),
    contentType: header(answer, "content-type"),
    etag: header(answer, "etag") || null,
    lastModified: header(answer, "last-modified") || null,
  };
}

export type Streamed = { contentType: string; inbox: Inbox };

/** An answer that is read as it comes, and cut by `own`. The deadline is for its start. */
export async function askStream(
  parts: Asking,
  { address, key }: Pick<Line, "address" | "key">,
  headers: Record<string, string>,
  own: AbortController,
): Promise<Streamed> {
  const ms = parts.timing.feedDeadlineMs;
  const timer = setTimeout(() => own.abort(tooLate(ms)), ms);
  try {
    const answer = await parts.reach.get(address, { headers, key, signal: own.signal });
    const inbox = piecesOf(answer, parts.maxBytes);
    assertHelpful(answer, parts);
    return { contentType: header(answer, "content-type"), inbox };
  } finally {
    clearTimeout(timer);
  }
}

/** `work` with what can end it: it ends with `signal`, too, and all that it opened ends with it. */
export async function until<Value>(
  signal: AbortSignal,
  work: (own: AbortController) => Promise<Value>,
): Promise<Value> {
  const own = new AbortController();
  const stop = (): void => own.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await work(own);
  } finally {
    signal.removeEventListener("abort", stop);
    own.abort(new Error("ended"));
  }
}

function tooLate(ms: number): Error {
  return new Error(`no answer within ${ms} ms`);
}

function assertHelpful(answer: SafeAnswer, { clock }: Asking): void {
  const encoding = header(answer, "content-encoding");
  const wrong =
    answer.status !== 200
      ? `it answers with status ${answer.status}`
      : encoding && encoding !== "identity"
        ? `it answers in ${encoding}, which was not asked for`
        : null;
  if (!wrong) return;
  answer.body.destroy();
  const againInMs = retryAfterMs(header(answer, "retry-after"), clock.now());
  throw new Unhelpful(wrong, againInMs, answer.status === 404);
}

/** Seconds or a date; null for what is neither or past. */
export function retryAfterMs(value: string, now: number): number | null {
  if (value === "") return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return ms > 0 ? ms : null;
}

async function wholeOf({ body }: SafeAnswer, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

export function tooLarge(maxBytes: number): Unhelpful {
  return new Unhelpful(
    `a message is larger than ${maxBytes} bytes, the most this desk takes (REBOND_FEED_MAX_BYTES)`,
  );
}

function header({ headers }: SafeAnswer, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

/** Names something by all that makes it what it is. */
export function hashOf(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest("hex");
}
