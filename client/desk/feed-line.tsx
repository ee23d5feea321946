import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type Feed, feedFormats } from "#shared/feeds.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useServerNow } from "../live/now.ts";
import type { Answer } from "../live/orders.ts";
import { useLive } from "../live/store.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { ago, clockIn, span } from "../ui/time.ts";
import { FeedRemove } from "./feed-remove.tsx";
import { PictureDelay } from "./picture-delay.tsx";
import { refusalWords } from "./refusal-words.ts";
import styles from "./feeds-sheet.module.css";

type Props = {
  feed: Feed;
  zone: string;
  /** Null for those who may not change it. */
  onEdit: (() => void) | null;
  onRemoved: () => void;
};

/** One feed: its name, how it comes, how it is; and what of it the desk takes. */
export function FeedLine({ feed, zone, onEdit, onRemoved }: Props) {
  const say = useSay();
  const locale = useLocale();
  const { trouble } = feed;
  return (
    <li
      className={styles.row}
      data-feed={feed.name}
      data-trouble={trouble?.code}
      data-quiet={feed.muted}
    >
      <div className={styles.what}>
        <b>{feed.name}</b>
        {feed.muted && <span className={styles.mark}>{say("feeds.muted")}</span>}
        {feed.testOnly && <span className={styles.mark}>{say("feeds.testOnly")}</span>}
      </div>
      <p>
        {feedFormats[feed.format][locale]} · {say(`feeds.connector.${feed.connector}`)}
        {feed.connector === "poll" &&
          feed.everyMs !== null &&
          `, ${say("feeds.every", { span: span(say, feed.everyMs) })}`}
      </p>
      {feed.address && <p className={styles.address}>{feed.address}</p>}
      {trouble ? (
        <p className={styles.trouble}>
          <Glyph name="disqualification" size={14} />
          <span>
            <b>{say(`feed.trouble.${trouble.code}`)}</b>{" "}
            {say("feeds.since", { time: clockIn(zone, trouble.since) })}
            {trouble.detail && <small>{trouble.detail}</small>}
          </span>
        </p>
      ) : null}
      <Heard feed={feed} />
      <PictureDelay feed={feed} />
      {onEdit && <Acts feed={feed} onEdit={onEdit} onRemoved={onRemoved} />}
    </li>
  );
}

/** The heartbeat knows better than the last change when it was heard from. */
function Heard({ feed }: { feed: Feed }) {
  const say = useSay();
  const now = useServerNow(1000);
  const beat = useLive((live) => live.presence?.feeds.find(({ id }) => id === feed.id));
  const at = beat?.lastMessageAt ?? feed.lastMessageAt;
  return (
    <p className={styles.heard}>
      {at
        ? say("feeds.heard", { age: ago(say, Math.max(0, now - Date.parse(at))) })
        : say("feeds.heard.never")}
    </p>
  );
}

type ActsProps = { feed: Feed; onEdit: () => void; onRemoved: () => void };

function Acts({ feed, onEdit, onRemoved }: ActsProps) {
  const say = useSay();
  const [isAsking, setAsking] = useState(false);
  const acts = useRef<HTMLDivElement>(null);
  const keep = (): void => {
    flushSync(() => setAsking(false));
    acts.current?.querySelector<HTMLElement>("button:last-of-type")?.focus();
  };
  const [said, setSaid] = useState<string | null>(null);
  const ask = async (
    work: () => Promise<Answer<"feed.mute" | "feed.testOnly" | "feed.forgetDelay">>,
  ): Promise<void> => {
    const answer = await work();
    setSaid(answer.ok ? null : refusalWords(say, answer));
  };
  const forget = async (): Promise<void> => {
    await ask(() => askOverHttp("feed.forgetDelay", { feedId }));
    // Its button goes with what is forgotten.
    acts.current?.querySelector<HTMLElement>("button")?.focus();
  };
  const { id: feedId, name, muted, testOnly } = feed;
  const button = (act: string, onClick: () => void) => (
    <button type="button" aria-label={say("feeds.of", { act, name })} onClick={onClick}>
      {act}
    </button>
  );
  if (isAsking) return <FeedRemove feed={feed} onKeep={keep} onRemoved={onRemoved} />;
  return (
    <div ref={acts} className={styles.acts}>
      {button(say(muted ? "feeds.unmute" : "feeds.mute"), () => {
        ask(() => askOverHttp("feed.mute", { feedId, muted: !muted })).catch(reportError);
      })}
      {button(say(testOnly ? "feeds.testOnly.off" : "feeds.testOnly.on"), () => {
        ask(() => askOverHttp("feed.testOnly", { feedId, testOnly: !testOnly })).catch(reportError);
      })}
      {feed.pictureDelayMs !== null && (
        <button
          type="button"
          aria-label={say("feeds.of", { act: say("picture.forget"), name })}
          onClick={() => {
            forget().catch(reportError);
          }}
        >
          {say("picture.forget")}
        </button>
      )}
      {button(say("feeds.edit"), onEdit)}
      {button(say("feeds.remove"), () => setAsking(true))}
      {said && <p role="alert">{said}</p>}
    </div>
  );
}
