/** One HTTP call to a network: a deadline, a capped body, and an honest answer about whether anything left. */
import { Agent, type Dispatcher } from "undici";
import { stopwatch, systemClock } from "../clock.ts";
import { tellDate } from "./heard-date.ts";
import { NetworkError } from "./network.ts";

const bodyCap = 256 * 1024;
/** Shorter than the deadline of a call, so that a host that never answers is known as one we never reached. */
const dispatcher = new Agent({ connect: { timeout: 3000 } });
/** A call that has not begun by then was held up on our side, and what allowed it may no longer hold. */
const beginsWithinMs = 4000;

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
};
/** JSON, or a file as it is with its type; null for neither. */
export type Body = { json: unknown } | { bytes: Buffer; type: string } | null;
type Raw = { status: number; headers: Answer["headers"]; text: string };

/**
 * Sends once and reads JSON: nothing is repeated and no redirect followed; `token` is a bearer token, null for none.
 * Throws NetworkError `notSent` where no byte of the request was written (no address, no connection, no TLS, a
 * connection lost before its turn came, or more than 4 s after the call) and `ambiguous` for everything else that leaves the outcome open: time-out,
 * reset, a body too large or not JSON.
 */
export async function call(
  method: Dispatcher.HttpMethod,
  url: string,
  token: string | null,
  body: Body,
  signal: AbortSignal,
  more: Record<string, string> = {},
): Promise<Answer> {
  const { origin, pathname, search, host } = new URL(url);
  const headers = {
    accept: "application/json",
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(body === null ? {} : { "content-type": typeOf(body) }),
    ...more,
  };
  const sent = body && ("bytes" in body ? body.bytes : JSON.stringify(body.json));
  const wanted = { origin, path: pathname + search, method, headers, body: sent };
  const answer = await exchange(wanted, signal);
  tellDate(answer.headers["date"], host);
  return { status: answer.status, headers: answer.headers, body: parse(answer.text) };
}

/** `onRequestStart` comes right before the first byte: an exchange that ends without it has written nothing. */
function exchange(wanted: Dispatcher.DispatchOptions, signal: AbortSignal): Promise<Raw> {
  return new Promise((resolve, reject) => {
    let started: Dispatcher.DispatchController | null = null;
    const raw: Raw = { status: 0, headers: {}, text: "" };
    const parts: Buffer[] = [];
    let size = 0;
    const elapsed = stopwatch(systemClock);
    const fail = (error: Error): void => {
      signal.removeEventListener("abort", giveUp);
      reject(asNetworkError(error, started !== null));
    };
    // One that still waits for its connection is answered at once, and kept from starting when that is made.
    const giveUp = (): void => {
      const why: unknown = signal.reason;
      const error = why instanceof Error ? why : new Error("given up");
      if (started) started.abort(error);
      fail(error);
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    dispatcher.dispatch(wanted, {
      onRequestStart(controller) {
        if (signal.aborted) return controller.abort(new Error("given up"));
        if (elapsed() > beginsWithinMs)
          return controller.abort(new NetworkError("notSent", "too late to begin"));
        started = controller;
      },
      onResponseStart(_controller, status, headers) {
        raw.status = status;
        raw.headers = headers;
      },
      onResponseData(controller, chunk) {
        size += chunk.length;
        if (size <= bodyCap) return void parts.push(chunk);
        controller.abort(new NetworkError("ambiguous", "the answer was larger than 256 kB"));
      },
      onResponseEnd() {
        signal.removeEventListener("abort", giveUp);
        resolve({ ...raw, text: Buffer.concat(parts).toString("utf8") });
      },
      onResponseError: (_controller, error) => fail(error),
    });
  });
}

function typeOf(body: NonNullable<Body>): string {
  return "bytes" in body ? body.type : "application/json";
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new NetworkError("ambiguous", "the answer was not JSON");
  }
}

function asNetworkError(error: Error, started: boolean): NetworkError {
  if (error instanceof NetworkError) return error;
  if (started) return new NetworkError("ambiguous", error.message);
  const { code } = error as { code?: unknown };
  return new NetworkError(
    "notSent",
    `no connection (${typeof code === "string" ? code : error.message})`,
  );
}
