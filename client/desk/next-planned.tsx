import type { Snapshot } from "#shared/changes.ts";
import { useServerNow } from "../live/now.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { countdown } from "../ui/time.ts";
import styles from "./empty-feed.module.css";
import { plannedOf } from "./planned.ts";

/** While nothing happens: what leaves next at a time that was said, and when. */
export function NextPlanned({ desk }: { desk: Snapshot }) {
  const say = useSay();
  const locale = useLocale();
  const now = useServerNow(1000);
  const [next] = plannedOf(desk, now);
  if (!next) return null;
  return (
    <p className={styles.next}>
      <b>{say("empty.next", { left: countdown(say, next.at - now) })}</b>
      <span>{next.post.title[locale]}</span>
    </p>
  );
}
