/** Whether the house is silent at the instant at which something would leave. */
import type { Campaign } from "#shared/campaigns.ts";
import { Refusal } from "#shared/errors.ts";
import { quietAt } from "#shared/quiet.ts";
import type { Tx } from "../db/changes.ts";
import { readNow } from "../db/now.ts";

/** Refuses `quietWindow`, with its name and its end, where what leaves now, or `undoMs` from now, would leave in one. The gate looks again. */
export async function assertNotQuiet(
  tx: Tx,
  { quietWindows }: Pick<Campaign, "quietWindows">,
  undoMs: number,
): Promise<void> {
  if (quietWindows.length === 0) return;
  const now = (await readNow(tx)).getTime();
  const on = quietAt(quietWindows, now) ?? quietAt(quietWindows, now + undoMs);
  if (!on) return;
  const { name, to } = on;
  throw new Refusal("quietWindow", { name, to, message: `nothing leaves until ${to}: ${name}` });
}
