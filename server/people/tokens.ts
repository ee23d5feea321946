/** Bearer tokens for scripts. Each acts as a person of its own, so that the log says which script did what. */
import type { Person } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { Role } from "#shared/roles.ts";
import type { Db, Tx } from "../db/changes.ts";
import { hashSecret, mintSecret } from "./secrets.ts";
import { addPerson, personOf } from "./store.ts";

/**
 * Makes a token that acts with `role` under `name`; it is never readable again. It acts as a new person: the change
 * returned is to be appended in the same transaction.
 */
export async function createToken(
  tx: Tx,
  facts: { name: string; role: Role },
): Promise<{ token: string; change: NewChange }> {
  const { person, change } = await addPerson(tx, { ...facts, locale: "en" });
  const token = `rebond_${mintSecret()}`;
  await tx
    .insertInto("apiTokens")
    .values({
      tokenHash: hashSecret(token),
      personId: person.id,
      name: facts.name,
      role: facts.role,
      revokedAt: null,
    })
    .execute();
  return { token, change };
}

/** Who a token acts as, with the token's role; null when it is unknown or revoked. */
export async function personOfToken(db: Db, token: string): Promise<Person | null> {
  const row = await db
    .selectFrom("apiTokens")
    .innerJoin("people", "people.id", "apiTokens.personId")
    .select(["people.id", "apiTokens.name", "apiTokens.role", "people.locale"])
    .where("apiTokens.tokenHash", "=", hashSecret(token))
    .where("apiTokens.revokedAt", "is", null)
    .executeTakeFirst();
  return row ? personOf(row) : null;
}
