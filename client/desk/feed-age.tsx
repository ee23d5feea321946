import type { Locale } from "#shared/locales.ts";
import { useServerNow } from "../live/now.ts";
import { useLive } from "../live/store.ts";
import { type Say, useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { tenths } from "../ui/tenths.ts";
import { ago } from "../ui/time.ts";
import { troubledFeeds } from "./alarms.ts";
import { useDesk } from "./desk-store.ts";
import styles from "./top-bar.module.css";

/** The server speaks every second: after this the line is slow, some time before it counts as cut. */
const slowMs = 2500;

/** How long ago the feeds spoke; before that, that the server itself has fallen silent. */
export function FeedAge() {
  const say = useSay();
  const locale = useLocale();
  const now = useServerNow(500);
  const feeds = useLive((live) => live.presence?.feeds ?? live.desk?.feeds) ?? [];
  const offset = useLive((live) => live.clockOffsetMs);
  const heardAt = useLive((live) => (live.connection.status === "live" ? live.heardAt : null));
  const silentMs = heardAt === null ? 0 : now - offset - heardAt;
  if (silentMs > slowMs)
    return (
      <FeedsButton words={say("feed.age.slow", { seconds: tenths(silentMs, locale) })} isSlow />
    );
  const heard = feeds.flatMap(({ lastMessageAt }) =>
    lastMessageAt ? [Date.parse(lastMessageAt)] : [],
  );
  if (feeds.length === 0) return <FeedsButton words={say("feed.age.none")} />;
  if (heard.length === 0) return <FeedsButton words={say("feed.age.never")} />;
  const age = Math.max(0, now - Math.max(...heard));
  return <FeedsButton words={ageWords(say, age, locale)} />;
}

function ageWords(say: Say, age: number, locale: Locale): string {
  if (age >= 2000) return say("feed.age.ago", { age: ago(say, age) });
  return say("feed.age.live", { seconds: tenths(age, locale) });
}

/** The way to every feed; says, too, that one is in trouble. */
function FeedsButton({ words, isSlow = false }: { words: string; isSlow?: boolean }) {
  const say = useSay();
  const troubled = useLive((live) => (live.desk ? troubledFeeds(live.desk).length : 0));
  return (
    <button
      type="button"
      className={styles.feed}
      data-trouble={troubled > 0}
      data-slow={isSlow}
      aria-haspopup="dialog"
      title={say(isSlow ? "feed.age.slow.note" : "feed.open")}
      onClick={() => useDesk.setState({ feedsOpen: true })}
    >
      {isSlow && <Glyph name="hourglass" size={12} />}
      {troubled > 0 && <Glyph name="disqualification" size={13} />}
      {words}
      {troubled > 0 && <span className="unseen">{say("feed.troubled", { count: troubled })}</span>}
    </button>
  );
}
