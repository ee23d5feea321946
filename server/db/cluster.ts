import { randomBytes } from "node:crypto";
import { open, readFile, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { removeAbandoned } from "./binaries.ts";
import type { Binaries } from "./binaries.ts";
import { runAs } from "./owner.ts";
import type { Place } from "./place.ts";

const databaseName = "rebond";
const initTimeoutMs = 120_000;
const connectTimeoutMs = 5_000;

/** The address of a database behind a private socket, as `pg` takes it. */
export function socketUrl(socketDir: string, database = databaseName): string {
  // Port and sslmode are spelled out so that PGPORT and PGSSLMODE in a shell change nothing.
  const host = encodeURIComponent(socketDir);
  return `postgres://postgres@localhost:5432/${database}?host=${host}&sslmode=disable`;
}

/** Makes the cluster of a place if there is none; refuses one of another major version. */
export async function ensureCluster(place: Place, binaries: Binaries, durable: boolean) {
  const found = await clusterVersion(place.data);
  if (found === binaries.major) return;
  if (found === undefined) return makeCluster(place, binaries, durable);
  throw new Error(
    `The database in ${place.data} was made by PostgreSQL ${found}; this version of Rebond brings ` +
      `PostgreSQL ${binaries.major}. Start the Rebond that made it and export, then move ` +
      `${place.folder} away and import; or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Creates the desk's database in a running cluster, unless it is there. */
export async function ensureDatabase(socketDir: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await createDatabase(socketDir);
    } catch (error) {
      const code = error instanceof DatabaseError ? error.code : undefined;
      // 42P04, 23505: another start made it first. 55006: another start is making it now.
      if (code === "42P04" || code === "23505") return;
      if (code !== "55006" || attempt === 20) throw error;
      await sleep(250);
    }
  }
}

/** Opens a connection, runs `work` and closes it; never hangs on opening. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: initTimeoutMs,
  });
  // Without a listener, a server that goes away would end this process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(socketDir: string): Promise<void> {
  await withClient(socketUrl(socketDir, "postgres"), async (client) => {
    const known = await client.query("select 1 from pg_database where datname = $1", [
      databaseName,
    ]);
    if (known.rowCount === 0) await client.query(`create database ${databaseName}`);
  });
}

async function clusterVersion(data: string): Promise<number | undefined> {
  const version = await readFile(join(data, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version !== undefined) return Number.parseInt(version, 10);
  const entries = await readdir(data).catch(() => []);
  if (entries.length === 0) return undefined;
  throw new Error(
    `${data} holds files but no PG_VERSION: it is damaged. Restore it or move it away.`,
  );
}

/** Made under another name and renamed when whole, so that a kill leaves no half cluster. */
async function makeCluster(place: Place, binaries: Binaries, durable: boolean): Promise<void> {
  removeAbandoned(place.home, "new-data-");
  const draft = join(place.home, `new-data-${randomBytes(6).toString("hex")}`);
  const options = { cwd: place.home, timeoutMs: initTimeoutMs };
  await runAs(place.owner, binaries.initdb, initArguments(draft), options);
  // One pass at the end is several times faster than initdb's own, and as safe: the name comes after.
  if (durable) await runAs(place.owner, binaries.initdb, ["--sync-only", "-D", draft], options);
  try {
    await rename(draft, place.data);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if ((await clusterVersion(place.data)) === undefined) throw error;
  }
  if (durable) await flushFolder(place.home);
}

function initArguments(folder: string): string[] {
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"];
  const access = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"];
  const rest = ["--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"];
  return ["-D", folder, ...locale, ...access, ...rest];
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
