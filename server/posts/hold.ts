/** A hold: nothing new leaves. Placing one waits for the gates that are open at that instant and names what got through. */
import { type Selectable, sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryId, HoldId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";
import { closeTurnstile } from "../db/turnstile.ts";
import type { HoldsTable } from "../db/publishing-schema.ts";
import { holdOf } from "./store.ts";

/** Of what a network says when it refuses a sign-in. */
const longestWords = 200;

export type About = CommandInput<"hold.place">;
/** Whose desk it is, and who pressed. */
export type By = { campaignId: string; name: string };
export type HoldRow = Selectable<HoldsTable>;

/**
 * Every gate shares the hold's row lock: once this update returns, no gate that saw it open can still commit. Refuses
 * `notFound`. Held already, it is from now on held by whoever pressed last.
 */
export async function placeHold(
  tx: Tx,
  by: By,
  about: About,
): Promise<{ output: CommandOutput<"hold.place">; changes: NewChange[] }> {
  await closeTurnstile(tx);
  const hold = await setHeld(tx, by, about);
  // Of unknown outcome is past the gate too: it may yet be seen.
  const sending = await tx
    .selectFrom("deliveries")
    .select("id")
    .where("state", "in", ["sending", "uncertain"])
    .$if(about.scope === "campaign", (its) => its.where("campaignId", "=", by.campaignId))
    .$if(about.scope === "account", (its) => its.where("accountId", "=", about.accountId!))
    .orderBy("id")
    .execute();
  return {
    output: {
      holdId: hold.id as HoldId,
      alreadyLeaving: sending.map((row) => row.id as DeliveryId),
    },
    changes: [changed(hold)],
  };
}

async function setHeld(tx: Tx, by: By, about: About): Promise<HoldRow> {
  const hold = await tx
    .updateTable("holds")
    .set({
      held: true,
      heldBy: by.name,
      heldAt: sql<Date>`clock_timestamp()`,
      // A person's hold outlasts a new sign-in; what was restored is still to be looked for, whoever holds.
      reason: sql<"restored" | null>`CASE WHEN held AND reason = 'restored' THEN reason END`,
    })
    .where("scope", "=", about.scope)
    .$if(about.scope !== "global", (its) => its.where("scopeId", "=", scopeIdOf(by, about)))
    .returningAll()
    .executeTakeFirst();
  return hold ?? refuseUnknown(about);
}

/** What a hold about this is kept under; null for everything. */
export function scopeIdOf({ campaignId }: Pick<By, "campaignId">, about: About): string | null {
  return { global: null, campaign: campaignId, account: about.accountId }[about.scope];
}

/** Only an account can be unknown. */
export function refuseUnknown({ accountId }: About): never {
  throw new Refusal("notFound", {
    field: "accountId",
    message: `there is no account ${accountId}`,
  });
}

/** What every console is told of a hold. */
export function changed(hold: HoldRow): NewChange {
  return { type: "hold.changed", data: { hold: holdOf(hold) } };
}

/** Makes the rows of everything's hold and a new campaign's, open. They must exist before the first gate: what is not there cannot be locked. */
export async function openHolds(tx: Tx, campaignId: string): Promise<NewChange[]> {
  return [
    ...(await open(tx, { scope: "global", campaignId: null, scopeId: null })),
    ...(await open(tx, { scope: "campaign", campaignId, scopeId: campaignId })),
  ];
}

/** Makes what every gate of a new account locks: its hold, open, and its pace. Changes nothing of a known one's. */
export async function openAccountHold(tx: Tx, accountId: string): Promise<NewChange[]> {
  await tx
    .insertInto("paces")
    .values({ accountId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return open(tx, { scope: "account", campaignId: null, scopeId: accountId });
}

async function open(
  tx: Tx,
  about: Pick<HoldRow, "scope" | "scopeId" | "campaignId">,
): Promise<NewChange[]> {
  const rows = await tx
    .insertInto("holds")
    .values({ ...about, id: uuidv7(), held: false, heldBy: null, heldAt: null, reason: null })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .execute();
  return rows.map(changed);
}

/** Its network refuses the account's sign-in: nothing of it leaves until it is linked anew, or a person releases it. */
export async function holdForSignIn(
  tx: Tx,
  accountId: string,
  words: string,
): Promise<NewChange[]> {
  await closeTurnstile(tx);
  const placed = await tx
    .updateTable("holds")
    .set({
      held: true,
      heldBy: words.slice(0, longestWords),
      heldAt: sql<Date>`clock_timestamp()`,
      reason: "signIn",
    })
    .where("scope", "=", "account")
    .where("scopeId", "=", accountId)
    .where("held", "=", false)
    .returningAll()
    .execute();
  return placed.map(changed);
}
