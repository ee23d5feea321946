/** What a person sees, in one press: whom it is about, eight feelings, and the last press, which can still be taken back. */
import { useEffect, useRef, useState } from "react";
import type { Feeling } from "#shared/feelings.ts";
import type { Moment } from "#shared/moments.ts";
import type { SpotInput, Spots } from "../live/spots.ts";
import { useLive } from "../live/store.ts";
import { enSpotter } from "../messages/en-spotter.ts";
import { frSpotter } from "../messages/fr-spotter.ts";
import { addWords } from "../messages/words.tsx";
import { Feelings } from "./feelings.tsx";
import { type Guess, guessesOf, sameGuesses } from "./on-now.ts";
import styles from "./panel.module.css";
import { PressLines } from "./press-lines.tsx";
import { Who } from "./who.tsx";

addWords({ fr: frSpotter, en: enSpotter });

/** A short buzz: the thumb knows, the eyes stay on the field. */
const buzzMs = 30;
const mostNamed = 4;
const none: readonly Moment[] = [];

export function SpotterPanel({ spots }: { spots: Spots }) {
  const moments = useLive((live) => live.desk?.moments) ?? none;
  const { guesses, isOld, update } = useGuesses(moments);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [name, setName] = useState("");
  const press = (feeling: Feeling): void => {
    navigator.vibrate?.(buzzMs);
    const about = guesses.filter(({ key }) => chosen.includes(key));
    spots.press({ feeling, ...aboutOf(about, name) });
    // The next press is about nobody until somebody is named again.
    setChosen([]);
    setName("");
    update();
  };
  return (
    <div className={styles.panel}>
      <Who
        guesses={guesses}
        chosen={chosen}
        name={name}
        onName={setName}
        onToggle={(key) => setChosen((now) => toggled(now, key))}
        onUpdate={isOld ? update : null}
      />
      <PressLines spots={spots} />
      <Feelings onPress={press} />
    </div>
  );
}

/** The names stay where they are under the thumb; newer ones are shown when asked for, and after each press. */
function useGuesses(moments: readonly Moment[]) {
  const newest = guessesOf(moments);
  const latest = useRef(newest);
  const [shown, setShown] = useState<readonly Guess[]>(newest);
  useEffect(() => {
    latest.current = newest;
  });
  const guesses = shown.length === 0 ? newest : shown;
  return {
    guesses,
    isOld: !sameGuesses(guesses, newest),
    update: () => setShown(latest.current),
  };
}

function toggled(chosen: readonly string[], key: string): readonly string[] {
  if (chosen.includes(key)) return chosen.filter((each) => each !== key);
  return [...chosen, key].slice(-mostNamed);
}

/** What was chosen, as the desk asks for it. It belongs to the newest moment among them. */
function aboutOf(
  about: readonly Guess[],
  name: string,
): Pick<SpotInput, "participants" | "attachTo"> {
  const people = about.flatMap((guess) =>
    guess.kind === "person"
      ? [{ momentId: guess.momentId, at: guess.at, code: guess.who.code }]
      : [],
  );
  const typed = name.trim();
  const [first] = about
    .map(({ momentId }) => momentId)
    .toSorted()
    .toReversed();
  return {
    participants: [...people, ...(typed ? [typed] : [])].slice(0, mostNamed),
    attachTo: first ?? null,
  };
}
