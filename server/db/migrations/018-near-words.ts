/** What an account was given lately in a language, and why nearly the same was said again. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE posts ADD repeat_reason text`,
  `CREATE INDEX deliveries_lately ON deliveries (account_id, locale_key, due_at)`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
