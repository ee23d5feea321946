import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";

/** An account as an operator would connect it: `password` is an app password. */
export type PdsAccount = { did: string; handle: string; password: string };

/** A post as it stands in the account's repository; `value` is the record, `app.bsky.feed.post`. */
export type PdsRecord = { uri: string; cid: string; value: Record<string, unknown> };

/** A real Bluesky server of one test file, with a PLC directory of its own. */
export type TestPds = {
  /** Stays the same over `restart`. */
  url: string;
  plcUrl(): string;
  /** The process that serves now; changes with `restart`. */
  readonly pid: number;
  /** `handle` ends in .test; one is made up when none is given. */
  createAccount(handle?: string): Promise<PdsAccount>;
  /** The account's public posts, oldest first. */
  records(did: string): Promise<PdsRecord[]>;
  /** The bytes of an uploaded picture; an error when no record uses it. */
  blob(did: string, cid: string): Promise<Buffer>;
  /** Every commit ever made to the account's repository, in order; the first is its creation. `at` is an ISO time. */
  commits(did: string): Promise<{ seq: number; at: string }[]>;
  kill9(): Promise<void>;
  /** Comes back on the same address with the same accounts and records; the directory forgets, as tests need none. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type Server = {
  child: ChildProcessByStdio<Writable, Readable, Readable>;
  url: string;
  plcUrl: string;
};

const program = fileURLToPath(new URL("../servers/pds.mjs", import.meta.url));
const startMs = 60_000;
const callMs = 15_000;
const stopMs = 5_000;
const portAttempts = 5;
const mostPages = 100;

/** Starts a Bluesky server on a free port of the loopback; fails clearly where it is not installed. */
export async function startPds(): Promise<TestPds> {
  const folder = await mkdtemp(join(tmpdir(), "rebond-pds-"));
  let server = await startOnFreePort(folder);
  const { url } = server;
  const killNow = () => void server.child.kill("SIGKILL");
  process.once("exit", killNow);
  return {
    url,
    plcUrl: () => server.plcUrl,
    get pid() {
      return server.child.pid ?? 0;
    },
    createAccount: (handle) =>
      createAccount(url, handle ?? `d${randomBytes(4).toString("hex")}.test`),
    records: (did) => listPosts(url, did),
    blob: async (did, cid) =>
      Buffer.from(
        await (await ask(`${url}/xrpc/com.atproto.sync.getBlob`, { did, cid })).arrayBuffer(),
      ),
    commits: async (did) => (await ask(`${server.plcUrl}/commits/${did}`)).json(),
    kill9: () => end(server, "SIGKILL"),
    async restart() {
      await end(server, "SIGKILL");
      server = await start(folder, new URL(url).port);
    },
    async stop() {
      await end(server, "SIGTERM");
      process.off("exit", killNow);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Between finding a free port and using it, another process may take it. */
async function startOnFreePort(folder: string): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(folder);
    } catch (error) {
      if (attempt === portAttempts || !String(error).includes("EADDRINUSE")) throw error;
    }
  }
}

async function start(folder: string, port?: string): Promise<Server> {
  const args = [program, folder, ...(port ? [port] : [])];
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
  if (process.env["REBOND_TEST_PDS_LOG"]) child.stderr.pipe(process.stderr);
  child.once("error", (error) => (said += String(error)));
  const late = setTimeout(() => child.kill("SIGKILL"), startMs);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const { url, plcUrl } = JSON.parse(line) as { url: string; plcUrl: string };
      return { child, url, plcUrl };
    }
  } finally {
    clearTimeout(late);
    child.stdout.resume();
  }
  throw new Error(`The Bluesky server did not start: ${said}`);
}

async function createAccount(url: string, handle: string): Promise<PdsAccount> {
  const password = randomBytes(16).toString("hex");
  const email = `${handle.replaceAll(".", "-")}@example.com`;
  const made = await tell(url, "com.atproto.server.createAccount", { handle, email, password });
  const { did, accessJwt } = made as { did: string; accessJwt: string };
  const name = "rebond";
  const app = await tell(url, "com.atproto.server.createAppPassword", { name }, accessJwt);
  return { did, handle, password: (app as { password: string }).password };
}

async function listPosts(url: string, did: string): Promise<PdsRecord[]> {
  const posts: PdsRecord[] = [];
  const wanted = { repo: did, collection: "app.bsky.feed.post", limit: "100", reverse: "true" };
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = { ...wanted, ...(cursor ? { cursor } : {}) };
    const answer = await ask(`${url}/xrpc/com.atproto.repo.listRecords`, query);
    const found = (await answer.json()) as { records: PdsRecord[]; cursor?: string };
    posts.push(...found.records);
    cursor = found.cursor;
    if (!cursor) return posts;
  }
  throw new Error(`${did} has more than ${mostPages * 100} posts`);
}

async function ask(address: string, query: Record<string, string> = {}): Promise<Response> {
  const from = `${address}?${new URLSearchParams(query).toString()}`;
  return accepted(await fetch(from, { signal: AbortSignal.timeout(callMs) }));
}

async function tell(url: string, method: string, body: object, token?: string): Promise<unknown> {
  const response = await fetch(`${url}/xrpc/${method}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(callMs),
  });
  return (await accepted(response)).json();
}

async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
}

async function end({ child }: Server, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await ended;
  clearTimeout(late);
}
