/** The people of the desk; the only folder that writes people, signInLinks and apiTokens. */
import type { Selectable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Person } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import { personId } from "#shared/ids.ts";
import type { Locale } from "#shared/locales.ts";
import type { Role } from "#shared/roles.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { PeopleTable } from "../db/schema.ts";

/** Everyone who can act, newest first by id, as the console lists them. */
export async function listPeople(db: Db | Tx): Promise<Person[]> {
  const rows = await db.selectFrom("people").selectAll().orderBy("id", "desc").execute();
  return rows.map(personOf);
}

/** The administrator the desk began with, or null. */
export async function firstAdmin(db: Db): Promise<Person | null> {
  const row = await db
    .selectFrom("people")
    .selectAll()
    .where("role", "=", "admin")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row ? personOf(row) : null;
}

/** One person by id, or null. */
export async function findPerson(db: Db | Tx, id: string): Promise<Person | null> {
  const row = await db.selectFrom("people").selectAll().where("id", "=", id).executeTakeFirst();
  return row ? personOf(row) : null;
}

/** Adds a person. Returns them, and the change to append in the same transaction. */
export async function addPerson(
  tx: Tx,
  facts: { name: string; role: Role; locale: Locale },
): Promise<{ person: Person; change: NewChange }> {
  const row = { id: uuidv7(), ...facts };
  await tx.insertInto("people").values(row).execute();
  const person = personOf(row);
  return { person, change: { type: "person.joined", data: { person } } };
}

/** A row of `people` as everyone else sees it. */
export function personOf(row: Selectable<PeopleTable>): Person {
  return { id: personId.parse(row.id), name: row.name, role: row.role, locale: row.locale };
}
