import type { MessageId } from "../messages/fr.ts";
import { useSay } from "../messages/words.tsx";
import { Brand } from "./brand.tsx";
import styles from "./full-page.module.css";

/** A whole page that waits, in words. */
export function Waiting({ says }: { says: MessageId }) {
  const say = useSay();
  return (
    <main className={styles.page}>
      <Brand />
      <h1 className="unseen">Rebond</h1>
      <output className={styles.quiet}>{say(says)}</output>
    </main>
  );
}
