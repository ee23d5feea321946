/** Accounts: destinations we own. Their secrets are sealed, opened only to sign in, and never leave this folder otherwise. */
import type { Selectable } from "kysely";
import type { Account } from "#shared/campaigns.ts";
import type { AccountId } from "#shared/ids.ts";
import type { NetworkName } from "#shared/networks.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { AccountsTable } from "../db/schema.ts";
import type { Credentials } from "../networks/network.ts";
import type { Sealer } from "../sealed.ts";

/** An account as the console sees it. */
export function accountOf(row: Selectable<AccountsTable>): Account {
  return {
    id: row.id as AccountId,
    network: row.network,
    wears: row.wears,
    service: row.service,
    handle: row.handle,
    name: row.name,
    locales: row.locales,
    realm: row.realm,
    spacingMs: row.spacingMs,
    undoMs: row.undoMs,
  };
}

/** Every account of the installation, newest first by id. */
export async function listAccounts(db: Db | Tx): Promise<Account[]> {
  return (await db.selectFrom("accounts").selectAll().orderBy("id", "desc").execute()).map(
    accountOf,
  );
}

/** What an account signs in with, opened. Throws when it has no secret: it must be linked again. */
export async function openCredentials(
  db: Db | Tx,
  sealer: Sealer,
  id: string,
): Promise<Credentials & { network: NetworkName }> {
  const { network, handle, service, wears, sealedSecret } = await db
    .selectFrom("accounts")
    .select(["network", "handle", "service", "wears", "sealedSecret"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  if (!sealedSecret) throw new Error(`account ${handle} has no secret`);
  const secret = sealer.open(placeOf({ network, handle }), sealedSecret);
  return { network, handle, service, wears, secret };
}

/** What a sealed secret is bound to. */
export function placeOf({ network, handle }: { network: string; handle: string }): string {
  return `accounts|${network}|${handle}`;
}
