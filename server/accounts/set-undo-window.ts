/** Says how long what is sent to an account can be taken back. It holds from the next press on; what waits keeps its time. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { Tx } from "../db/changes.ts";
import { accountOf } from "./store.ts";

/** Milliseconds; 0 is none. Refuses `notFound`. */
export async function setUndoWindow(
  tx: Tx,
  { accountId, undoMs }: CommandInput<"account.setUndoWindow">,
): Promise<{ output: CommandOutput<"account.setUndoWindow">; changes: NewChange[] }> {
  const row = await tx
    .updateTable("accounts")
    .set({ undoMs })
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
