/** Renders a template for a moment on each account: the very bytes that `post.fire` would send. Changes nothing. */
import type { Campaign } from "#shared/campaigns.ts";
import type { CommandInput, CommandOutput } from "#shared/commands.ts";
import type { Tx } from "../db/changes.ts";
import { compose } from "./compose.ts";

/** Refuses what `compose` refuses; a rendering that cannot be fired is an answer, not a refusal. */
export async function preview(
  tx: Tx,
  campaign: Campaign,
  input: CommandInput<"post.preview">,
): Promise<CommandOutput<"post.preview">> {
  const { renderings } = await compose(tx, campaign, input);
  return { renderings };
}
