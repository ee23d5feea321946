/** The undo window of each account, and of what is sensitive, in place of one for the whole campaign. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE accounts ADD undo_ms int NOT NULL DEFAULT 3000 CHECK (undo_ms BETWEEN 0 AND 10000)`,
  `UPDATE accounts SET undo_ms = least(greatest(campaign.undo_ms, 0), 10000)
    FROM (SELECT undo_ms FROM campaigns ORDER BY id LIMIT 1) AS campaign`,
  `ALTER TABLE campaigns DROP undo_ms,
    ADD sensitive_undo_ms int NOT NULL DEFAULT 10000 CHECK (sensitive_undo_ms BETWEEN 0 AND 10000)`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
