/**
 * A rehearsal network of the test's own, in a process of its own: it outlives every desk that posts to it, and neither
 * desk nor test can touch what it remembers, so its timeline is the oracle.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { rm } from "node:fs/promises";
import type { StoredCall } from "#server/rehearsal/calls.ts";
import type { Fault, WantedFault } from "#server/rehearsal/faults.ts";
import { startRehearsalNetwork } from "#server/rehearsal/start-network.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Delivery } from "#shared/posts.ts";
import { temporaryFolder } from "./postgres.ts";

export type { WantedFault } from "#server/rehearsal/faults.ts";
export type NetworkPost = {
  id: string;
  url: string;
  handle: string;
  /** What its sender called it by; empty where its account's manner has no key (only record and idempotency keys are). */
  key: string;
  text: string;
  language: string;
  /** When the network took it (ISO, UTC). */
  createdAt: string;
  /** Whose rules its account wears. */
  wears: NetworkName;
  media: { id: string; alt: string; url: string }[];
};
export type TestNetwork = {
  url: string;
  token: string;
  /** Everything the network has made public, newest first. */
  posts: () => Promise<NetworkPost[]>;
  /** Every call its accounts' clients made, oldest first: what for, under which fault, and the post it made. */
  calls: () => Promise<StoredCall[]>;
  /** What it does wrong from now on, in place of what it did before; nothing given: it behaves. */
  misbehave: (...faults: WantedFault[]) => Promise<void>;
  /** The faults still to come. */
  faults: () => Promise<Fault[]>;
  /** One call to its interface, as any client may make it. */
  call: (method: string, path: string, body?: unknown) => Promise<Response>;
  stop: () => Promise<void>;
};

/**
 * The posts that these deliveries became, newest first: by key where there is one, else by account and text, so a test
 * that counts on it gives each post words of its own.
 */
export function postsOf(
  posts: readonly NetworkPost[],
  deliveries: readonly Pick<Delivery, "id" | "account" | "text">[],
): NetworkPost[] {
  return posts.filter(({ key, handle, text }) =>
    deliveries.some((each) =>
      key === "" ? each.account.handle === handle && each.text === text : each.id === key,
    ),
  );
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export async function startTestNetwork(): Promise<TestNetwork> {
  const folder = await temporaryFolder();
  const token = randomBytes(24).toString("hex");
  const network = await startRehearsalNetwork({
    port: 0,
    token,
    file: join(folder, "posts.jsonl"),
    log: silent,
  });
  const url = network.url();
  const call: TestNetwork["call"] = (method, path, body) =>
    fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(5000),
    });
  const read = async <Value>(path: string): Promise<Value> =>
    (await (await call("GET", path)).json()) as Value;
  return {
    url,
    token,
    call,
    posts: async () => (await read<{ posts: NetworkPost[] }>("/v1/timeline?limit=20000")).posts,
    calls: async () => (await read<{ calls: StoredCall[] }>("/v1/calls")).calls,
    faults: async () => (await read<{ faults: Fault[] }>("/v1/faults")).faults,
    async misbehave(...faults) {
      const answer = await call("PUT", "/v1/faults", { faults });
      if (!answer.ok) throw new Error(`these faults were refused: ${await answer.text()}`);
    },
    async stop() {
      network.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
