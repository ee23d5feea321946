/** How long after its data each feed's picture is on air, as people see it; and whether the house waits for it. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE campaigns ADD not_before_picture boolean NOT NULL DEFAULT false`,
  // What the newest presses below come to: read with the feed, and by every fire.
  `ALTER TABLE feeds ADD picture_delay_ms integer, ADD picture_presses integer NOT NULL DEFAULT 0`,
  // Without a reference to moments: a press waits for no message that changes its moment.
  `CREATE TABLE picture_delays (
    id uuid PRIMARY KEY,
    campaign_id uuid NOT NULL REFERENCES campaigns,
    feed_id uuid NOT NULL REFERENCES feeds,
    moment_id uuid NOT NULL,
    offset_ms integer NOT NULL CHECK (offset_ms BETWEEN 0 AND 120000),
    pressed_by uuid NOT NULL REFERENCES people,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    forgotten_at timestamptz)`,
  `CREATE INDEX picture_delays_newest ON picture_delays (feed_id, at DESC) WHERE forgotten_at IS NULL`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
