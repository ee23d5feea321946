import { useEffect, useRef } from "react";
import { type Feeling, feelings, feelingWords } from "#shared/feelings.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { useCharacterKeys } from "../ui/characters.ts";
import { Glyph, type GlyphName } from "../ui/glyph.tsx";
import styles from "./panel.module.css";

const glyphs: Record<Feeling, GlyphName> = {
  joy: "joy",
  tears: "tears",
  embrace: "embrace",
  feat: "feat",
  fairPlay: "fairPlay",
  crowd: "crowd",
  incident: "disqualification",
  flag: "ceremony",
};

/** Eight keys in one reach of the thumb; 1 to 8 on a keyboard. */
export function Feelings({ onPress }: { onPress: (feeling: Feeling) => void }) {
  const say = useSay();
  const locale = useLocale();
  useDigits(onPress);
  return (
    <fieldset className={styles.keys} aria-label={say("spotter.keys")}>
      {feelings.map((feeling, at) => (
        <button
          key={feeling}
          type="button"
          data-feeling={feeling}
          aria-keyshortcuts={String(at + 1)}
          onClick={() => onPress(feeling)}
        >
          <Glyph name={glyphs[feeling]} size={30} />
          <span>{feelingWords[feeling][locale]}</span>
          <kbd aria-hidden="true">{at + 1}</kbd>
        </button>
      ))}
    </fieldset>
  );
}

/** By their place on the keyboard, as on the desk; never out of a field, never twice for one press. */
function useDigits(onPress: (feeling: Feeling) => void): void {
  const newest = useRef(onPress);
  useEffect(() => {
    newest.current = onPress;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const [, digit] = /^(?:Digit|Numpad)([1-8])$/.exec(event.code) ?? [];
      if (!digit || event.repeat || event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.altKey || !useCharacterKeys.getState().on || isField(event.target)) return;
      event.preventDefault();
      newest.current(feelings[Number(digit) - 1]!);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
