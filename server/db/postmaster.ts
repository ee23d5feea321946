import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { closeSync, constants, openSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { childOptions } from "./owner.ts";
import type { Place } from "./place.ts";

/** What `postmaster.pid` says of a PostgreSQL that lives. */
export type Postmaster = { pid: number; socketDir: string; status: string };

const longestLog = 1_000_000;
const fastStopMs = 10_000;
const hardStopMs = 5_000;

/** The live PostgreSQL on a cluster, if there is one; a leftover pid file counts for nothing. */
export async function findPostmaster(data: string): Promise<Postmaster | undefined> {
  const lines = await pidFileLines(data);
  const pid = Number(lines?.[0]);
  if (!lines || !(pid > 0) || !(await isPostmaster(pid, data))) return undefined;
  return { pid, socketDir: lines[4] ?? "", status: lines[7]?.trim() ?? "" };
}

/** Starts PostgreSQL in a process group of its own, so that it outlives us and our terminal. */
export async function spawnPostmaster(place: Place, program: string, durable: boolean) {
  await disownReusedPid(place.data);
  const log = openLog(place.folder);
  const child = spawn(program, ["-D", place.data, ...settings(place.socketDir, durable)], {
    ...childOptions(place.owner, place.home),
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  child.unref();
  await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  return child;
}

/** Where PostgreSQL writes what goes wrong before anybody can connect. */
export function logPath(folder: string): string {
  return join(folder, "postgres.log");
}

/** Whether a child has neither exited nor been killed. */
export function isRunning(child: ChildProcess | undefined): boolean {
  return child !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Fast shutdown; after ten seconds an immediate one, which recovers at the next start. */
export async function stopPostmaster(data: string): Promise<"stopped" | "forced" | "stuck"> {
  const found = await findPostmaster(data);
  if (!found) return "stopped";
  if (await signalAndWait(found.pid, data, "SIGINT", fastStopMs)) return "stopped";
  if (await signalAndWait(found.pid, data, "SIGQUIT", hardStopMs)) return "forced";
  return "stuck";
}

async function signalAndWait(pid: number, data: string, signal: NodeJS.Signals, withinMs: number) {
  const deadline = performance.now() + withinMs;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
  while (await isPostmaster(pid, data)) {
    if (performance.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** A pid alone proves nothing: it may be a zombie, or another program that got the same number. */
async function isPostmaster(pid: number, data: string): Promise<boolean> {
  const words = await commandLine(pid);
  return words.includes(data) && /postgres["']?(\0|\s|$)/.test(words);
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const ps = promisify(execFile)("ps", ["-ww", "-o", "command=", "-p", String(pid)]);
  return ps.then((result) => result.stdout).catch(() => "");
}

async function pidFileLines(data: string): Promise<string[] | undefined> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => undefined);
  return text?.split("\n");
}

/**
 * After a reboot the old pid may belong to another program, and PostgreSQL would refuse to start.
 * Our own pid in its place tells PostgreSQL that the file is a leftover (it ignores its parent),
 * while the rest of the file still lets it check that no old backend holds the shared memory.
 */
async function disownReusedPid(data: string): Promise<void> {
  const lines = await pidFileLines(data);
  if (!lines || (await findPostmaster(data))) return;
  try {
    process.kill(Number(lines[0]), 0);
  } catch {
    return;
  }
  // The folder is another user's: as root, never write through a link they could have put there.
  const flags = constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW;
  const file = openSync(join(data, "postmaster.pid"), flags);
  writeFileSync(file, [process.pid, ...lines.slice(1)].join("\n"));
  closeSync(file);
}

function openLog(folder: string): number {
  const path = logPath(folder);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return openSync(path, size > longestLog ? "w" : "a", 0o600);
}

function settings(socketDir: string, durable: boolean): string[] {
  const values = {
    listen_addresses: "",
    port: "5432",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    max_connections: "100",
    shared_buffers: "64MB",
    max_wal_size: "256MB", // bounds the recovery after a crash, and the disk
    io_method: "sync", // a desk reads from memory; saves three processes
    huge_pages: "off",
    jit: "off",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "log", // quieter than errors: those reach the caller, and hold people's text
    log_checkpoints: "off",
    fsync: durable ? "on" : "off",
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}
