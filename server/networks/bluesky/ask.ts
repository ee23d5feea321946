/** XRPC, the protocol of a Bluesky server: one call, and what its refusals mean to us (https://atproto.com/specs/xrpc). */
import { z } from "zod";
import { type Answer, type Body, call } from "../call.ts";
import { NetworkError } from "../network.ts";
import { retryAt } from "../retry-after.ts";

type Place = { host: string; method: string; query?: Record<string, string> };

/** Asks for something (GET). */
export function query(place: Place, token: string | null, signal: AbortSignal): Promise<Answer> {
  return call("GET", addressOf(place), token, null, signal);
}

/** Does something (POST). */
export function procedure(
  place: Place,
  token: string | null,
  body: Body,
  signal: AbortSignal,
): Promise<Answer> {
  return call("POST", addressOf(place), token, body, signal);
}

/** Where a query can be opened. */
export function addressOf({ host, method, query: asked }: Place): string {
  const search = asked ? `?${new URLSearchParams(asked).toString()}` : "";
  return `${host}/xrpc/${method}${search}`;
}

const refusal = z.object({ error: z.string().max(100), message: z.string().max(2000).optional() });

/** The name of the error in a refusal in the protocol's own form; null for anything else. */
export function errorName({ status, body }: Answer): string | null {
  const parsed = refusal.safeParse(body);
  return status >= 400 && parsed.success ? parsed.data.error : null;
}

const signedOut = new Set([
  "ExpiredToken",
  "InvalidToken",
  "AuthMissing",
  "AuthFactorTokenRequired",
]);
const barred = new Set(["AccountTakedown", "AccountSuspended", "AccountDeactivated"]);

/** What a refusal means. Only one in the protocol's own form is an answer; the rest leaves the outcome open. */
export function explain(answer: Answer): NetworkError {
  const { status, headers } = answer;
  const parsed = refusal.safeParse(answer.body);
  if (!parsed.success || status < 400)
    return new NetworkError("ambiguous", `HTTP ${status} in a form we do not know`);
  const { error } = parsed.data;
  const message = (parsed.data.message ?? error).slice(0, 500);
  if (status === 429) return new NetworkError("rateLimited", message, retryAt(headers));
  if (barred.has(error)) return new NetworkError("permissionMissing", message);
  if (status === 401 || signedOut.has(error)) return new NetworkError("authExpired", message);
  if (status === 403) return new NetworkError("permissionMissing", message);
  if (status === 400) return new NetworkError("contentRejected", message);
  return new NetworkError("ambiguous", `HTTP ${status}: ${message}`);
}
