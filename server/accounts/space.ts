/** Says how much time lies between two deliveries of an account. Every gate reads it, so it holds from the next one on. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { Tx } from "../db/changes.ts";
import { accountOf } from "./store.ts";

/** Milliseconds; 0 is none. Refuses `notFound`. */
export async function space(
  tx: Tx,
  { accountId, spacingMs }: CommandInput<"account.space">,
): Promise<{ output: CommandOutput<"account.space">; changes: NewChange[] }> {
  const row = await tx
    .updateTable("accounts")
    .set({ spacingMs })
    .where("id", "=", accountId)
    .returningAll()
    .executeTakeFirst();
  if (!row)
    throw new Refusal("notFound", {
      field: "accountId",
      message: `there is no account ${accountId}`,
    });
  const account = accountOf(row);
  return { output: { account }, changes: [{ type: "account.linked", data: { account } }] };
}
