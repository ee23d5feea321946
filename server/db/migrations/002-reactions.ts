/** What a reaction needs to leave for real: pictures, claims, accounts that keep a session, what was prepared for a network. */
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE media (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, sha256 text NOT NULL, type text NOT NULL,
    width int NOT NULL, height int NOT NULL, body bytea NOT NULL, added_by uuid REFERENCES people,
    added_at timestamptz NOT NULL DEFAULT clock_timestamp(), UNIQUE (campaign_id, sha256))`,
  `CREATE TABLE claims (
    moment_id uuid PRIMARY KEY REFERENCES moments, campaign_id uuid NOT NULL REFERENCES campaigns,
    person_id uuid NOT NULL REFERENCES people, claimed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    lease_until timestamptz NOT NULL)`,
  `CREATE INDEX claims_lease ON claims (lease_until)`,
  `ALTER TABLE accounts RENAME COLUMN sealed_token TO sealed_secret`,
  `ALTER TABLE accounts ADD COLUMN wears text, ADD COLUMN service text`,
  // Apart from the account: renewing a session must not wait for the gates that share the account's row, nor they for it.
  `CREATE TABLE account_sessions (
    account_id uuid PRIMARY KEY REFERENCES accounts, sealed_session text, usable_until timestamptz)`,
  `ALTER TABLE templates ADD COLUMN image jsonb`,
  `UPDATE templates SET variants =
    (SELECT jsonb_agg(jsonb_build_object('network', NULL) || each) FROM jsonb_array_elements(variants) AS each)`,
  `ALTER TABLE deliveries ADD COLUMN prepared jsonb`,
  // Changes told before this have the old shape: every console starts again from a snapshot.
  `UPDATE counter SET epoch = gen_random_uuid()`,
  `UPDATE deliveries SET payload = jsonb_build_object('media', '[]'::jsonb) || payload`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
