/** Every table of the record: what an export holds, in an order in which each names only rows before it; and what it leaves out. */

import { sql } from "kysely";
import type { Tx } from "../db/changes.ts";

/** `order`: the columns its rows are written by. `atOnce`: rows read at a time, where they are large. */
export type Exported = { table: string; order: string; atOnce?: number };

export const exported: readonly Exported[] = [
  { table: "counter", order: "id" },
  { table: "campaigns", order: "id" },
  { table: "people", order: "id" },
  { table: "api_tokens", order: "token_hash" },
  { table: "changes", order: "seq" },
  { table: "commands", order: "id" },
  { table: "actions", order: "id" },
  { table: "accounts", order: "id" },
  { table: "account_sessions", order: "account_id" },
  { table: "paces", order: "account_id" },
  { table: "holds", order: "id" },
  { table: "feeds", order: "id" },
  { table: "messages", order: "id", atOnce: 20 },
  { table: "documents", order: "feed_id, key" },
  { table: "picture_delays", order: "id" },
  { table: "media", order: "id", atOnce: 4 },
  { table: "templates", order: "id" },
  { table: "moments", order: "id" },
  { table: "claims", order: "moment_id" },
  { table: "posts", order: "id" },
  { table: "slots", order: "id" },
  // What another answers was written before it, and ids rise with time.
  { table: "deliveries", order: "id" },
  { table: "attempts", order: "id" },
  { table: "audit_entries", order: "id" },
  { table: "audit", order: "id" },
];

/** Who is signed in at the moment, and what belongs to the processes that run. */
export const leftOut: readonly string[] = ["sessions", "sign_in_links", "outbox", "workers"];

export type Column = { name: string; bytes: boolean; numbered: boolean };

/** A table's columns: which hold bytes, which the database numbers by itself. */
export async function columnsOf(tx: Tx, table: string): Promise<Column[]> {
  const { rows } = await sql<Column>`
    SELECT column_name AS name, data_type = 'bytea' AS bytes, is_identity = 'YES' AS numbered
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ${table}
    ORDER BY ordinal_position`.execute(tx);
  return rows;
}
