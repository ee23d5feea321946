/** What a post quotes of its moment; a correction has its place once a version of the moment. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE posts ADD quoted jsonb`,
  // A version's outcome never changes; its mark may be learned, and who posted first may not have had it.
  `UPDATE posts SET quoted = said.quoted FROM (
      SELECT DISTINCT ON (moment_id, version) moment_id, version,
        jsonb_build_object('outcome', moment->'facts'->'outcome', 'result', moment->'facts'->'result') AS quoted
      FROM changes, LATERAL (SELECT data->'moment' AS moment) AS told,
        LATERAL (SELECT (moment->>'id')::uuid AS moment_id, (moment->>'version')::int AS version) AS named
      WHERE type LIKE 'moment.%' ORDER BY moment_id, version, seq) AS said
    WHERE said.moment_id = posts.moment_id AND said.version = posts.moment_version`,
  `DROP INDEX deliveries_one_place`,
  // \`occurrence\` of a correction is the moment's version it is for.
  `CREATE UNIQUE INDEX deliveries_one_place ON deliveries (moment_id, account_id, locale_key, purpose, occurrence, part)
    WHERE moment_id IS NOT NULL AND kind = 'post' AND state NOT IN ('cancelled', 'rejected', 'missed')`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
