/** Slots tied to a unit of the competition: which, the timetable's newest word on it, and whether a person moved the slot. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE slots ADD unit text, ADD timetable jsonb, ADD by_hand boolean NOT NULL DEFAULT false`,
  `CREATE INDEX slots_unit ON slots (campaign_id, unit) WHERE unit IS NOT NULL`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
