/** That somebody looked at a moment and left it as it stands. */
import { type Kysely, sql } from "kysely";

const statements = [`ALTER TABLE moments ADD passed jsonb`];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
