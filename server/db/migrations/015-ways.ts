/** When whoever fired had the moment before them, and since when it was theirs. */
import { type Kysely, sql } from "kysely";

const statements = [`ALTER TABLE posts ADD seen_at timestamptz, ADD claimed_at timestamptz`];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
