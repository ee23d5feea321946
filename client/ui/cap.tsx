import type { ReactNode } from "react";
import styles from "./cap.module.css";

/** A key as it is drawn on the keyboard. */
export function Cap({
  children,
  tone = "plain",
}: {
  children: ReactNode;
  tone?: "plain" | "paper" | "standby" | "held";
}) {
  return (
    <kbd className={styles.cap} data-tone={tone}>
      {children}
    </kbd>
  );
}
