import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withClient } from "#server/db/cluster.ts";
import { startEmbedded } from "#server/db/embedded.ts";
import { placeFor } from "#server/db/place.ts";
import { findPostmaster } from "#server/db/postmaster.ts";

/** A log that keeps nothing. */
export const quiet = { info: () => undefined, warn: () => undefined };

export type TestPostgres = { url: string; stop(): Promise<void> };
export type FreshDatabase = { url: string; drop(): Promise<void> };

const prefix = "rebond-test-";

/** Starts a PostgreSQL for one test run; it trades safety for speed and leaves nothing behind. */
export async function startPostgres(): Promise<TestPostgres> {
  await removeLeftovers();
  const dataDir = await temporaryFolder();
  const database = await startEmbedded({ dataDir, log: quiet, durable: false });
  return { url: database.url, stop: () => removeDataFolder(dataDir) };
}

/** An empty database of the test's own, in the PostgreSQL of this test run. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const shared = process.env["REBOND_TEST_PG_URL"];
  if (!shared) throw new Error("No PostgreSQL for tests: run them with tests/vitest.config.ts.");
  const name = `t_${randomBytes(6).toString("hex")}`;
  await withClient(shared, (client) => client.query(`create database ${name}`));
  const url = new URL(shared);
  url.pathname = `/${name}`;
  const drop = () =>
    withClient(shared, (client) => client.query(`drop database if exists ${name} with (force)`));
  return { url: url.href, drop: async () => void (await drop()) };
}

/** A new folder, named after this process so that a later run can tell that it was left behind. */
export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
}

/** Ends the PostgreSQL of a data folder at once and removes all its files. */
export async function removeDataFolder(dataDir: string): Promise<void> {
  if (await readFile(join(dataDir, "postgres.json")).catch(() => undefined)) {
    const place = await placeFor(dataDir, quiet);
    const found = await findPostmaster(place.data);
    if (found) process.kill(found.pid, "SIGQUIT");
    await rm(place.socketDir, { recursive: true, force: true });
    await rm(place.home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  await rm(dataDir, { recursive: true, force: true });
}

/** A run that was killed could not clean up; its PostgreSQL may even be running still. */
async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const pid = Number(name.slice(prefix.length).split("-")[0]);
    if (!isAlive(pid)) await removeDataFolder(join(tmpdir(), name)).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
