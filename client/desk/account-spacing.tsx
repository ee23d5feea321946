import { type FormEvent, useState } from "react";
import type { Account } from "#shared/campaigns.ts";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import type { Acts } from "./acts.ts";
import styles from "./holds-sheet.module.css";

const longestSeconds = 3600;

/** How much time lies between two messages of an account, in seconds; a producer changes it. */
export function AccountSpacing({ account, acts }: { account: Account; acts: Acts }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const now = account.spacingMs / 1000;
  const [wanted, setWanted] = useState<string | null>(null);
  // What was asked stays in the field until the desk says it stands: typed over meanwhile, the newer wish is kept.
  const [stood, setStood] = useState(now);
  if (stood !== now) {
    setStood(now);
    if (wanted !== null && Number(wanted) === now) setWanted(null);
  }
  if (!me || !may(me.role, "produce")) {
    return (
      <small>
        {say("holds.spacing")} {say("holds.spacing.now", { count: now })}
      </small>
    );
  }
  const seconds = wanted === null ? now : Number(wanted);
  const isTyped = wanted !== null && wanted.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Also where it is what stands now: what was asked a moment ago may still be on its way.
    if (!isTyped || !(seconds >= 0 && seconds <= longestSeconds)) return;
    acts.space(account.id, Math.round(seconds * 1000));
  };
  return (
    <form className={styles.spacing} onSubmit={submit}>
      <span aria-hidden="true">{say("holds.spacing")}</span>
      <input
        type="number"
        inputMode="decimal"
        min={0}
        max={longestSeconds}
        step="any"
        aria-label={say("holds.spacing.label", { account: account.handle })}
        value={wanted ?? String(now)}
        onChange={({ target }) => setWanted(target.value)}
      />
      <span aria-hidden="true">{say("holds.spacing.seconds")}</span>
      {isTyped && seconds !== now && <button type="submit">{say("holds.spacing.save")}</button>}
    </form>
  );
}
