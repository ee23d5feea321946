/** Serves a call of the rehearsal network, or does to it what the script of faults says. */
import type { Request, RequestHandler, Response } from "express";
import type { Fault, Faults, NetworkCall } from "./faults.ts";

export type Answer = { status: number; body: object };
type Place = { handle: string; key: string };
type Parts = { faults: Faults; hanging: Hanging; signOut: (handle: string) => void };

/** A refusal in the network's own form. */
export function no(status: number, error: string, message: string): Answer {
  return { status, body: { error, message } };
}

/** Makes handlers: `act` does the call's work, and does not run where a fault comes before it. */
export function createServe({ faults, hanging, signOut }: Parts) {
  return (call: NetworkCall, act: (request: Request<Place>) => Answer): RequestHandler<Place> =>
    async (request, response) => {
      const { handle } = request.params;
      const fault = faults.next(call, handle);
      if (!fault) return give(response, act(request));
      switch (fault.kind) {
        case "slow":
          await pause(fault.waitMs ?? 3000);
          return give(response, act(request));
        case "refuse":
          return give(response, no(422, "refused", fault.message ?? "this post is not welcome"));
        case "rateLimit":
          response.set("retry-after", retryAfter(fault));
          return give(response, no(429, "rateLimited", "too many posts, wait a little"));
        case "expired":
          signOut(handle);
          return give(response, no(401, "sessionExpired", "the session has ended, sign in again"));
        case "error":
          return give(response, broken);
        case "acceptThenError":
          act(request);
          return give(response, broken);
        case "garbage":
          return void response.status(200).type("html").send("<h1>Wi-Fi</h1><p>Sign in</p>");
        case "acceptThenDrop":
          act(request);
          return void request.socket.destroy();
        case "dropThenForget":
          return void request.socket.destroy();
        // Not answered: the caller gives up, or a new script lets it go.
        case "silent":
          return hanging.add(response);
      }
    };
}

const broken = no(500, "broken", "something broke on our side");

/** Calls that will not be answered, until they are let go: then their connections are cut. */
export type Hanging = { add: (response: Response) => void; letGo: () => void };

export function createHanging(): Hanging {
  const waiting = new Set<Response>();
  return {
    add(response) {
      waiting.add(response);
      response.once("close", () => waiting.delete(response));
    },
    letGo: () => waiting.forEach((response) => response.socket?.destroy()),
  };
}

function give(response: Response, { status, body }: Answer): void {
  response.status(status).json(body);
}

function retryAfter({ waitMs = 5000, retryAfter: form }: Fault): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return form === "date" ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
