/** Opens the record: our embedded PostgreSQL, or the one `DATABASE_URL` names, as a role that does not own the tables. */
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Log } from "../log.ts";
import type { Db } from "./changes.ts";
import type { Schema } from "./schema.ts";

/** The role every query of the running server has: it reads and writes rows but owns no table. */
export const appRole = "rebond_app";
const searchPath = "-c search_path=public,bullmq";
/** A process that freezes inside a transaction may hold the change counter, and with it the whole desk. */
const idleLimit = "-c idle_in_transaction_session_timeout=10s";

export type Connected = {
  db: Db;
  /** The same pool, for what must speak to `pg` itself (sessions, the queue). */
  pool: pg.Pool;
  /** A connection of its own for LISTEN; the caller ends it. */
  listen: (channel: string, heard: (payload: string) => void) => Promise<() => Promise<void>>;
  close: () => Promise<void>;
};

/** Connects to `url` as the application role. `max` bounds the pool; a query waits at most 10 s for a connection. */
export function connect(url: string, log: Log, max = 20): Connected {
  const options = `-c role=${appRole} ${searchPath} ${idleLimit}`;
  const config = {
    connectionString: url,
    options,
    max,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    application_name: "rebond",
  };
  const pool = new pg.Pool(config);
  // A connection that drops must not take the process with it: idle, the pool says so; in use, only the client does.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection dropped"));
  pool.on("connect", (client) => {
    client.on("error", (error) => log.warn({ err: error }, "a database connection dropped"));
  });
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return {
    db,
    pool,
    listen: (channel, heard) => listen(config, log, channel, heard),
    close: () => db.destroy(),
  };
}

/** Listens on a channel and connects again, for ever, when the connection drops; `heard` is also called after each return. */
async function listen(
  config: pg.ClientConfig,
  log: Log,
  channel: string,
  heard: (payload: string) => void,
): Promise<() => Promise<void>> {
  let ended = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  const open = async (): Promise<void> => {
    const next = new pg.Client(config);
    next.on("error", (error) =>
      log.warn({ err: error, channel }, "the listening connection dropped"),
    );
    next.on("end", retry);
    next.on("notification", (note) => heard(note.payload ?? ""));
    client = next;
    await next.connect();
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    heard("");
  };
  // A failed attempt is told twice, by its rejection and by the connection's end: one timer, or attempts would double.
  const retry = (): void => {
    if (ended || timer) return;
    timer = setTimeout(() => {
      timer = null;
      open().catch((error: unknown) => {
        log.warn({ err: error, channel }, "could not listen again yet");
        return client?.end().then(retry, retry);
      });
    }, 500);
  };
  const close = async (): Promise<void> => {
    ended = true;
    if (timer) clearTimeout(timer);
    await client?.end();
  };
  await open().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return close;
}
