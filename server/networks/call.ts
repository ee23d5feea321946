/** One HTTP call to a network: a deadline, a capped body, and an honest answer about whether anything left. */
import { type Dispatcher, errors, request } from "undici";
import { NetworkError } from "./network.ts";

const bodyCap = 256 * 1024;
/** Failures that happen before a byte of the request is written: the post surely did not leave. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
};

/**
 * Sends JSON and reads JSON. Throws NetworkError `notSent` when the connection was never made and `ambiguous` for
 * everything that leaves the outcome open: time-out, reset, a body too large or not JSON.
 */
export async function call(
  method: Dispatcher.HttpMethod,
  url: string,
  token: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await request(url, {
      method,
      signal,
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/json",
        ...(body === null ? {} : { "content-type": "application/json" }),
      },
      body: body === null ? null : JSON.stringify(body),
    });
    const text = await readCapped(response.body);
    return { status: response.statusCode, headers: response.headers, body: parse(text) };
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    throw asNetworkError(error);
  }
}

async function readCapped(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > bodyCap) throw new NetworkError("ambiguous", "the answer was larger than 256 kB");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new NetworkError("ambiguous", "the answer was not JSON");
  }
}

function asNetworkError(error: unknown): NetworkError {
  const { code, message } = error as { code?: string; message?: string };
  if (code && beforeSending.has(code))
    return new NetworkError("notSent", `no connection (${code})`);
  if (error instanceof errors.ConnectTimeoutError)
    return new NetworkError("notSent", "no connection in time");
  return new NetworkError("ambiguous", message ?? "the connection broke");
}
