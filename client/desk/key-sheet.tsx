import { useSay } from "../messages/words.tsx";
import { setCharacterKeys, useCharacterKeys } from "../ui/characters.ts";
import type { Key } from "../ui/keys.ts";
import { Sheet } from "../ui/sheet.tsx";
import { useDesk } from "./desk-store.ts";
import styles from "./key-sheet.module.css";
import { Caps } from "./legend.tsx";

/** Every key there is, from the registry; and the switch for single-character ones. */
export function KeySheet({ keys }: { keys: readonly Key[] }) {
  const say = useSay();
  const on = useCharacterKeys((state) => state.on);
  return (
    <Sheet title={say("keys.title")} onClose={() => useDesk.setState({ sheetOpen: false })}>
      {() => (
        <>
          <dl className={styles.keys}>
            {keys
              .filter(({ caps }) => caps.length > 0)
              .map((key) => (
                <div key={key.id}>
                  <dt>
                    <Caps of={key} />
                  </dt>
                  <dd>{say(key.says)}</dd>
                </div>
              ))}
          </dl>
          <button
            type="button"
            role="switch"
            aria-checked={on}
            className={styles.switch}
            onClick={() => setCharacterKeys(!on)}
          >
            <i aria-hidden="true" />
            <span>
              {say("keys.letters")}
              <small>{say("keys.letters.note")}</small>
            </span>
          </button>
        </>
      )}
    </Sheet>
  );
}
