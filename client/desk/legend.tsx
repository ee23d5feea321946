import { useEffect, useState } from "react";
import { Link } from "wouter";
import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { scopeOf } from "../ui/keys.ts";
import type { Acts } from "./acts.ts";
import type { DeskKey } from "./desk-keys.ts";
import { useDesk } from "./desk-store.ts";
import { KeyCaps } from "./key-caps.tsx";
import styles from "./legend.module.css";

/** What a text leaves to the keys, in whole words; any other field has them all to itself. */
function ofText(key: DeskKey): DeskKey[] {
  return key.id === "fireText" || key.id === "leaveText" ? [{ ...key, legend: key.says }] : [];
}

/** The keys that act now, and where they go: to the desk or to a field. */
export function Legend({ acts, keys }: { acts: Acts; keys: readonly DeskKey[] }) {
  const say = useSay();
  // Another screen is over the desk, and has the keys.
  const covered = keys.length === 0;
  const scope = useScope(covered);
  const writing = useDesk(({ armed }) => armed?.editing ?? false);
  const acting = scope === "text" ? keys.flatMap((key) => (writing ? ofText(key) : [])) : keys;
  return (
    <footer className={styles.legend}>
      <div className={styles.keys}>
        {acting.map(({ id, legend, legendAfter }) =>
          legend ? (
            <span key={id}>
              {legendAfter && <KeyCaps of={legendAfter} />}
              <KeyCaps of={id} /> {say(legend)}
            </span>
          ) : null,
        )}
      </div>
      <Rehearsal acts={acts} />
      {!covered && (
        <>
          <Link href="/rundown" className={styles.rundown}>
            {say("rundown.title")} <KeyCaps of="rundown" />
          </Link>
          <Link href="/queue" className={styles.rundown}>
            {say("queue.title")} <KeyCaps of="queue" />
          </Link>
        </>
      )}
      <span className={styles.scope} data-scope={scope}>
        <i aria-hidden="true" />{" "}
        {say(
          covered ? "keys.scope.screen" : scope === "text" ? "keys.scope.text" : "keys.scope.desk",
        )}
      </span>
    </footer>
  );
}

function useScope(covered: boolean): "desk" | "text" | "overlay" {
  const [scope, setScope] = useState<"desk" | "text" | "overlay">("desk");
  const sheetOpen = useDesk((state) => state.sheetOpen);
  useEffect(() => {
    const read = (): void => setScope(scopeOf(document.activeElement, sheetOpen));
    read();
    window.addEventListener("focusin", read);
    window.addEventListener("focusout", read);
    return () => {
      window.removeEventListener("focusin", read);
      window.removeEventListener("focusout", read);
    };
  }, [sheetOpen, covered]);
  return scope;
}

function Rehearsal({ acts }: { acts: Acts }) {
  const say = useSay();
  const me = useLive((live) => live.me);
  const campaign = useLive((live) => live.desk?.campaign);
  if (!me || !campaign || campaign.mode !== "rehearsal" || !may(me.role, "produce")) return null;
  return (
    <button
      type="button"
      className={styles.play}
      onClick={() => acts.play(!campaign.rehearsalPlaying)}
    >
      {say(campaign.rehearsalPlaying ? "rehearsal.stop" : "rehearsal.start")}
    </button>
  );
}
