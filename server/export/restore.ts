/** Makes a new desk's record what an export says: all of it or nothing, and nothing leaves before what may have left is found. */
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import type { Tx } from "../db/changes.ts";
import { migrationNames, rebuild } from "../db/migrate.ts";
import type { Schema } from "../db/schema.ts";
import type { Log } from "../log.ts";
import type { Sealer } from "../sealed.ts";
import { doubtAll, type InDoubt } from "./doubt.ts";
import { type Header, keyPlace, keyWord } from "./format.ts";
import { loadAll, renumber } from "./load.ts";
import { type Lines, readExport } from "./read-file.ts";
import { exported, leftOut } from "./tables.ts";

export type Restored = { header: Header; rows: number; inDoubt: InDoubt };
type Parts = { url: string; sealer: Sealer; log: Log };

/** A desk that runs holds these tables; what waits longer than this is somebody else's transaction. */
const lockWait = "5s";

/** Throws a sentence for whatever stands against it; then nothing has changed. */
export async function restore({ url, sealer, log }: Parts, file: string): Promise<Restored> {
  const pool = new pg.Pool({ connectionString: url, max: 1, connectionTimeoutMillis: 10_000 });
  pool.on("error", (error) => log.warn({ err: error }, "the restoring connection dropped"));
  // As migrate: with the rights of the tables' owner, which the running desk does not have.
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  try {
    return await readExport(file, async (header, lines) => {
      const known = assertReadable(header);
      assertKey(sealer, header);
      return db.transaction().execute((tx) => replace(tx, header, known, lines));
    });
  } finally {
    await db.destroy();
  }
}

async function replace(tx: Tx, header: Header, known: number, lines: Lines): Promise<Restored> {
  const startedAt = performance.now();
  await sql`SET LOCAL lock_timeout = ${sql.lit(lockWait)}`.execute(tx);
  await assertNew(tx);
  await assertStopped(tx);
  const tables = [...exported.map(({ table }) => table), ...leftOut];
  let rows = 0;
  await rebuild(tx as unknown as Kysely<unknown>, tables, known, async () => {
    rows = await loadAll(tx, lines);
  });
  await renumber(tx);
  // Every console and every queue starts again: what they know may be of what was lost.
  await sql`UPDATE counter SET epoch = gen_random_uuid()`.execute(tx);
  const { id: campaignId } = await tx
    .selectFrom("campaigns")
    .select("id")
    .orderBy("id", "desc")
    .executeTakeFirstOrThrow();
  await putOnRecord(tx, campaignId, header, performance.now() - startedAt);
  const inDoubt = await doubtAll(tx, campaignId);
  return { header, rows, inDoubt };
}

/** How many of our migrations made its schema. */
function assertReadable({ migrations }: Header): number {
  if (migrations.every((name, index) => name === migrationNames[index])) return migrations.length;
  throw new Error(
    `the file was written by another version of Rebond (its record has ${migrations.at(-1)}, ours ${migrationNames.at(-1)}): restore it with that version, or a newer one`,
  );
}

function assertKey(sealer: Sealer, { keyCheck }: Header): void {
  try {
    if (sealer.open(keyPlace, keyCheck) === keyWord) return;
  } catch {
    // Said below: another key fails to open it, and there is nothing more to say.
  }
  throw new Error(
    "the secrets in the file were sealed with another key: give this desk the old one's (REBOND_KEK, or the file kek of its REBOND_DATA) and restore again",
  );
}

async function assertNew(tx: Tx): Promise<void> {
  const { rows } = await sql<{ said: string; planned: string }>`
    SELECT (SELECT count(*) FROM posts) AS said, (SELECT count(*) FROM slots) AS planned`.execute(
    tx,
  );
  const { said, planned } = rows[0]!;
  if (said !== "0" || planned !== "0")
    throw new Error(
      `this desk has posts of its own (${said}, ${planned} of them planned): restore into a new one`,
    );
}

/** Every process of a desk listens for changes or for jobs, always. */
async function assertStopped(tx: Tx): Promise<void> {
  const { rows } = await sql`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN %'`.execute(
    tx,
  );
  if (rows.length > 0) throw new Error("the desk is running: stop it, restore, and start it again");
}

async function putOnRecord(
  tx: Tx,
  campaignId: string,
  { exportedAt, epoch, seq, audit }: Header,
  tookMs: number,
): Promise<void> {
  const input = JSON.stringify({ exportedAt, epoch, seq, audit });
  await sql`INSERT INTO actions (campaign_id, name, input, outcome, via, took_ms)
    VALUES (${campaignId}, 'record.restore', ${input}::jsonb, 'ok', 'cli', ${Math.round(tookMs)})`.execute(
    tx,
  );
}
