/** What each fault does to a call of the rehearsal network. */
import type { Response } from "express";
import { type Answer, no } from "./answer.ts";
import type { Fault, FaultKind } from "./faults.ts";

/** A call that is being misserved. `act` does its work, and does not run where the fault comes before it. */
type Scene = {
  fault: Fault;
  response: Response;
  act: () => Answer;
  hanging: Hanging;
  signOut: () => void;
};
type Misdeed = (scene: Scene) => void | Promise<void>;

const broken = no(500, "broken", "something broke on our side");
const page = "<h1>Wi-Fi</h1><p>Sign in</p>";
const hugeBytes = 5_000_000;
const unsaidMs = 3000;

const misdeeds: Record<FaultKind, Misdeed> = {
  async slow({ fault, response, act }) {
    await pause(fault.waitMs ?? unsaidMs);
    give(response, act());
  },
  // Also when the caller has gone by then, as a network's own queue would.
  async lateAccept({ fault, response, act, hanging }) {
    hanging.add(response);
    await pause(fault.waitMs ?? unsaidMs);
    act();
  },
  refuse: ({ fault, response }) =>
    give(response, no(422, "refused", fault.message ?? "this post is not welcome")),
  rateLimit({ fault, response }) {
    response.set("retry-after", retryAfter(fault));
    give(response, no(429, "rateLimited", "too many posts, wait a little"));
  },
  expired({ response, signOut }) {
    signOut();
    give(response, no(401, "sessionExpired", "the session has ended, sign in again"));
  },
  error: ({ response }) => give(response, broken),
  acceptThenError({ response, act }) {
    act();
    give(response, broken);
  },
  garbage: ({ response }) => void response.status(200).type("html").send(page),
  acceptThenDrop({ response, act }) {
    act();
    response.socket?.destroy();
  },
  dropThenForget: ({ response }) => void response.socket?.destroy(),
  // Not answered: the caller gives up, or a new script lets it go.
  silent: ({ response, hanging }) => hanging.add(response),
  trickle({ response, act, hanging }) {
    const text = begin(response, act());
    hanging.add(response);
    let at = 0;
    const timer = setInterval(() => {
      response.write(text.subarray(at, at + 1));
      at += 1;
      if (at >= text.length) response.end();
    }, 1000);
    response.once("close", () => clearInterval(timer));
  },
  resetInBody({ response, act }) {
    const text = begin(response, act());
    const { socket } = response;
    // What was not handed to the network yet, a reset takes back.
    response.write(text.subarray(0, text.length / 2), () =>
      setTimeout(() => socket?.resetAndDestroy(), 20),
    );
  },
  truncated({ response, act }) {
    const text = JSON.stringify(act().body);
    response
      .status(200)
      .type("json")
      .send(text.slice(0, text.length / 2));
  },
  wrongShape({ response, act }) {
    act();
    give(response, { status: 200, body: { ok: true, data: [{ href: "/posts" }] } });
  },
  huge({ response, act }) {
    const { status, body } = act();
    give(response, { status, body: { ...body, notes: "·".repeat(hugeBytes / 2) } });
  },
};

/** Does it; resolves when the call's work is done, or never will be. */
export async function misbehave(scene: Scene): Promise<void> {
  await misdeeds[scene.fault.kind](scene);
}

/** Answers as a network that behaves. */
export function give(response: Response, { status, body }: Answer): void {
  response.status(status).json(body);
}

/** Sends the head of an answer; answers its body, which is still to come. */
function begin(response: Response, { status, body }: Answer): Buffer {
  const text = Buffer.from(JSON.stringify(body));
  response.status(status).type("json").set("content-length", String(text.length)).flushHeaders();
  return text;
}

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

function retryAfter({ waitMs = 5000, retryAfter: form }: Fault): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  if (form === "garbage") return "in a while";
  return form === "date" ? new Date(Date.now() + seconds * 1000).toUTCString() : String(seconds);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
