/** The house's rules of wording. */
import { type Kysely, sql } from "kysely";

const statements = [
  `ALTER TABLE campaigns ADD house_rules jsonb NOT NULL
     DEFAULT '{"hashtag": null, "banned": [], "emojiMost": null}'`,
];

/** Runs once, as the tables' owner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
