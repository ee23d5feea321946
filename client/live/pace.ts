/** What binds an account for now. Pure; instants are epoch ms. */
import type { AccountPace } from "#shared/protocol.ts";

/** Until when the network of an account has asked us to wait; null where it does not any more. */
export function toldToWaitUntil(
  pace: Pick<AccountPace, "blockedUntil"> | null | undefined,
  now: number,
): number | null {
  const until = Date.parse(pace?.blockedUntil ?? "");
  return until > now ? until : null;
}
