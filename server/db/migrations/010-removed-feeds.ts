/** Feeds that were removed stay, with all they said; nobody hears them any more. */
import { type Kysely, sql } from "kysely";

const statements = [`ALTER TABLE feeds ADD removed_at timestamptz`];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
