/** Leaves a moment as it stands: nobody is asked about it any more, until it changes. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import type { PersonId } from "#shared/ids.ts";
import type { Passed } from "#shared/moments.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";
import { momentOf } from "./store.ts";

type By = { campaignId: string; personId: string; name: string };

/**
 * Passes a moment at the version that was looked at, or takes that back. Refuses `notFound`, and `stale` where it has
 * changed since: what it says now has not been looked at.
 */
export async function pass(
  tx: Tx,
  { campaignId, personId, name }: By,
  { momentId, momentVersion, passed }: CommandInput<"moment.pass">,
): Promise<{ output: CommandOutput<"moment.pass">; changes: NewChange[] }> {
  const before = await tx
    .selectFrom("moments")
    .select(["version", "passed"])
    .where("id", "=", momentId)
    .where("campaignId", "=", campaignId)
    .forUpdate()
    .executeTakeFirst();
  if (!before)
    throw new Refusal("notFound", { field: "momentId", message: "there is no such moment" });
  if (before.version !== momentVersion)
    throw new Refusal("stale", {
      field: "momentVersion",
      message: `the moment is now at version ${before.version}`,
      version: before.version,
    });
  const output = { momentId, passed };
  if (passed === (before.passed?.version === momentVersion)) return { output, changes: [] };
  const at = (await readNow(tx)).toISOString();
  const said: Passed = { personId: personId as PersonId, by: name, version: momentVersion, at };
  const row = await tx
    .updateTable("moments")
    .set({ passed: passed ? JSON.stringify(said) : null })
    .where("id", "=", momentId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { output, changes: [{ type: "moment.passed", data: { moment: momentOf(row) } }] };
}
