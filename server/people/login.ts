/** Sign-in links: shown or sent once, used once, good for a day. Only their hash is kept. */
import { sql } from "kysely";
import { personId } from "#shared/ids.ts";
import type { PersonId } from "#shared/ids.ts";
import type { Db, Tx } from "../db/changes.ts";
import { hashSecret, mintSecret } from "./secrets.ts";
import { firstAdmin } from "./store.ts";

/** Makes a link's token for a person; it works once, within 24 hours. */
export async function createSignInLink(db: Db | Tx, person: string): Promise<string> {
  const token = mintSecret();
  await db
    .insertInto("signInLinks")
    .values({
      tokenHash: hashSecret(token),
      personId: person,
      expiresAt: sql<Date>`clock_timestamp() + interval '24 hours'`,
      usedAt: null,
    })
    .execute();
  return token;
}

/** A link's token for the desk's first administrator; null while there is none. */
export async function linkAdmin(db: Db): Promise<string | null> {
  const admin = await firstAdmin(db);
  return admin && createSignInLink(db, admin.id);
}

/** Uses a link: whose it was, or null when it is unknown, used or expired. Of two at once, one wins. */
export async function useSignInLink(db: Db, token: string): Promise<PersonId | null> {
  const row = await db
    .updateTable("signInLinks")
    .set({ usedAt: sql<Date>`clock_timestamp()` })
    .where("tokenHash", "=", hashSecret(token))
    .where("usedAt", "is", null)
    .where("expiresAt", ">", sql<Date>`clock_timestamp()`)
    .returning("personId")
    .executeTakeFirst();
  return row ? personId.parse(row.personId) : null;
}
