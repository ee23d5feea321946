/** How what was missed follows each other when it is sent together: oldest first, an account's own one by one. */
import type { Account } from "#shared/campaigns.ts";
import type { Delivery } from "#shared/posts.ts";
import { backlogSpacingMs } from "#shared/spans.ts";

/** The span between two of one account, and from the first to the last of all, milliseconds; 0 where none waits for another. */
export function turnsOf(
  deliveries: readonly Delivery[],
  accounts: readonly Account[],
): { spacingMs: number; totalMs: number } {
  const counts = new Map<string, number>();
  for (const { account } of deliveries) counts.set(account.id, (counts.get(account.id) ?? 0) + 1);
  const inTurn = [...counts].filter(([, count]) => count > 1);
  const spaced = inTurn.map(([id, count]) => {
    const spacingMs = Math.max(
      backlogSpacingMs,
      accounts.find((each) => each.id === id)?.spacingMs ?? 0,
    );
    return { spacingMs, totalMs: spacingMs * (count - 1) };
  });
  if (spaced.length === 0) return { spacingMs: 0, totalMs: 0 };
  return {
    spacingMs: Math.min(...spaced.map((each) => each.spacingMs)),
    totalMs: Math.max(...spaced.map((each) => each.totalMs)),
  };
}
