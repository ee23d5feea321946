import { useLocale, useSay } from "../messages/words.tsx";
import { countdown } from "../ui/time.ts";
import type { Filter, Queue } from "./entries.ts";
import styles from "./queue.module.css";

type Props = { queue: Queue; filter: Filter; now: number };

/** Nothing under a filter, and what leaves next. */
export function Empty({ queue, filter, now }: Props) {
  const say = useSay();
  const locale = useLocale();
  const [next] = queue.planned;
  return (
    <div className={styles.empty}>
      <p>{say(`queue.empty.${filter}`)}</p>
      {next && (
        <p>
          {say("queue.empty.next", {
            left: countdown(say, next.at - now),
            title: next.post.title[locale],
          })}
        </p>
      )}
    </div>
  );
}
