/** Finds what an account was already given in the same words. */
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE INDEX deliveries_words ON deliveries (account_id, locale_key, md5(payload ->> 'text'))`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
