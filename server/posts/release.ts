/** Lifts a hold, which sends nothing: what fell due under it becomes missed, for a person to decide. */
import { sql } from "kysely";
import type { NewChange } from "#shared/changes.ts";
import type { CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { DeliveryId, HoldId } from "#shared/ids.ts";
import type { Tx } from "../db/changes.ts";
import { closeTurnstile } from "../db/turnstile.ts";
import { type About, type By, changed, type HoldRow, refuseUnknown, scopeIdOf } from "./hold.ts";
import { missAll } from "./miss.ts";
import type { DeliveryRow } from "./transition.ts";

/**
 * Refuses `notFound`, and `reconciling` (with their `count`) while something is still looked for after a restore. What
 * another hold still keeps back stays as it is, until that one is lifted.
 */
export async function releaseHold(
  tx: Tx,
  by: By,
  about: About,
): Promise<{ output: CommandOutput<"hold.release">; changes: NewChange[] }> {
  const holds = await lockHolds(tx);
  const scopeId = scopeIdOf(by, about);
  const hold = holds.find((each) => each.scope === about.scope && each.scopeId === scopeId);
  if (!hold) return refuseUnknown(about);
  if (hold.held && hold.reason === "restored") await assertFound(tx);
  const { row, missed, changes } = await lift(tx, by.name, hold, holds);
  return {
    output: { holdId: row.id as HoldId, missed: missed.map(({ id }) => id as DeliveryId) },
    changes: [changed(row), ...changes],
  };
}

/** An account's credentials work again: lifts the hold that the desk placed because they did not. A person's stays. */
export async function releaseForSignIn(tx: Tx, accountId: string): Promise<NewChange[]> {
  const isOurs = (each: HoldRow) =>
    each.scopeId === accountId && each.held && each.reason === "signIn";
  // Nearly always there is none, and then no gate need wait.
  const seen = await tx.selectFrom("holds").selectAll().where("scopeId", "=", accountId).execute();
  if (!seen.some(isOurs)) return [];
  const holds = await lockHolds(tx);
  const hold = holds.find(isOurs);
  if (!hold) return [];
  const { row, changes } = await lift(tx, null, hold, holds);
  return [changed(row), ...changes];
}

/**
 * All of them, in the order in which gates lock theirs: of two that are lifted at once, one must see that the other no
 * longer keeps anything back.
 */
async function lockHolds(tx: Tx): Promise<HoldRow[]> {
  await closeTurnstile(tx);
  return tx.selectFrom("holds").selectAll().orderBy("id").forUpdate().execute();
}

async function assertFound(tx: Tx): Promise<void> {
  const { count } = await tx
    .selectFrom("deliveries")
    .select((each) => each.fn.countAll().as("count"))
    .where("state", "in", ["sending", "uncertain"])
    .executeTakeFirstOrThrow();
  if (Number(count) === 0) return;
  throw new Refusal("reconciling", {
    count: Number(count),
    message: `${count} deliveries are still looked for after the restore`,
  });
}

async function lift(tx: Tx, by: string | null, hold: HoldRow, holds: readonly HoldRow[]) {
  const row = await tx
    .updateTable("holds")
    .set({ held: false, heldBy: by, heldAt: sql<Date>`clock_timestamp()`, reason: null })
    .where("id", "=", hold.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const others = holds.filter((each) => each.held && each.id !== hold.id);
  const due = hold.held ? await lockDue(tx, hold) : [];
  const missed = due.filter((one) => !others.some((each) => isAbout(each, one)));
  return { row, missed, changes: await missAll(tx, missed, "held") };
}

function isAbout({ scope, scopeId }: HoldRow, one: DeliveryRow): boolean {
  return scope === "global" || scopeId === one.campaignId || scopeId === one.accountId;
}

/** What was stopped at the gate, and what fell due where no worker had looked. */
async function lockDue(tx: Tx, { scope, scopeId }: HoldRow): Promise<DeliveryRow[]> {
  return tx
    .selectFrom("deliveries")
    .selectAll()
    .where((each) =>
      each.or([
        each("state", "=", "held"),
        each.and([
          each("state", "in", ["scheduled", "claimed", "prepared", "retryWait"]),
          each("dueAt", "<=", sql<Date>`clock_timestamp()`),
        ]),
      ]),
    )
    .$if(scope === "campaign", (its) => its.where("campaignId", "=", scopeId))
    .$if(scope === "account", (its) => its.where("accountId", "=", scopeId))
    .orderBy("id")
    .forUpdate()
    .execute();
}
