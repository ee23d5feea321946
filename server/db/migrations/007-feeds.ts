/** Feeds of every format and connector; moments that several feeds tell, each by its own standing. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE feeds ADD connector text NOT NULL DEFAULT 'webhook'
      CHECK (connector IN ('webhook', 'poll', 'sse', 'websocket', 'stream', 'folder')),
    ADD address text, ADD every_ms int, ADD settings jsonb NOT NULL DEFAULT '{}', ADD muted boolean NOT NULL DEFAULT false,
    ADD test_only boolean NOT NULL DEFAULT false, ADD trouble jsonb, ADD cursor jsonb,
    ADD sealed_key text, ADD follower text, ADD followed_until timestamptz`,
  `ALTER TABLE messages ADD problem text`,
  `ALTER TABLE documents ADD alias text`,
  `CREATE INDEX documents_alias ON documents (campaign_id, alias) WHERE alias IS NOT NULL`,
  `ALTER TABLE moments ADD alias text, ADD late boolean NOT NULL DEFAULT false, ADD seen jsonb`,
  `CREATE INDEX moments_alias ON moments (campaign_id, alias) WHERE alias IS NOT NULL`,
  // Until now each feed was as good as any other, and the one named last had the last word.
  `UPDATE moments SET source = source || said.word, sources = (
      SELECT jsonb_agg(each || said.word ORDER BY place) FROM jsonb_array_elements(sources) WITH ORDINALITY AS told (each, place))
    FROM (SELECT id, jsonb_build_object('authority', 1, 'standing', CASE status WHEN 'corrected' THEN 'confirmed' ELSE status END,
      'at', to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) AS word FROM moments) AS said
    WHERE said.id = moments.id`,
  `ALTER TABLE campaigns ADD never_gold text[] NOT NULL DEFAULT '{}',
    ADD from_the_start boolean NOT NULL DEFAULT false, ADD house_teams text[] NOT NULL DEFAULT '{}',
    ADD watched text[] NOT NULL DEFAULT '{}', ADD hosts text[] NOT NULL DEFAULT '{}'`,
  `CREATE INDEX moments_medals ON moments (campaign_id, split_part(event_code, '/', 1), (participants->0->>'organisation'))
    WHERE kind = 'medal'`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
