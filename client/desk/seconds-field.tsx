import { type FormEvent, useState } from "react";
import { useSay } from "../messages/words.tsx";
import styles from "./seconds-field.module.css";

type Props = {
  /** What is seen beside the field, and what it is called for those who do not see it. */
  name: string;
  label: string;
  nowMs: number;
  mostMs: number;
  onSet: (ms: number) => void;
};

/** So many seconds, as the desk has them; typed over and set with Enter or its button. */
export function SecondsField({ name, label, nowMs, mostMs, onSet }: Props) {
  const say = useSay();
  const now = nowMs / 1000;
  const [wanted, setWanted] = useState<string | null>(null);
  // What was asked stays in the field until the desk says it stands: typed over meanwhile, the newer wish is kept.
  const [stood, setStood] = useState(now);
  if (stood !== now) {
    setStood(now);
    if (wanted !== null && Number(wanted) === now) setWanted(null);
  }
  const seconds = wanted === null ? now : Number(wanted);
  const isTyped = wanted !== null && wanted.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Also where it is what stands now: what was asked a moment ago may still be on its way.
    if (!isTyped || !(seconds >= 0 && seconds * 1000 <= mostMs)) return;
    onSet(Math.round(seconds * 1000));
  };
  return (
    <form className={styles.seconds} onSubmit={submit}>
      <span aria-hidden="true">{name}</span>
      <input
        type="number"
        inputMode="decimal"
        min={0}
        max={mostMs / 1000}
        step="any"
        aria-label={label}
        value={wanted ?? String(now)}
        onChange={({ target }) => setWanted(target.value)}
      />
      <span aria-hidden="true">{say("holds.spacing.seconds")}</span>
      {isTyped && seconds !== now && <button type="submit">{say("holds.spacing.save")}</button>}
    </form>
  );
}
