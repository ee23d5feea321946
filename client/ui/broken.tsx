import { useSay } from "../messages/words.tsx";
import { Brand } from "./brand.tsx";
import styles from "./full-page.module.css";

/** The console failed: says so, and offers to start again. Orders already given are on the server's record. */
export function Broken() {
  const say = useSay();
  return (
    <main className={styles.page}>
      <Brand />
      <div role="alert">
        <h1 className={styles.title}>{say("broken.title")}</h1>
        <p className={styles.quiet}>{say("broken.detail")}</p>
      </div>
      <button type="button" className={styles.code} onClick={() => location.reload()}>
        {say("tooOld.reload")}
      </button>
    </main>
  );
}
