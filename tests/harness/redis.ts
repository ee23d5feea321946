import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A real redis-server of one test; it keeps nothing on disk, so a kill loses everything. */
export type TestRedis = {
  url: string;
  /** The process that serves now; changes with `restart`. */
  readonly pid: number;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  /** Comes back empty on the same address. */
  restart(): Promise<void>;
};

const startMs = 10_000;
const stopMs = 5_000;
const portAttempts = 5;

/** Starts Redis on a free port of the loopback; fails clearly where Redis is not installed. */
export async function startRedis(): Promise<TestRedis> {
  const program = findRedis();
  const folder = await mkdtemp(join(tmpdir(), "rebond-redis-"));
  const { port, child: first } = await startOnFreePort(program, folder);
  let child = first;
  const killNow = () => void child.kill("SIGKILL");
  process.once("exit", killNow);
  const end = async (signal: NodeJS.Signals) => endChild(child, signal);
  return {
    url: `redis://127.0.0.1:${port}`,
    get pid() {
      return child.pid ?? 0;
    },
    async stop() {
      await end("SIGTERM");
      process.off("exit", killNow);
      await rm(folder, { recursive: true, force: true });
    },
    kill9: () => end("SIGKILL"),
    async restart() {
      await end("SIGKILL");
      child = await startOn(program, folder, port);
    },
  };
}

function findRedis(): string {
  const named = process.env["REBOND_TEST_REDIS"];
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = named ?? folders.map((folder) => join(folder, "redis-server")).find(existsSync);
  if (found && existsSync(found)) return found;
  throw new Error(
    "These tests need redis-server (package redis-server on Debian, redis elsewhere). " +
      "`npm test` installs it where it may; or set REBOND_TEST_REDIS to its path.",
  );
}

/** Between finding a free port and using it, another process may take it. */
async function startOnFreePort(program: string, folder: string) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    try {
      return { port, child: await startOn(program, folder, port) };
    } catch (error) {
      if (attempt === portAttempts) throw error;
    }
  }
}

async function startOn(program: string, folder: string, port: number): Promise<ChildProcess> {
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
  args.push("--appendonly", "no", "--maxmemory-policy", "noeviction", "--daemonize", "no");
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-2000)));
  child.once("error", (error) => (output += String(error)));
  const deadline = performance.now() + startMs;
  while (!(await answersPing(port))) {
    if (hasEnded(child) || performance.now() > deadline) {
      child.kill("SIGKILL");
      throw new Error(`redis-server did not start on port ${port}: ${output}`);
    }
    await sleep(10);
  }
  // Another program may answer on a port that ours could not have.
  await sleep(5);
  if (hasEnded(child)) throw new Error(`redis-server ended on port ${port}: ${output}`);
  return child;
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1000, () => settle(false));
    socket.once("error", () => settle(false));
    socket.once("data", (data) => settle(data.toString().startsWith("+PONG")));
  });
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), stopMs);
  await ended;
  clearTimeout(late);
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
