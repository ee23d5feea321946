import { mostTimes, usualUndoMs } from "#shared/undo-windows.ts";
import { useSay } from "../messages/words.tsx";
import form from "../ui/form.module.css";
import type { Attention } from "./attention.ts";
import styles from "./attention-sheet.module.css";

type Props = { attention: Attention; change: (change: Partial<Attention>) => void };

/** So many times as long to undo: chosen before anything is sent, for whoever needs more time to read (WCAG 2.2.1). */
export function MoreTime({ attention: { undoTimes }, change }: Props) {
  const say = useSay();
  const times = say("undo.mine.times", { times: undoTimes });
  return (
    <section className={styles.part}>
      <label className={styles.times}>
        <b>{say("undo.mine")}</b>
        <small>{say("undo.mine.how")}</small>
        <input
          type="range"
          min={1}
          max={mostTimes}
          step={1}
          value={undoTimes}
          aria-valuetext={times}
          onChange={({ target }) => change({ undoTimes: target.valueAsNumber })}
        />
      </label>
      <p className={form.note} aria-hidden="true">
        {times}
        {undoTimes > 1 &&
          `. ${say("undo.mine.example", { seconds: (usualUndoMs * undoTimes) / 1000 })}`}
      </p>
    </section>
  );
}
