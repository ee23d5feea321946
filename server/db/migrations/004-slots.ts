/** Slots: planned posts at a time. */
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE slots (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, external_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('post', 'ceremony', 'evergreen')), title jsonb NOT NULL,
    wall_at text NOT NULL, zone text NOT NULL, fold text CHECK (fold IN ('earlier', 'later')),
    start_at timestamptz NOT NULL, not_after timestamptz NOT NULL, late_ms int,
    post_id uuid NOT NULL UNIQUE REFERENCES posts, UNIQUE (campaign_id, external_id))`,
  `CREATE INDEX deliveries_post ON deliveries (post_id)`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
