/** Opens the record: our embedded PostgreSQL, or the one `DATABASE_URL` names, as a role that does not own the tables. */
import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { Log } from "../log.ts";
import type { Db } from "./changes.ts";
import type { Schema } from "./schema.ts";

/** The role every query of the running server has: it reads and writes rows but owns no table. */
export const appRole = "rebond_app";
const searchPath = "-c search_path=public,bullmq";

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
  const options = `-c role=${appRole} ${searchPath}`;
  const config = { connectionString: url, options, max, connectionTimeoutMillis: 10_000, keepAlive: true, application_name: "rebond" };
  const pool = new pg.Pool(config);
  // An idle client that drops must not take the process with it.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection dropped"));
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return { db, pool, listen: (channel, heard) => listen(config, log, channel, heard), close: () => db.destroy() };
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
  const open = async (): Promise<void> => {
    const next = new pg.Client(config);
    next.on("error", (error) => log.warn({ err: error, channel }, "the listening connection dropped"));
    next.on("end", () => {
      if (!ended) retry();
    });
    next.on("notification", (note) => heard(note.payload ?? ""));
    await next.connect();
    await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    client = next;
    heard("");
  };
  const retry = (): void => {
    setTimeout(() => {
      if (ended) return;
      open().catch((error: unknown) => {
        log.warn({ err: error, channel }, "could not listen again yet");
        retry();
      });
    }, 500);
  };
  await open();
  return async () => {
    ended = true;
    await client?.end();
  };
}
