import type { ChildProcess } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { installBinaries } from "./binaries.ts";
import { ensureCluster, ensureDatabase, socketUrl, withClient } from "./cluster.ts";
import { placeFor } from "./place.ts";
import type { Place } from "./place.ts";
import {
  findPostmaster,
  isRunning,
  logPath,
  spawnPostmaster,
  stopPostmaster,
} from "./postmaster.ts";
import type { Postmaster } from "./postmaster.ts";

type Log = {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

/** A running PostgreSQL that belongs to one data folder. */
export type EmbeddedDatabase = {
  url: string;
  /** True when PostgreSQL was running already: it outlived an earlier process, or one beside us. */
  adopted: boolean;
  /** Stops PostgreSQL, adopted or not: the data folder is ours. */
  stop(): Promise<void>;
};

/** `durable: false` gives up safety for speed: for tests only. */
export type EmbeddedOptions = { dataDir: string; log: Log; durable?: boolean };

type Start = { place: Place; program: string; durable: boolean; logStart: number };
type Reached = { found: Postmaster; adopted: boolean };

const retryStartMs = 20_000;
const recoveryMs = 180_000;

/** Starts, or adopts, the PostgreSQL of a data folder, and sees that the desk's database exists. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, log, durable = true } = options;
  if (process.platform === "win32") {
    throw new Error("On Windows, set DATABASE_URL to a PostgreSQL of your own (or use WSL).");
  }
  const began = performance.now();
  const place = await placeFor(dataDir, log);
  const binaries = installBinaries(place.binariesIn);
  await ensureCluster(place, binaries, durable);
  const logStart = await sizeOf(logPath(place.folder));
  const start = { place, program: binaries.postgres, durable, logStart };
  const { found, adopted } = await reach(start);
  await ensureDatabase(found.socketDir);
  const ms = Math.round(performance.now() - began);
  log.info({ pid: found.pid, adopted, ms, home: place.home }, "database ready");
  return { url: socketUrl(found.socketDir), adopted, stop: () => stop(place.data, log) };
}

/**
 * Looks, starts if nothing lives there, and looks again. Of two starts at once PostgreSQL itself
 * lets one live (its pid file is the lock, and no kill can leave it stale); the other finds that one.
 */
async function reach(start: Start): Promise<Reached> {
  const began = performance.now();
  let child: ChildProcess | undefined;
  for (;;) {
    const found = await findPostmaster(start.place.data);
    if (found && (await answers(found, start.place.data))) {
      return { found, adopted: found.pid !== child?.pid };
    }
    const waitedMs = performance.now() - began;
    // A PostgreSQL that lives but does not answer yet is recovering, or on its way out.
    if (waitedMs > (found ? recoveryMs : retryStartMs)) throw await failure(start, found);
    const failedBefore = child !== undefined && !isRunning(child);
    if (!found && failedBefore) await sleep(250);
    if (!found && !isRunning(child)) {
      child = await spawnPostmaster(start.place, start.program, start.durable);
    }
    await sleep(15);
  }
}

async function answers(found: Postmaster, data: string): Promise<boolean> {
  // The file says when it is worth knocking; knocking earlier only fills the log.
  if (found.status !== "ready") return false;
  try {
    const sql = "select current_setting('data_directory') as folder";
    const query = await withClient(socketUrl(found.socketDir, "postgres"), (client) => {
      return client.query<{ folder: string }>(sql);
    });
    return query.rows[0]?.folder === data;
  } catch {
    return false;
  }
}

async function failure(start: Start, found: Postmaster | undefined): Promise<Error> {
  const path = logPath(start.place.folder);
  const written = await readFile(path, "utf8").catch(() => "");
  const lines = written.slice(start.logStart).trim().split("\n").slice(-12).join("\n");
  const what = found
    ? `PostgreSQL (pid ${found.pid}) runs on ${start.place.data} but does not answer`
    : `PostgreSQL did not start on ${start.place.data}`;
  return new Error(`${what}. Its last words, from ${path}:\n${lines}`);
}

async function stop(data: string, log: Log): Promise<void> {
  const outcome = await stopPostmaster(data);
  if (outcome === "forced")
    log.warn({ data }, "database stopped hard; it recovers at the next start");
  if (outcome === "stuck") log.warn({ data }, "database did not stop");
}

async function sizeOf(path: string): Promise<number> {
  return stat(path)
    .then((found) => found.size)
    .catch(() => 0);
}
