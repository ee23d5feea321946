import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import type { Guess } from "./on-now.ts";
import styles from "./who.module.css";

type Props = {
  guesses: readonly Guess[];
  chosen: readonly string[];
  name: string;
  onName: (name: string) => void;
  onToggle: (key: string) => void;
  /** Null while the names shown are the newest. */
  onUpdate: (() => void) | null;
};

/** Those of what is on now, to be pressed; and a field for anyone else. */
export function Who({ guesses, chosen, name, onName, onToggle, onUpdate }: Props) {
  const say = useSay();
  const locale = useLocale();
  return (
    <section className={styles.who} aria-labelledby="spotter-who">
      <div className={styles.head}>
        <h2 id="spotter-who">{say(guesses.length > 0 ? "spotter.who" : "spotter.who.none")}</h2>
        {onUpdate && (
          <button type="button" onClick={onUpdate}>
            {say("spotter.who.update")}
          </button>
        )}
      </div>
      <ul>
        {guesses.map((guess) => (
          <li key={guess.key}>
            <button
              type="button"
              className={styles.chip}
              data-kind={guess.kind}
              aria-pressed={chosen.includes(guess.key)}
              onClick={() => onToggle(guess.key)}
            >
              {guess.kind === "event" ? (
                <>
                  <Glyph name="start" size={14} /> {guess.name[locale]}
                </>
              ) : (
                <>
                  {guess.who.name} <small>{guess.who.organisation}</small>
                </>
              )}
            </button>
          </li>
        ))}
        <li className={styles.other}>
          <input
            type="text"
            value={name}
            maxLength={80}
            autoComplete="off"
            aria-label={say("spotter.who.other")}
            placeholder={say("spotter.who.other")}
            onChange={(event) => onName(event.target.value)}
            onKeyDown={(event) => {
              // Back to the keys: the name stands.
              if (event.key === "Enter") event.currentTarget.blur();
            }}
          />
        </li>
      </ul>
    </section>
  );
}
