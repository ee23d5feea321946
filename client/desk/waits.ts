/** Which accounts of what is armed would not leave with the others. Pure; instants are epoch ms. */
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { AccountPace } from "#shared/protocol.ts";
import { holdIn } from "../live/holds.ts";
import { toldToWaitUntil } from "../live/pace.ts";

/** Those whose network asked us to wait beyond `from`, the longest wait first. */
export function waitingBeyond(
  accounts: readonly Account[],
  paces: readonly AccountPace[],
  from: number,
): { account: Account; until: number }[] {
  return accounts
    .flatMap((account) => {
      const pace = paces.find(({ id }) => id === account.id);
      const until = toldToWaitUntil(pace, from);
      return until === null ? [] : [{ account, until }];
    })
    .toSorted((a, b) => b.until - a.until);
}

/** Those that a hold of their own stops at the gate. */
export function heldOf(
  desk: Pick<Snapshot, "holds" | "campaign">,
  accounts: readonly Account[],
): Account[] {
  return accounts.filter(({ id }) => holdIn(desk, "account", id) !== null);
}
