/** How long what would leave can be taken back: the window the server asks for, times what this person wants. */
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import { sensitivityOf } from "#shared/four-eyes.ts";
import type { Moment } from "#shared/moments.ts";
import type { Delivery } from "#shared/posts.ts";
import { windowOf } from "#shared/undo-windows.ts";
import { useAttention } from "./attention.ts";

type Desk = Pick<Snapshot, "campaign" | "accounts" | "posts">;

/** Of a reaction to a moment on these accounts as they are now, milliseconds. */
export function undoWindowOf(
  { campaign, accounts }: Pick<Desk, "campaign" | "accounts">,
  moment: Moment,
  on: readonly Account[],
): number {
  const theirs = accounts.filter(({ id }) => on.some((each) => each.id === id));
  return asWanted(windowOf(campaign, theirs, sensitivityOf(campaign, moment) !== null));
}

/** Of deliveries that were made before and would leave together now: agreed to, sent after all, sent again. */
export function undoWindowAgain(
  { campaign, accounts, posts }: Desk,
  deliveries: readonly Delivery[],
): number {
  const theirs = accounts.filter(({ id }) => deliveries.some(({ account }) => account.id === id));
  const tookTwo = deliveries.some(
    ({ awaitedHash, postId }) =>
      awaitedHash !== null || posts.find(({ id }) => id === postId)?.approvedByName,
  );
  return asWanted(windowOf(campaign, theirs, tookTwo));
}

function asWanted(windowMs: number): number {
  return windowMs * useAttention.getState().undoTimes;
}
