/** Taking back what is public: once a post, and its place is free again when it is gone. */
import { type Kysely, sql } from "kysely";

const statements = [
  // Of a public post: since when it has been gone, through us.
  `ALTER TABLE deliveries ADD taken_back_at timestamptz`,
  `CREATE UNIQUE INDEX deliveries_one_delete ON deliveries (target_delivery_id)
    WHERE kind = 'delete' AND state NOT IN ('cancelled', 'rejected')`,
  `DROP INDEX deliveries_one_place`,
  `CREATE UNIQUE INDEX deliveries_one_place ON deliveries (moment_id, account_id, locale_key, purpose, occurrence, part)
    WHERE moment_id IS NOT NULL AND kind = 'post' AND taken_back_at IS NULL
      AND state NOT IN ('cancelled', 'rejected', 'missed')`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
