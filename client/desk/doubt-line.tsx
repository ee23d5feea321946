import type { Snapshot } from "#shared/changes.ts";
import { check } from "../live/in-doubt.ts";
import { useLocale, useSay } from "../messages/words.tsx";
import { Glyph } from "../ui/glyph.tsx";
import { looksLike, placeWords } from "../ui/network-mark.tsx";
import { doubtInShort, nextLook } from "../ui/doubt-words.ts";
import { Places } from "./places.tsx";
import type { Line } from "./rail-lines.ts";
import { postTitle } from "../ui/post-title.ts";
import styles from "./rail.module.css";

type Props = { line: Line; desk: Snapshot; now: number };

/** Unknown outcome: each delivery for itself, with the way to its card. Asked of a person first. */
export function DoubtLine({ line: { post, deliveries }, desk, now }: Props) {
  const say = useSay();
  const locale = useLocale();
  const title = postTitle(say, post, locale);
  const asked = deliveries.toSorted((a, b) => rank(a.state) - rank(b.state));
  return (
    <div className={styles.line} data-tone="uncertain" data-in-doubt={post.id}>
      <Glyph name="question" size={16} />
      <b className={styles.wide}>{title}</b>
      <ul className={styles.doubts}>
        {asked.map((delivery) => (
          <li key={delivery.id} data-state={delivery.state}>
            <small>
              <Places deliveries={[delivery]} accounts={desk.accounts} />{" "}
              <span className={styles.word}>{doubtInShort(say, delivery, now)}</span>{" "}
              {nextLook(say, delivery, now)}
            </small>
            <button
              type="button"
              className={styles.verify}
              data-verify={delivery.state}
              aria-haspopup="dialog"
              aria-label={say("doubt.open.label", {
                place: placeWords(say, looksLike(desk.accounts, delivery), delivery.locales),
                title,
              })}
              onClick={() => check(delivery.id)}
            >
              {say("doubt.open")}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function rank(state: string): number {
  return state === "needsHuman" ? 0 : 1;
}
