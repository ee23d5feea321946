import { useEffect, useState } from "react";
import { feelingWords } from "#shared/feelings.ts";
import { type Press, type Spots, useSpots } from "../live/spots.ts";
import { reachOf, useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { clockIn } from "../ui/time.ts";
import { AddTo } from "./add-to.tsx";
import styles from "./panel.module.css";

/** The last press, and those that were refused. The place is always there: the keys below it never move. */
export function PressLines({ spots }: { spots: Spots }) {
  const say = useSay();
  const presses = useSpots((state) => state.presses);
  const [newest] = presses;
  const now = useNow(newest);
  const refused = presses.filter(({ state }) => state === "refused");
  const line = newest && isShown(newest, now) ? newest : null;
  return (
    <div className={styles.lines}>
      {refused.map((press) => (
        <Refused key={press.commandId} press={press} spots={spots} />
      ))}
      {line && <Line press={line} spots={spots} now={now} />}
      {!line && refused.length === 0 && <p className={styles.hint}>{say("spotter.hint")}</p>}
    </div>
  );
}

function isShown({ state, until }: Press, now: number): boolean {
  return state !== "refused" && (state !== "sent" || now < until);
}

/** This console's clock, read again while the newest press counts. */
function useNow(newest: Press | undefined): number {
  const [now, setNow] = useState(Date.now);
  const ticks = newest?.state === "grace" || (newest?.state === "sent" && isShown(newest, now));
  useEffect(() => {
    if (!ticks) return;
    const read = (): void => setNow(Date.now());
    read();
    const timer = setInterval(read, 250);
    return () => clearInterval(timer);
  }, [ticks]);
  return now;
}

function Line({ press, spots, now }: { press: Press; spots: Spots; now: number }) {
  const say = useSay();
  const [wantsPhoto, setWantsPhoto] = useState(false);
  const isOnline = useLive(reachOf) === "live";
  const { commandId, state, until } = press;
  const open = (photo: boolean): void => {
    setWantsPhoto(photo);
    spots.open(commandId);
  };
  return (
    <div className={styles.line} data-state={state} data-press={commandId}>
      <output>
        <Title press={press} />
        {state === "sent" && <em>{say("spotter.sent")}</em>}
        {state === "kept" && <em>{say(isOnline ? "spotter.sending" : "spotter.kept")}</em>}
      </output>
      {state === "grace" && (
        <>
          <span className={styles.left} aria-hidden="true">
            {say("spotter.leaves", { count: Math.max(1, Math.ceil((until - now) / 1000)) })}
          </span>
          <div className={styles.acts}>
            <button type="button" onClick={() => open(false)}>
              <Glyph name="note" size={14} /> {say("spotter.note")}
            </button>
            <button
              type="button"
              disabled={!isOnline}
              {...(!isOnline && { title: say("spotter.photo.offline") })}
              onClick={() => open(true)}
            >
              {say("spotter.photo")}
            </button>
            <button type="button" className={styles.undo} onClick={() => spots.undo(commandId)}>
              {say("spotter.undo")}
            </button>
          </div>
        </>
      )}
      {state === "open" && (
        <AddTo key={commandId} commandId={commandId} spots={spots} wantsPhoto={wantsPhoto} />
      )}
    </div>
  );
}

/** « Larmes, 21:34:07 · Julien Alfred ». */
function Title({ press }: { press: Press }) {
  const say = useSay();
  const locale = useLocale();
  const zone = useLive((live) => live.desk?.campaign.venueZone ?? "UTC");
  const who = useNames(press);
  const { feeling, at } = press.input;
  return (
    <>
      <b>
        {say("spotter.line", { feeling: feelingWords[feeling][locale], time: clockIn(zone, at) })}
      </b>
      {who && <span>{who}</span>}
    </>
  );
}

function useNames({ input }: Press): string {
  const moments = useLive((live) => live.desk?.moments);
  return (input.participants ?? [])
    .map((one) => {
      if (typeof one === "string") return one;
      const found = moments?.find(({ id }) => id === one.momentId)?.participants;
      return (found?.find(({ code }) => code === one.code) ?? found?.[one.at])?.name ?? "";
    })
    .filter(Boolean)
    .join(", ");
}

function Refused({ press, spots }: { press: Press; spots: Spots }) {
  const say = useSay();
  const why = press.why ?? "internal";
  return (
    <div className={styles.line} data-state="refused" role="alert">
      <p>
        <Title press={press} />
        <em>
          {say("spotter.refused", {
            why: why === "time" ? say("spotter.refused.time") : say(`refusal.${why}`),
          })}
        </em>
      </p>
      <div className={styles.acts}>
        <button type="button" onClick={() => spots.forget(press.commandId)}>
          {say("spotter.forget")}
        </button>
      </div>
    </div>
  );
}
