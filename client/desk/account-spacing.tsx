import type { Account } from "#shared/campaigns.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import type { Acts } from "./acts.ts";
import { SecondsField } from "./seconds-field.tsx";

const longestMs = 3_600_000;

/** How much time lies between two messages of an account, in seconds; a producer changes it. */
export function AccountSpacing({ account, acts }: { account: Account; acts: Acts }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "produce")) {
    return (
      <small>
        {say("holds.spacing")} {say("holds.spacing.now", { count: account.spacingMs / 1000 })}
      </small>
    );
  }
  return (
    <SecondsField
      name={say("holds.spacing")}
      label={say("holds.spacing.label", { account: account.handle })}
      nowMs={account.spacingMs}
      mostMs={longestMs}
      onSet={(ms) => acts.space(account.id, ms)}
    />
  );
}
