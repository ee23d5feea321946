import { may } from "#shared/roles.ts";
import { useLive } from "../live/store.ts";
import { useSay } from "../messages/words.tsx";
import { KeyCaps, useShortcut } from "./key-caps.tsx";
import styles from "./rail.module.css";
import { openRetract } from "./retracting.ts";

type Props = {
  deliveryIds: readonly string[];
  withKey?: boolean;
  /** What it takes back, where its place does not say. */
  of?: string;
};

/** The way to take back what is public: it opens the question, and decides nothing. */
export function OpenRetract({ deliveryIds, withKey = false, of }: Props) {
  const say = useSay();
  const shortcut = useShortcut("retract");
  const me = useLive((live) => live.me);
  if (!me || !may(me.role, "fire")) return null;
  return (
    <button
      type="button"
      className={withKey ? styles.act : styles.quiet}
      aria-haspopup="dialog"
      data-open-retract
      {...(of !== undefined && { "aria-label": `${say("rail.retract.open")} ${of}` })}
      {...(withKey && shortcut)}
      onClick={() => openRetract(deliveryIds)}
    >
      {say("rail.retract.open")} {withKey && <KeyCaps of="retract" />}
    </button>
  );
}
