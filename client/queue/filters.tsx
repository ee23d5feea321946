import { useLocale, useSay } from "../messages/words.tsx";
import { Cap } from "../ui/cap.tsx";
import { type Filter, filters, type Queue } from "./entries.ts";
import styles from "./queue.module.css";

type Props = { queue: Queue; filter: Filter; onChoose: (filter: Filter) => void };

/** What is shown, and how much of it there is. The arrows go from one to the next. */
export function Filters({ queue, filter, onChoose }: Props) {
  const say = useSay();
  const locale = useLocale();
  return (
    <fieldset
      className={styles.filters}
      aria-label={say("queue.filters")}
      aria-keyshortcuts="ArrowLeft ArrowRight"
    >
      {filters.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === filter}
          data-filter={each}
          onClick={() => onChoose(each)}
        >
          {say(`queue.${each}`)}{" "}
          {each !== "all" && <b>{queue[each].length.toLocaleString(locale)}</b>}
        </button>
      ))}
      <span className={styles.keys} aria-hidden="true">
        <Cap>←</Cap> <Cap>→</Cap>
      </span>
    </fieldset>
  );
}
