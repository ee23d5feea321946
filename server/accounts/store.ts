/** Accounts: destinations we own. Their tokens are sealed, opened only to make a call, and never leave this folder otherwise. */
import type { Selectable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Account } from "#shared/campaigns.ts";
import type { NewChange } from "#shared/changes.ts";
import type { AccountId } from "#shared/ids.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { AccountsTable } from "../db/schema.ts";
import type { Sealer } from "../sealed.ts";

function accountOf(row: Selectable<AccountsTable>): Account {
  return {
    id: row.id as AccountId,
    network: row.network,
    handle: row.handle,
    name: row.name,
    locales: row.locales,
    realm: row.realm,
  };
}

/** Every account of the installation, newest first by id. */
export async function listAccounts(db: Db | Tx): Promise<Account[]> {
  return (await db.selectFrom("accounts").selectAll().orderBy("id", "desc").execute()).map(
    accountOf,
  );
}

/** Links an account, or replaces the token of the one with this network and handle. Returns the change to append. */
export async function linkAccount(
  tx: Tx,
  sealer: Sealer,
  account: Omit<Account, "id">,
  token: string,
): Promise<NewChange> {
  const { network, handle } = account;
  const sealedToken = sealer.seal(placeOf({ network, handle }), token);
  const row = await tx
    .insertInto("accounts")
    .values({ id: uuidv7(), ...account, sealedToken })
    .onConflict((conflict) => conflict.columns(["network", "handle"]).doUpdateSet({ sealedToken }))
    .returningAll()
    .executeTakeFirstOrThrow();
  return { type: "account.linked", data: { account: accountOf(row) } };
}

/** The handle and opened token of an account. Throws when it has none: it must be linked again. */
export async function openAccount(
  db: Db,
  sealer: Sealer,
  id: string,
): Promise<{ handle: string; token: string }> {
  const row = await db
    .selectFrom("accounts")
    .select(["network", "handle", "sealedToken"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (!row.sealedToken) throw new Error(`account ${row.handle} has no token`);
  return { handle: row.handle, token: sealer.open(placeOf(row), row.sealedToken) };
}

function placeOf({ network, handle }: { network: string; handle: string }): string {
  return `accounts|${network}|${handle}`;
}
