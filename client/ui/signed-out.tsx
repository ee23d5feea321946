import { useSay } from "../messages/words.tsx";
import { Brand } from "./brand.tsx";
import styles from "./full-page.module.css";

/** Nobody is signed in: how to get in. */
export function SignedOut() {
  const say = useSay();
  return (
    <main className={styles.page}>
      <Brand />
      <h1 className={styles.title}>{say("signedOut.title")}</h1>
      <p>{say("signedOut.lead")}</p>
      <p className={styles.quiet}>{say("signedOut.again")}</p>
      <code className={styles.code}>npm run -s rebond -- link</code>
      <p className={styles.quiet}>{say("signedOut.then")}</p>
    </main>
  );
}
