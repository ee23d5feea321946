import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { enNear } from "../messages/en-near.ts";
import { frNear } from "../messages/fr-near.ts";
import { addWords, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import { ago, clockIn } from "../ui/time.ts";
import type { Notice } from "./desk-store.ts";
import { isDeliberate } from "./may-fire.ts";
import styles from "./near-words.module.css";

addWords({ fr: frNear, en: enNear });

export type Props = {
  notice: Extract<Notice, { kind: "nearWords" }>;
  /** Publishes all the same, for a reason; absent where there is nothing to publish from. */
  onAnyway?: (reason: string) => void;
};

const shortest = 3;
const longest = 200;

/** Nearly these words are there already: whose, since when, both side by side, and a way to say them all the same. */
export function NearWordsCard({ notice, onAnyway }: Props) {
  const say = useSay();
  const now = useServerNow(1000);
  const { account, by, at, said } = notice;
  const zone = useLive((live) => live.desk?.campaign.venueZone ?? "UTC");
  const since = ago(say, Math.max(0, now - Date.parse(at)));
  return (
    <div className={styles.near} role="alert">
      <p>
        {by === null
          ? say("near.planned", { account, at: clockIn(zone, at) })
          : say("near.said", { by, account, since })}
      </p>
      <div className={styles.both}>
        <figure>
          <figcaption>{say("near.there")}</figcaption>
          <blockquote>{said}</blockquote>
        </figure>
        <figure>
          <figcaption>{say("near.here")}</figcaption>
          <blockquote>{notice.now}</blockquote>
        </figure>
      </div>
      {onAnyway && <Anyway onAnyway={onAnyway} />}
    </div>
  );
}

/** Enter alone does not publish here: it is a text like any other. */
function Anyway({ onAnyway }: { onAnyway: (reason: string) => void }) {
  const say = useSay();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const isGiven = reason.trim().length >= shortest;
  const publish = (): void => {
    if (isGiven) return onAnyway(reason.trim());
    setAsked(true);
    field.current?.focus();
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const { repeat, nativeEvent } = event;
    const press = { repeat, isComposing: nativeEvent.isComposing };
    // It was armed and read long before: what counts is that the key is pressed now.
    if (isDeliberate(press, { armedAt: 0, released: true }, performance.now())) publish();
  };
  return (
    <form className={styles.anyway} onSubmit={(event: FormEvent) => event.preventDefault()}>
      <label>
        <span>{say("near.reason")}</span>
        <input
          ref={field}
          value={reason}
          maxLength={longest}
          aria-invalid={asked && !isGiven}
          aria-describedby="near-reason"
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={pressed}
        />
      </label>
      <button type="button" onClick={publish}>
        {say("near.publish")} <Cap>Ctrl</Cap>
        <Cap>{say("cap.enter")}</Cap>
      </button>
      <small id="near-reason" role={asked && !isGiven ? "alert" : undefined}>
        {say(asked && !isGiven ? "near.reason.short" : "near.record")}
      </small>
    </form>
  );
}
