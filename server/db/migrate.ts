/** Brings a database to the present schema, as the tables' owner, and gives the application role what it needs. */
import { createPostgresBackend } from "bullmq";
import { Kysely, type Migration, Migrator, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Log } from "../log.ts";
import { advisory } from "./advisory.ts";
import { appRole } from "./connect.ts";
import { up as spine } from "./migrations/001-spine.ts";
import { up as reactions } from "./migrations/002-reactions.ts";
import { up as tones } from "./migrations/003-tones.ts";
import { up as slots } from "./migrations/004-slots.ts";
import { up as certainty } from "./migrations/005-certainty.ts";
import { up as audit } from "./migrations/006-audit.ts";
import { up as feeds } from "./migrations/007-feeds.ts";
import { up as tiedSlots } from "./migrations/008-tied-slots.ts";
import { up as corrections } from "./migrations/009-corrections.ts";
import { up as removedFeeds } from "./migrations/010-removed-feeds.ts";
import { up as passed } from "./migrations/011-passed.ts";
import { up as sameWords } from "./migrations/012-same-words.ts";
import { up as fourEyes } from "./migrations/013-four-eyes.ts";
import { up as retract } from "./migrations/014-retract.ts";
import { up as ways } from "./migrations/015-ways.ts";
import { up as quietWindows } from "./migrations/016-quiet-windows.ts";
import { up as undoWindows } from "./migrations/017-undo-windows.ts";
import { up as nearWords } from "./migrations/018-near-words.ts";
import { up as pictureDelays } from "./migrations/020-picture-delays.ts";
import { up as houseRules } from "./migrations/021-house-rules.ts";

const migrations: Record<string, Migration> = {
  "001-spine": { up: spine },
  "002-reactions": { up: reactions },
  "003-tones": { up: tones },
  "004-slots": { up: slots },
  "005-certainty": { up: certainty },
  "006-audit": { up: audit },
  "007-feeds": { up: feeds },
  "008-tied-slots": { up: tiedSlots },
  "009-corrections": { up: corrections },
  "010-removed-feeds": { up: removedFeeds },
  "011-passed": { up: passed },
  "012-same-words": { up: sameWords },
  "013-four-eyes": { up: fourEyes },
  "014-retract": { up: retract },
  "015-ways": { up: ways },
  "016-quiet-windows": { up: quietWindows },
  "017-undo-windows": { up: undoWindows },
  "018-near-words": { up: nearWords },
  "020-picture-delays": { up: pictureDelays },
  "021-house-rules": { up: houseRules },
};
/** Every step to the present schema, first to last. */
export const migrationNames: readonly string[] = Object.keys(migrations);

/** Migrates `url`. Throws with what to do when the role cannot be made. Safe to run from several processes at once. */
export async function migrate(url: string, log: Log): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on("error", (error) => log.warn({ err: error }, "the migrating connection dropped"));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.connection().execute(async (one) => {
      await sql`SELECT pg_advisory_lock(${advisory.migrate})`.execute(one);
      try {
        await createRole(one);
        await migrateTables(db);
        await migrateQueue(url);
        await grant(one);
      } finally {
        await sql`SELECT pg_advisory_unlock(${advisory.migrate})`.execute(one);
      }
    });
  } finally {
    await db.destroy();
  }
}

/**
 * Removes `tables` with all they hold and makes them anew as they were after the first `known` migrations; then `load`,
 * the migrations that came later, and the grants. In the caller's transaction, as the tables' owner.
 */
export async function rebuild(
  tx: Kysely<unknown>,
  tables: readonly string[],
  known: number,
  load: () => Promise<void>,
): Promise<void> {
  const steps = Object.values(migrations);
  // A desk that is started now waits here until this is done.
  await sql`SELECT pg_advisory_xact_lock(${advisory.migrate})`.execute(tx);
  const { rows: functions } = await sql<{ name: string }>`
    SELECT DISTINCT tgfoid::regprocedure::text AS name FROM pg_trigger
    WHERE tgrelid = ANY (${[...tables]}::regclass[]) AND NOT tgisinternal`.execute(tx);
  await sql.raw(`DROP TABLE ${tables.join(", ")}`).execute(tx);
  await sql.raw("DROP SEQUENCE fences").execute(tx);
  for (const { name } of functions) await sql.raw(`DROP FUNCTION ${name}`).execute(tx);
  for (const step of steps.slice(0, known)) await step.up(tx);
  await load();
  for (const step of steps.slice(known)) await step.up(tx);
  await grant(tx);
}

async function createRole(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql`SELECT 1 FROM pg_roles WHERE rolname = ${appRole}`.execute(db);
  try {
    // Roles belong to the whole cluster: another database's migration may be making it at this moment.
    if (rows.length === 0)
      await sql.raw(`CREATE ROLE ${appRole} NOLOGIN`).execute(db).catch(ignoreExisting);
    await sql.raw(`GRANT ${appRole} TO CURRENT_USER`).execute(db);
  } catch (error) {
    throw new Error(
      `the database user may not make the role ${appRole}: run CREATE ROLE ${appRole} NOLOGIN; GRANT ${appRole} TO <user>; once, as an administrator`,
      { cause: error },
    );
  }
}

function ignoreExisting(error: unknown): void {
  const { code } = error as { code?: string };
  if (code !== "42710" && code !== "23505") throw error;
}

async function migrateTables(db: Kysely<unknown>): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  }).migrateToLatest();
  if (error)
    throw error instanceof Error
      ? error
      : new Error("the database could not be migrated", { cause: error });
}

async function migrateQueue(url: string): Promise<void> {
  const backend = createPostgresBackend("publish", {
    connection: { connectionString: url, schema: "bullmq", migrate: true, max: 2 },
  });
  try {
    await backend.waitUntilReady();
  } finally {
    await backend.close();
  }
}

/** The application reads and writes rows; it may never drop, alter or rewrite history (the triggers bind it too). */
async function grant(db: Kysely<unknown>): Promise<void> {
  for (const schema of ["public", "bullmq"]) {
    await sql.raw(`GRANT USAGE ON SCHEMA ${schema} TO ${appRole}`).execute(db);
    await sql
      .raw(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${appRole}`)
      .execute(db);
    await sql
      .raw(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${appRole}`)
      .execute(db);
    await sql.raw(`GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${schema} TO ${appRole}`).execute(db);
  }
  await sql.raw(`REVOKE UPDATE, DELETE ON changes, actions, attempts FROM ${appRole}`).execute(db);
  // The chain is written by its triggers alone, which act as the tables' owner.
  await sql
    .raw(`REVOKE INSERT, UPDATE, DELETE ON audit, audit_entries FROM ${appRole}`)
    .execute(db);
}
