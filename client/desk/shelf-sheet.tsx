import { type FormEvent, useState } from "react";
import type { Snapshot } from "#shared/changes.ts";
import { useServerNow } from "../live/now.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Sheet } from "../ui/sheet.tsx";
import { clockIn } from "../ui/time.ts";
import type { Acts } from "./acts.ts";
import type { Line } from "./rail-lines.ts";
import { endOf, extendableOf, shelfWords } from "./shelf-life.tsx";
import styles from "./time-sheet.module.css";
import { WallFields, WallMeaning } from "./wall-choice.tsx";
import { instantOf, nextMinute, wallIn } from "./wall-clock.ts";

const quickMinutes = [1, 5];
const minuteMs = 60_000;

export type Props = { line: Line; desk: Snapshot; acts: Acts; onClose: () => void };

/** Until when a line may still leave: a minute or five more with one press, or a time. All keys stay in here. */
export function ShelfSheet({ line, desk, acts, onClose }: Props) {
  const say = useSay();
  const locale = useLocale();
  const now = useServerNow(500);
  const { venueZone, venueName } = desk.campaign;
  const waiting = extendableOf(
    desk.deliveries.filter(({ id }) => line.deliveries.some((each) => each.id === id)),
  );
  const end = waiting.length > 0 ? endOf(waiting) : 0;
  // Where they differ, prolonging shortens none.
  const last = Math.max(now, ...waiting.map(({ notAfter }) => Date.parse(notAfter)));
  const [wall, setWall] = useState(() => wallIn(venueZone, nextMinute(end, 10 * minuteMs)));
  const [refused, setRefused] = useState<string | null>(null);
  const keep = (until: number, close: () => void): void => {
    if (waiting.length === 0) return setRefused(say("refusal.tooLate"));
    acts
      .extend(waiting, until)
      .then((answer) =>
        answer?.ok ? close() : setRefused(say(`refusal.${answer?.code ?? "internal"}`)),
      )
      .catch(reportError);
  };
  const at = instantOf(venueZone, wall);
  const isPast = at !== null && at <= now;
  const submit = (event: FormEvent, close: () => void): void => {
    event.preventDefault();
    if (at !== null && !isPast) keep(at, close);
  };
  return (
    <Sheet title={say("shelf.title")} ownKeys onClose={onClose}>
      {(close) => (
        <form className={styles.form} onSubmit={(event) => submit(event, close)}>
          <p className={styles.what}>{line.post.title[locale]}</p>
          <output className={styles.means}>
            <b>
              {waiting.length > 0
                ? shelfWords(say, waiting, now, venueZone)
                : say("refusal.tooLate")}
            </b>
            <span>{say("shelf.what")}</span>
          </output>
          {refused && (
            <p className={styles.refused} role="alert">
              {refused}
            </p>
          )}
          <fieldset className={styles.quick}>
            <legend>{say("shelf.more")}</legend>
            {quickMinutes.map((minutes, index) => {
              const until = last + minutes * minuteMs;
              return (
                <button
                  key={minutes}
                  type="button"
                  {...(index === 0 && { "data-first": true })}
                  onClick={() => keep(until, close)}
                >
                  {say("shelf.minutes", { minutes })}
                  <small>{clockIn(venueZone, until)}</small>
                </button>
              );
            })}
          </fieldset>
          <WallFields
            legend={say("shelf.at", { place: venueName })}
            place={venueName}
            wall={wall}
            onChoose={setWall}
          />
          <WallMeaning desk={desk} at={at} now={now} />
          <button type="submit" className={styles.go} aria-disabled={isPast || at === null}>
            {say("shelf.go")}
          </button>
        </form>
      )}
    </Sheet>
  );
}
