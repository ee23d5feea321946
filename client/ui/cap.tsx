import type { ReactNode } from "react";
import styles from "./cap.module.css";

export type Tone = "plain" | "paper" | "standby" | "held";

/** A key as it is drawn on the keyboard. */
export function Cap({ children, tone = "plain" }: { children: ReactNode; tone?: Tone }) {
  return (
    <kbd className={styles.cap} data-tone={tone}>
      {children}
    </kbd>
  );
}
