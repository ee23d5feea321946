/** How a reaction sounds; what was written before is judged by what it answers. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE templates ADD COLUMN tone text NOT NULL DEFAULT 'plain'
    CHECK (tone IN ('joyful', 'plain', 'sober'))`,
  // Only what answers nothing but happy things is surely joyful; guessing more would hide plain reactions from sombre moments.
  `UPDATE templates SET tone = 'joyful' WHERE fits->'kinds' <@ '["medal", "record", "emotion"]'::jsonb`,
  `UPDATE templates SET tone = 'sober' WHERE fits->'kinds' = '["disqualification"]'::jsonb`,
  // No change tells of it: every console starts again from a snapshot.
  `UPDATE counter SET epoch = gen_random_uuid()`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
