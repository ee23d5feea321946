/** A real desk: the server in a process of its own on a database of its own, that a test can kill and start again. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Webhook } from "standardwebhooks";
import type { CommandSent, CommandName, CommandOutput } from "#shared/commands.ts";
import type { Reply } from "#shared/result.ts";
import type { Role } from "#shared/roles.ts";
import { freePorts } from "./ports.ts";
import { freshDatabase, temporaryFolder } from "./postgres.ts";
import { programOf } from "./programs.ts";

export type DeskOptions = {
  /** An existing database; without it a fresh one, dropped at the end. */
  database?: string;
  /** Settings beside those of every test desk. */
  env?: Record<string, string>;
  roles?: "web" | "worker" | "web,worker";
  redisUrl?: string;
  /** Started by `npm start`'s own program; else by what it starts, compiled once for all tests. */
  asInstalled?: boolean;
  /** A rehearsal network that runs already; without it the desk starts its own. */
  rehearsalNetwork?: { url: string; token: string };
};

export type Desk = {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** The one-time link of the first start. */
  readonly signInLink: string;
  readonly databaseUrl: string;
  readonly env: Record<string, string>;
  stdout: () => string;
  stderr: () => string;
  /** As a power cut would; returns when the process is gone. */
  kill9: () => Promise<void>;
  /** Resolves when the process has ended by itself, as at a crash point. Rejects after a minute. */
  gone: () => Promise<void>;
  /** Ends it politely, as Ctrl C does, and keeps all it has. */
  leave: () => Promise<void>;
  /** Starts it again on the same port and database. */
  restart: () => Promise<void>;
  /** Ends it politely and removes all it kept. */
  stop: () => Promise<void>;
};

/** A session cookie (`rebond=…`) or a bearer token (`rebond_…`). */
export type Credential = string;

const root = fileURLToPath(new URL("../..", import.meta.url));
const startMs = 60_000;
const stopMs = 15_000;
const keptOutput = 20_000;
/** Whatever still runs when a test run is ended from outside. */
const atExit = new Set<() => void>();
process.once("exit", () => atExit.forEach((kill) => kill()));

/** Starts a desk and waits until it says that it is ready. */
export async function startDesk(options: DeskOptions = {}): Promise<Desk> {
  const database = options.database
    ? { url: options.database, drop: async () => undefined }
    : await freshDatabase();
  const dataDir = await temporaryFolder();
  const env = { ...ownEnvironment(), ...settings(options, database.url, dataDir), ...options.env };
  const program = options.asInstalled ? ["server/boot.mjs"] : programOf("main");
  let running = await startServer(program, env, String(await freePorts()));
  const killNow = () => void running.child.kill("SIGKILL");
  atExit.add(killNow);
  const { port, signInLink } = running;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    signInLink,
    databaseUrl: database.url,
    env,
    get pid() {
      return running.child.pid ?? 0;
    },
    stdout: () => running.stdout(),
    stderr: () => running.stderr(),
    kill9: () => end(running.child, "SIGKILL"),
    gone: () => gone(running.child),
    leave: () => end(running.child, "SIGTERM"),
    async restart() {
      await end(running.child, "SIGKILL");
      running = await startServer(program, env, String(port));
    },
    async stop() {
      await end(running.child, "SIGTERM");
      atExit.delete(killNow);
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Signs in with the desk's link, or another; answers the cookie to send. */
export async function signIn(desk: Desk, link = desk.signInLink): Promise<Credential> {
  const response = await fetch(link, { redirect: "manual" });
  // To the last byte: the session is on record before it is sent.
  await response.arrayBuffer();
  const [cookie] = response.headers.getSetCookie().map((each) => each.split(";")[0]!);
  if (response.status !== 303 || !cookie)
    throw new Error(`the sign-in link answered ${response.status}`);
  return cookie;
}

/** A bearer token with a role, made by an administrator. */
export async function apiToken(desk: Desk, admin: Credential, role: Role): Promise<Credential> {
  const reply = await command(desk, admin, "token.create", { name: `test ${role}`, role });
  if (!reply.ok) throw new Error(`token.create was refused: ${reply.code}`);
  return reply.value.token;
}

/** The headers that make a request somebody's, as their browser or script would send them. */
export function headersOf(desk: Desk, credential: Credential): Record<string, string> {
  if (credential.startsWith("rebond_")) return { authorization: `Bearer ${credential}` };
  return { cookie: credential, origin: desk.url };
}

/** One command over HTTP. */
export async function command<Name extends CommandName>(
  desk: Desk,
  credential: Credential,
  name: Name,
  input: CommandSent<Name>,
  commandId: string = randomUUID(),
): Promise<Reply<CommandOutput<Name>>> {
  const response = await fetch(`${desk.url}/api/commands/${name}`, {
    method: "POST",
    headers: { ...headersOf(desk, credential), "content-type": "application/json" },
    body: JSON.stringify({ commandId, input }),
  });
  return (await response.json()) as Reply<CommandOutput<Name>>;
}

/** The secret a provider of this feed signs with, as the operator reads it. */
export async function feedSecret(desk: Desk, feed: string): Promise<string> {
  return (await cli(desk, "feed", "secret", feed)).trim();
}

/** Runs the desk's own command line beside it; answers what it prints. */
export async function cli(desk: Desk, ...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...programOf("cli"), ...words], {
    cwd: root,
    env: { ...desk.env, PORT: String(desk.port) },
    timeout: startMs,
  });
  return stdout;
}

/** One message as a provider sends it: signed, with an id of its own unless given. */
export async function sendFeed(
  desk: Desk,
  feed: { name: string; secret: string },
  message: { body: string; contentType: string; id?: string },
): Promise<Response> {
  const id = message.id ?? `msg_${randomUUID()}`;
  const now = new Date();
  return fetch(`${desk.url}/feeds/${feed.name}`, {
    method: "POST",
    headers: {
      "content-type": message.contentType,
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(feed.secret).sign(id, now, message.body),
    },
    body: message.body,
  });
}

/** What a desk must not inherit from whoever runs the tests. */
function ownEnvironment(): Record<string, string> {
  const ours = /^(REBOND_|PORT$|HOST$|DATABASE_URL$|REDIS_URL$|NODE_OPTIONS$|VITEST)/;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !ours.test(entry[0]),
    ),
  );
}

function settings(
  options: DeskOptions,
  databaseUrl: string,
  dataDir: string,
): Record<string, string> {
  const { redisUrl, rehearsalNetwork } = options;
  return {
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    REBOND_DATA: dataDir,
    REBOND_REHEARSAL: "off",
    REBOND_ROLES: options.roles ?? "web,worker",
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    ...(rehearsalNetwork
      ? {
          REBOND_REHEARSAL_URL: rehearsalNetwork.url,
          REBOND_REHEARSAL_TOKEN: rehearsalNetwork.token,
        }
      : {}),
  };
}

async function startServer(program: string[], env: Record<string, string>, port: string) {
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { ...env, PORT: port },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const { port: listening, link } = await new Promise<{ port: number; link: string }>(
    (resolve, reject) => {
      const fail = (why: string) => reject(new Error(`the desk ${why}: ${stderr() || stdout()}`));
      const late = setTimeout(() => {
        child.kill("SIGKILL");
        fail(`was not ready within ${startMs} ms`);
      }, startMs);
      child.once("exit", () => fail("ended while starting"));
      child.stdout.on("data", () => {
        const found = readAnnouncement(stdout());
        if (!found) return;
        clearTimeout(late);
        resolve(found);
      });
    },
  );
  return { child, port: listening, signInLink: link, stdout, stderr };
}

/** Where it listens and its link, once it has said both; a worker alone has neither. */
function readAnnouncement(said: string): { port: number; link: string } | null {
  if (said.includes("worker is ready\n")) return { port: 0, link: "" };
  const [, port] = /ready on http:\/\/[^:\s]+:(\d+)\n/.exec(said) ?? [];
  const [, link] = /Sign in once: (\S+)\n/.exec(said) ?? [];
  return port && link ? { port: Number(port), link } : null;
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.on("data", (chunk: Buffer) => (text = (text + chunk.toString()).slice(-keptOutput)));
  return () => text;
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the process did not end by itself")), startMs);
    child.once("exit", () => {
      clearTimeout(late);
      resolve();
    });
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await ended;
  clearTimeout(late);
}
