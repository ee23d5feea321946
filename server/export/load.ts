/** Puts an export's rows into tables made for them. PostgreSQL reads its own JSON back: nothing here parses a row. */
import { sql } from "kysely";
import type { Tx } from "../db/changes.ts";
import { type Lines, nextSection } from "./read-file.ts";
import { columnsOf, exported } from "./tables.ts";

const batchRows = 200;
const batchLetters = 4_000_000;

/** Answers how many. `tables`: those that the schema at hand has, of the ones an export holds. */
export async function loadAll(tx: Tx, lines: Lines): Promise<number> {
  let loaded = 0;
  // The migrations made it; the export has its own.
  await sql`DELETE FROM counter`.execute(tx);
  for (const { table } of await existing(tx)) {
    const { table: named, rows } = await nextSection(lines);
    if (named !== table) throw new Error(`the file has ${named} where ${table} should be`);
    // What is append-only stays as it was, and is in the chain already.
    await sql`ALTER TABLE ${sql.table(table)} DISABLE TRIGGER USER`.execute(tx);
    await loadTable(tx, table, rows, lines);
    await sql`ALTER TABLE ${sql.table(table)} ENABLE TRIGGER USER`.execute(tx);
    loaded += rows;
  }
  return loaded;
}

async function existing(tx: Tx) {
  const { rows } = await sql<{ name: string }>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(
    tx,
  );
  return exported.filter(({ table }) => rows.some(({ name }) => name === table));
}

async function loadTable(tx: Tx, table: string, rows: number, lines: Lines): Promise<void> {
  const insert = await insertInto(tx, table);
  let [batch, letters]: [string[], number] = [[], 0];
  for (let read = 1; read <= rows; read += 1) {
    const line = await lines.next();
    batch.push(line);
    letters += line.length;
    if (read < rows && batch.length < batchRows && letters < batchLetters) continue;
    await insert(`[${batch.join(",")}]`);
    [batch, letters] = [[], 0];
  }
}

async function insertInto(tx: Tx, table: string): Promise<(rows: string) => Promise<unknown>> {
  const columns = await columnsOf(tx, table);
  const bytes = columns.filter((column) => column.bytes);
  const names = columns.map(({ name }) => `"${name}"`);
  const values = columns.map(({ name, bytes: inBase64 }) =>
    inBase64 ? `decode(line->>'${name}', 'base64')` : `r."${name}"`,
  );
  const rest = `line${bytes.map(({ name }) => ` - '${name}'`).join("")}`;
  return (rows) =>
    sql`INSERT INTO ${sql.table(table)} (${sql.raw(names.join(", "))}) OVERRIDING SYSTEM VALUE
      SELECT ${sql.raw(values.join(", "))} FROM jsonb_array_elements(${rows}::jsonb) AS line,
        jsonb_populate_record(NULL::${sql.table(table)}, ${sql.raw(rest)}) AS r`.execute(tx);
}

/** The next numbers the database gives are past everything that was loaded. */
export async function renumber(tx: Tx): Promise<void> {
  for (const { table } of exported)
    for (const { name } of (await columnsOf(tx, table)).filter((column) => column.numbered))
      await sql`SELECT setval(pg_get_serial_sequence(${table}, ${name}), coalesce(max(${sql.ref(name)}), 0) + 1, false)
        FROM ${sql.table(table)}`.execute(tx);
  await sql`SELECT setval('fences', 1 + greatest(
    (SELECT coalesce(max(fence), 0) FROM deliveries), (SELECT coalesce(max(fence), 0) FROM attempts)), false)`.execute(
    tx,
  );
}
