/** A rehearsal network of the test's own: it outlives every desk that posts to it, so its timeline is the oracle. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { rm } from "node:fs/promises";
import { startRehearsalNetwork } from "#server/rehearsal/start-network.ts";
import { temporaryFolder } from "./postgres.ts";

export type NetworkPost = {
  id: string;
  url: string;
  handle: string;
  key: string;
  text: string;
  language: string;
};
export type TestNetwork = {
  url: string;
  token: string;
  /** Everything the network has made public, newest first. */
  posts: () => Promise<NetworkPost[]>;
  stop: () => Promise<void>;
};

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
  return {
    url,
    token,
    async posts() {
      const response = await fetch(`${url}/v1/timeline`, { signal: AbortSignal.timeout(5000) });
      return ((await response.json()) as { posts: NetworkPost[] }).posts;
    },
    async stop() {
      network.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
