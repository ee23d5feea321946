import type { ReactNode } from "react";
import styles from "./switch.module.css";

type Props = {
  on: boolean;
  onTurn: (on: boolean) => void;
  name: string;
  /** Has the focus when its sheet opens. */
  isFirst?: boolean;
  /** What it does. */
  children: ReactNode;
};

/** Something that is on or off, and is as soon as it is pressed. */
export function Switch({ on, onTurn, name, isFirst = false, children }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      className={styles.switch}
      {...(isFirst && { "data-first": true })}
      onClick={() => onTurn(!on)}
    >
      <i aria-hidden="true" />
      <span>
        {name}
        <small>{children}</small>
      </span>
    </button>
  );
}
