/** What a second person must agree to, and that nothing of it leaves the drafts on other bytes than those they read. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE campaigns ADD four_eyes text[] NOT NULL DEFAULT '{}'`,
  `ALTER TABLE posts ADD approved_by uuid REFERENCES people, ADD approved_at timestamptz,
    ADD CONSTRAINT posts_four_eyes CHECK (approved_by IS NULL OR approved_by <> fired_by)`,
  `ALTER TABLE deliveries ADD four_eyes boolean NOT NULL DEFAULT false, ADD approved_hash text,
    ADD CONSTRAINT deliveries_four_eyes CHECK (
      NOT four_eyes OR state IN ('draft', 'cancelled') OR coalesce(approved_hash = payload_hash, false))`,
  `CREATE INDEX deliveries_drafts ON deliveries (not_after) WHERE state = 'draft'`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
