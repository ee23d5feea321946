/** The accounts of the rehearsal network: whose rules each wears, and who is signed in. */
import { z } from "zod";
import { networkName } from "#shared/networks.ts";
import { openLedger } from "./ledger.ts";

const registered = z.object({ handle: z.string(), wears: networkName });
export type Registered = z.infer<typeof registered>;

export type RegisteredAccounts = {
  list: () => Registered[];
  find: (handle: string) => Registered | null;
  /** Registers, or dresses anew; the account is signed in from then on. */
  signIn: (account: Registered) => void;
  isSignedIn: (handle: string) => boolean;
  /** The account must sign in again before its next call. */
  signOut: (handle: string) => void;
};

/** Opens the file of accounts; those it knows are signed in. */
export function openRegistered(file: string): RegisteredAccounts {
  const { lines, add } = openLedger(file, registered);
  const known = new Map(lines.map((each) => [each.handle, each]));
  const signedOut = new Set<string>();
  return {
    list: () => [...known.values()],
    find: (handle) => known.get(handle) ?? null,
    signIn(account) {
      const before = known.get(account.handle);
      if (before?.wears !== account.wears) add(account);
      known.set(account.handle, account);
      signedOut.delete(account.handle);
    },
    isSignedIn: (handle) => known.has(handle) && !signedOut.has(handle),
    signOut: (handle) => void signedOut.add(handle),
  };
}
