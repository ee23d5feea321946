/** Checks a template before it is saved. */
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import type { Tx } from "../db/changes.ts";
import { saveTemplate } from "./save.ts";

export async function saveChecked(
  tx: Tx,
  campaignId: string,
  draft: CommandInput<"template.save">,
): Promise<{ output: CommandOutput<"template.save">; changes: NewChange[] }> {
  const change = await saveTemplate(tx, campaignId, draft);
  return { output: { template: change.data.template }, changes: [change] };
}
