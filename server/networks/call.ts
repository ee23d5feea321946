/** One HTTP call to a network: a deadline, a capped body, and an honest answer about whether anything left. */
import { Agent, buildConnector, type Dispatcher, request } from "undici";
import { NetworkError } from "./network.ts";

const bodyCap = 256 * 1024;
/** Shorter than the deadline of a call, so that a host that never answers is known as one we never reached. */
const connectMs = 3000;

/** What failed while connecting, to the end of the TLS handshake: nothing of a request has been written by then. */
const neverConnected = new WeakSet<Error>();
const connectPlainly = buildConnector({ timeout: connectMs });
const dispatcher = new Agent({
  connect(options, done) {
    connectPlainly(options, (error, socket) => {
      if (!error) return done(null, socket);
      neverConnected.add(error);
      done(error, null);
    });
  },
});

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
};
/** JSON, or a file as it is with its type; null for neither. */
export type Body = { json: unknown } | { bytes: Buffer; type: string } | null;

/**
 * Sends once and reads JSON: nothing is repeated and no redirect followed; `token` is a bearer token, null for none.
 * Throws NetworkError `notSent` when the connection was never made and `ambiguous` for everything that leaves the
 * outcome open: time-out, reset, a body too large or not JSON.
 */
export async function call(
  method: Dispatcher.HttpMethod,
  url: string,
  token: string | null,
  body: Body,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    const response = await request(url, {
      dispatcher,
      method,
      signal,
      headers: {
        accept: "application/json",
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === null ? {} : { "content-type": typeOf(body) }),
      },
      body: body && ("bytes" in body ? body.bytes : JSON.stringify(body.json)),
    });
    const text = await readCapped(response.body);
    return { status: response.statusCode, headers: response.headers, body: parse(text) };
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    throw asNetworkError(error);
  }
}

function typeOf(body: NonNullable<Body>): string {
  return "bytes" in body ? body.type : "application/json";
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
  if (!(error instanceof Error)) return new NetworkError("ambiguous", "the connection broke");
  if (!neverConnected.has(error)) return new NetworkError("ambiguous", error.message);
  const { code } = error as { code?: string };
  return new NetworkError("notSent", `no connection (${code ?? error.message})`);
}
