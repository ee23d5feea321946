/** The spine: change log, commands, feeds, moments, posts and people. */
import { type Kysely, sql } from "kysely";

const statements = [
  `CREATE TABLE counter (id int PRIMARY KEY CHECK (id = 1), epoch uuid NOT NULL, seq bigint NOT NULL)`,
  `INSERT INTO counter VALUES (1, gen_random_uuid(), 0)`,
  `CREATE TABLE campaigns (
    id uuid PRIMARY KEY, name jsonb NOT NULL, mode text NOT NULL CHECK (mode IN ('off', 'rehearsal', 'onAir')),
    venue_zone text NOT NULL, venue_name text NOT NULL, home_zone text NOT NULL, home_name text NOT NULL,
    never_medalled text[] NOT NULL, undo_ms int NOT NULL, rehearsal_playing boolean NOT NULL)`,
  `CREATE TABLE changes (
    seq bigint PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, type text NOT NULL,
    data jsonb NOT NULL, at timestamptz NOT NULL)`,
  `CREATE TABLE people (id uuid PRIMARY KEY, name text NOT NULL, role text NOT NULL, locale text NOT NULL)`,
  `CREATE TABLE sign_in_links (
    token_hash text PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, expires_at timestamptz NOT NULL, used_at timestamptz)`,
  `CREATE TABLE api_tokens (
    token_hash text PRIMARY KEY, person_id uuid NOT NULL REFERENCES people, name text NOT NULL, role text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(), revoked_at timestamptz)`,
  `CREATE TABLE sessions (sid text PRIMARY KEY, sess json NOT NULL, expire timestamptz NOT NULL)`,
  `CREATE INDEX sessions_expire ON sessions (expire)`,
  `CREATE TABLE commands (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, person_id uuid NOT NULL REFERENCES people,
    name text NOT NULL, input_hash text NOT NULL, reply jsonb, at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  `CREATE TABLE actions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    campaign_id uuid NOT NULL REFERENCES campaigns, command_id uuid, person_id uuid, name text NOT NULL, input jsonb NOT NULL,
    outcome text NOT NULL, via text NOT NULL, pressed_at timestamptz, took_ms int NOT NULL)`,
  `CREATE TABLE accounts (
    id uuid PRIMARY KEY, network text NOT NULL, handle text NOT NULL, name text NOT NULL, locales text[] NOT NULL,
    realm text NOT NULL CHECK (realm IN ('rehearsal', 'live')), sealed_token text, UNIQUE (network, handle))`,
  `CREATE TABLE feeds (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, name text NOT NULL UNIQUE, format text NOT NULL,
    sealed_secret text NOT NULL, last_message_at timestamptz)`,
  `CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns,
    feed_id uuid NOT NULL REFERENCES feeds, external_id text NOT NULL, content_type text NOT NULL, body bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT clock_timestamp(), outcome text NOT NULL,
    document_key text, document_version bigint, UNIQUE (feed_id, external_id))`,
  `CREATE TABLE documents (
    feed_id uuid NOT NULL REFERENCES feeds, key text NOT NULL, campaign_id uuid NOT NULL REFERENCES campaigns,
    event_code text NOT NULL, type text NOT NULL, version bigint NOT NULL, stamped_at text NOT NULL, body_hash text NOT NULL,
    summary jsonb NOT NULL, PRIMARY KEY (feed_id, key))`,
  `CREATE INDEX documents_event ON documents (campaign_id, event_code)`,
  `CREATE TABLE moments (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, key text NOT NULL, event_code text NOT NULL,
    version int NOT NULL, kind text NOT NULL, status text NOT NULL, headline jsonb NOT NULL, context jsonb NOT NULL,
    participants jsonb NOT NULL, facts jsonb NOT NULL, salience jsonb NOT NULL, source jsonb NOT NULL, sources jsonb NOT NULL,
    before jsonb, ever_corrected boolean NOT NULL, test boolean NOT NULL, occurred_at timestamptz NOT NULL,
    raised_at timestamptz NOT NULL DEFAULT clock_timestamp(), changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (campaign_id, key))`,
  `CREATE INDEX moments_event ON moments (campaign_id, event_code)`,
  `CREATE TABLE templates (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, version int NOT NULL, slug text NOT NULL,
    name jsonb NOT NULL, fits jsonb NOT NULL, variants jsonb NOT NULL, UNIQUE (campaign_id, slug))`,
  `CREATE TABLE holds (
    id uuid PRIMARY KEY, campaign_id uuid REFERENCES campaigns, scope text NOT NULL CHECK (scope IN ('global', 'campaign', 'account')),
    scope_id uuid, held boolean NOT NULL, held_by text, held_at timestamptz, UNIQUE NULLS NOT DISTINCT (scope, scope_id))`,
  `CREATE TABLE posts (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, moment_id uuid REFERENCES moments, moment_version int,
    template_id uuid REFERENCES templates, title jsonb NOT NULL, purpose text NOT NULL, fired_by uuid REFERENCES people,
    moment_at timestamptz, pressed_at timestamptz, fired_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  `CREATE INDEX posts_fired ON posts (fired_by, fired_at DESC)`,
  `CREATE SEQUENCE fences`,
  `CREATE TABLE deliveries (
    id uuid PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, post_id uuid NOT NULL REFERENCES posts,
    account_id uuid NOT NULL REFERENCES accounts, network text NOT NULL, moment_id uuid REFERENCES moments, purpose text NOT NULL,
    locale_key text NOT NULL, locales text[] NOT NULL,
    kind text NOT NULL CHECK (kind IN ('post', 'reply', 'quote', 'repost', 'edit', 'delete')),
    part int NOT NULL DEFAULT 0, occurrence int NOT NULL DEFAULT 0, target_delivery_id uuid REFERENCES deliveries,
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'scheduled', 'claimed', 'prepared', 'sending', 'retryWait', 'held',
      'missed', 'uncertain', 'needsHuman', 'confirmed', 'rejected', 'cancelled')),
    reason text, detail text, rev int NOT NULL DEFAULT 1, due_at timestamptz NOT NULL, not_after timestamptz NOT NULL,
    payload jsonb NOT NULL, payload_hash text NOT NULL, fence bigint NOT NULL DEFAULT nextval('fences'), lease_until timestamptz,
    worker text, attempts int NOT NULL DEFAULT 0, probes int NOT NULL DEFAULT 0, next_probe_at timestamptz,
    remote_id text, remote_url text, public_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(), changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (post_id, account_id, locale_key, part, occurrence, kind))`,
  // One place per moment, account, language and purpose. A delivery taken back, refused or missed frees its place;
  // sending a missed one after all takes the place again, or fails here.
  `CREATE UNIQUE INDEX deliveries_one_place ON deliveries (moment_id, account_id, locale_key, purpose, part)
    WHERE moment_id IS NOT NULL AND kind = 'post' AND state NOT IN ('cancelled', 'rejected', 'missed')`,
  `CREATE INDEX deliveries_pending ON deliveries (due_at) WHERE state IN ('scheduled', 'retryWait')`,
  `CREATE INDEX deliveries_open ON deliveries (lease_until) WHERE state IN ('claimed', 'prepared', 'sending', 'uncertain')`,
  `CREATE INDEX deliveries_moment ON deliveries (moment_id)`,
  `CREATE TABLE attempts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns,
    delivery_id uuid NOT NULL REFERENCES deliveries, attempt int NOT NULL, fence bigint NOT NULL,
    step text NOT NULL CHECK (step IN ('intent', 'answer', 'probe', 'late')), at timestamptz NOT NULL DEFAULT clock_timestamp(),
    request jsonb, outcome text, detail jsonb)`,
  `CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, campaign_id uuid NOT NULL REFERENCES campaigns, name text NOT NULL,
    job_id text NOT NULL UNIQUE, data jsonb NOT NULL, due_at timestamptz NOT NULL, dispatched_at timestamptz)`,
  `CREATE INDEX outbox_waiting ON outbox (id) WHERE dispatched_at IS NULL`,
  `CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$`,
  ...["changes", "actions", "attempts"].map(
    (table) =>
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting()`,
  ),
];

/** Creates everything; runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
