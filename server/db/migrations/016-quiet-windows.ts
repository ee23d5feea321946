/** Spans in which nothing new leaves, by the house's own rule. */
import { type Kysely, sql } from "kysely";

const statements = [`ALTER TABLE campaigns ADD quiet_windows jsonb NOT NULL DEFAULT '[]'`];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
