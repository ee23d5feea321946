import { Link } from "wouter";
import { useSay } from "../messages/words.tsx";
import styles from "./full-page.module.css";

/** A part of the console that this page is too old to fetch. The desk below it goes on. */
export function Outdated() {
  const say = useSay();
  return (
    <dialog open className={styles.over} data-own-keys aria-label={say("outdated")}>
      <p>{say("outdated")}</p>
      <Link href="/">{say("rundown.back")}</Link>
    </dialog>
  );
}
