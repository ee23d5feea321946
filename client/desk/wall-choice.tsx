/** A time read off the venue's wall: the two fields that say it, and what they come to. */
import type { Snapshot } from "#shared/changes.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { slotClocks } from "../ui/slot-clocks.ts";
import { countdown } from "../ui/time.ts";
import styles from "./time-sheet.module.css";

type FieldsProps = {
  legend: string;
  /** Where the wall is. */
  place: string;
  /** As `2026-07-24T20:15`. */
  wall: string;
  /** Whether the focus begins in the time. */
  first?: boolean;
  onChoose: (wall: string) => void;
};

/** Its date and its time. */
export function WallFields({ legend, place, wall, first = false, onChoose }: FieldsProps) {
  const say = useSay();
  return (
    <fieldset className={styles.time}>
      <legend>{legend}</legend>
      <input
        type="date"
        required
        aria-label={say("reslot.date", { place })}
        value={wall.slice(0, 10)}
        onChange={({ target }) => onChoose(`${target.value}T${wall.slice(11)}`)}
      />
      <input
        type="time"
        required
        {...(first && { "data-first": true })}
        aria-label={say("reslot.time", { place })}
        value={wall.slice(11)}
        onChange={({ target }) => onChoose(`${wall.slice(0, 10)}T${target.value}`)}
      />
    </fieldset>
  );
}

type MeaningProps = { desk: Snapshot; at: number | null; now: number };

/** Which instant that is, on every clock of the team, and how far away; `at` null: not a time, or not one alone. */
export function WallMeaning({ desk, at, now }: MeaningProps) {
  const say = useSay();
  const locale = useLocale();
  const isPast = at !== null && at <= now;
  return (
    <output className={styles.means}>
      {at === null ? (
        say("reslot.unclear")
      ) : (
        <>
          <b>{slotClocks(say, desk.campaign, at, now, locale)}</b>
          <span data-past={isPast}>
            {isPast ? say("reslot.past") : say("reslot.in", { left: countdown(say, at - now) })}
          </span>
        </>
      )}
    </output>
  );
}
