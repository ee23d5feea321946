/** Writes everything a desk needs into one file, read in one transaction, while the desk runs. */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { sql } from "kysely";
import { type Db, position, type Tx } from "../db/changes.ts";
import { migrationNames } from "../db/migrate.ts";
import { readNow } from "../db/now.ts";
import type { Sealer } from "../sealed.ts";
import {
  formatName,
  formatVersion,
  type Header,
  keyPlace,
  keyWord,
  type Section,
} from "./format.ts";
import { columnsOf, type Exported, exported } from "./tables.ts";

type Parts = { db: Db; sealer: Sealer };
export type Written = { header: Header; rows: number };

const usualAtOnce = 200;
/** The owner alone: it holds every text before it is public. */
const ownerOnly = 0o600;

/** The file appears whole under its name, or not at all; one that was there is replaced. */
export async function exportTo({ db, sealer }: Parts, file: string): Promise<Written> {
  const draft = `${file}.${process.pid}.part`;
  try {
    const written = await db
      .transaction()
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (tx) => {
        await sql`SET LOCAL timezone = 'UTC'`.execute(tx);
        const header = await readHeader(tx, sealer);
        const counts = await countRows(tx);
        const target = createWriteStream(draft, { mode: ownerOnly, flush: true });
        await pipeline(Readable.from(lines(tx, header, counts)), createGzip(), target);
        return { header, rows: counts.reduce((sum, { rows }) => sum + rows, 0) };
      });
    await rename(draft, file);
    return written;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function readHeader(tx: Tx, sealer: Sealer): Promise<Header> {
  const last = await tx
    .selectFrom("audit")
    .select(["id", "hash"])
    .orderBy("id", "desc")
    .executeTakeFirst();
  const { epoch, seq } = await position(tx);
  return {
    format: formatName,
    version: formatVersion,
    migrations: [...migrationNames],
    exportedAt: (await readNow(tx)).toISOString(),
    epoch,
    seq,
    audit: last ? { link: last.id, head: last.hash.toString("hex") } : null,
    keyCheck: sealer.seal(keyPlace, keyWord),
  };
}

type Counted = Exported & { rows: number };

async function countRows(tx: Tx): Promise<Counted[]> {
  const counts: Counted[] = [];
  for (const one of exported) {
    const { rows } = await sql<{ count: string }>`
      SELECT count(*) AS count FROM ${sql.table(one.table)}`.execute(tx);
    counts.push({ ...one, rows: Number(rows[0]!.count) });
  }
  return counts;
}

async function* lines(tx: Tx, header: Header, counts: Counted[]): AsyncGenerator<string> {
  yield `${JSON.stringify(header)}\n`;
  for (const one of counts) {
    const section: Section = { table: one.table, rows: one.rows };
    yield `${JSON.stringify(section)}\n`;
    yield* linesOf(tx, one);
  }
}

async function* linesOf(
  tx: Tx,
  { table, order, rows: count, atOnce = usualAtOnce }: Counted,
): AsyncGenerator<string> {
  await sql`DECLARE reading NO SCROLL CURSOR FOR
    SELECT ${sql.raw(await rowAsText(tx, table))} AS line
    FROM ${sql.table(table)} AS r ORDER BY ${sql.raw(order)}`.execute(tx);
  const fetch = sql<{ line: string }>`FETCH ${sql.raw(String(atOnce))} FROM reading`;
  // Ends: the cursor sees what was counted, in the same snapshot.
  for (let left = count; left > 0;) {
    const { rows } = await fetch.execute(tx);
    if (rows.length === 0) throw new Error(`${table} has fewer rows than it counted`);
    left -= rows.length;
    yield rows.map(({ line }) => `${line}\n`).join("");
  }
  await sql`CLOSE reading`.execute(tx);
}

/** PostgreSQL's own JSON of a row keeps every digit; of bytes it would make twice as many, so they go in base64. */
async function rowAsText(tx: Tx, table: string): Promise<string> {
  const bytes = (await columnsOf(tx, table)).filter((column) => column.bytes);
  const inBase64 = bytes.map(
    ({ name }) =>
      ` || jsonb_build_object('${name}', translate(encode(r.${name}, 'base64'), E'\\n', ''))`,
  );
  return `(to_jsonb(r)${inBase64.join("")})::text`;
}
