/** Doubt, pace, holds of one account, and who is at work: what publishing must know to be certain. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE deliveries ADD timed boolean NOT NULL DEFAULT false, ADD paced_at timestamptz, ADD doubt_since timestamptz`,
  `UPDATE deliveries SET timed = true FROM slots WHERE slots.post_id = deliveries.post_id`,
  `UPDATE deliveries SET doubt_since = changed_at WHERE state IN ('uncertain', 'needsHuman')`,
  `CREATE INDEX deliveries_paced ON deliveries (account_id, paced_at) WHERE paced_at IS NOT NULL`,
  `CREATE INDEX deliveries_too_late ON deliveries (not_after) WHERE state IN ('scheduled', 'retryWait', 'held')`,
  `CREATE INDEX deliveries_doubt ON deliveries (next_probe_at) WHERE state = 'uncertain'`,
  // A post of a network is one delivery's: where only words tell posts apart, two must not both find the same.
  `CREATE UNIQUE INDEX deliveries_remote ON deliveries (account_id, remote_id) WHERE remote_id IS NOT NULL AND kind = 'post'`,
  `CREATE INDEX attempts_delivery ON attempts (delivery_id, id)`,
  `ALTER TABLE attempts DROP CONSTRAINT attempts_step_check,
    ADD CONSTRAINT attempts_step_check CHECK (step IN ('intent', 'answer', 'probe', 'late', 'person'))`,
  `ALTER TABLE accounts ADD spacing_ms int NOT NULL DEFAULT 0 CHECK (spacing_ms BETWEEN 0 AND 3600000)`,
  `CREATE TABLE paces (
    account_id uuid PRIMARY KEY REFERENCES accounts, spaced_until timestamptz, budget_until timestamptz, blocked_until timestamptz)`,
  `INSERT INTO paces (account_id) SELECT id FROM accounts`,
  `ALTER TABLE holds ADD reason text`,
  `INSERT INTO holds (id, scope, scope_id, held) SELECT gen_random_uuid(), 'account', id, false FROM accounts`,
  `INSERT INTO holds (id, campaign_id, scope, scope_id, held) SELECT gen_random_uuid(), id, 'campaign', id, false FROM campaigns`,
  `CREATE TABLE workers (
    id uuid PRIMARY KEY, name text NOT NULL, started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp(), queue_away_since timestamptz,
    database_offset_ms int, network_offset_ms int,
    stopped boolean NOT NULL DEFAULT false)`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
