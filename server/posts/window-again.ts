/** The undo window of deliveries that were made before and leave together now: approved, sent after all, sent again. */
import type { Campaign } from "#shared/campaigns.ts";
import { windowOf } from "#shared/undo-windows.ts";
import type { Picked } from "./pick.ts";

/** Milliseconds. What took two people is as sensitive as it was then, whatever the charter says since. */
export function windowAgain(
  campaign: Pick<Campaign, "sensitiveUndoMs">,
  rows: readonly Pick<Picked, "undoMs" | "fourEyes">[],
): number {
  return windowOf(
    campaign,
    rows,
    rows.some(({ fourEyes }) => fourEyes),
  );
}
