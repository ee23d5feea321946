import { useEffect, useRef, useState } from "react";
import type { Feed } from "#shared/feeds.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useSay } from "../messages/words.tsx";
import styles from "./feeds-sheet.module.css";
import { refusalWords } from "./refusal-words.ts";

type Props = { feed: Feed; onKeep: () => void; onRemoved: () => void };

/** The second question. Focus rests on the way back: a bounced key removes nothing. */
export function FeedRemove({ feed: { id: feedId, name }, onKeep, onRemoved }: Props) {
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const [said, setSaid] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    setBusy(true);
    const answer = await askOverHttp("feed.remove", { feedId });
    if (answer.ok) return onRemoved();
    setSaid(refusalWords(say, answer));
    setBusy(false);
  };
  return (
    <section className={styles.remove} aria-label={say("feeds.remove.yes", { name })}>
      <p>{say("feeds.remove.ask", { name })}</p>
      <div className={styles.acts}>
        <button type="button" ref={keep} onClick={onKeep}>
          {say("feeds.remove.no")}
        </button>
        <button
          type="button"
          className={styles.yes}
          disabled={isBusy}
          onClick={() => void remove().catch(reportError)}
        >
          {say("feeds.remove.yes", { name })}
        </button>
        {said && <p role="alert">{said}</p>}
      </div>
    </section>
  );
}
