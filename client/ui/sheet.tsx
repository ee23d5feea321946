import { type ReactNode, useEffect, useId, useState } from "react";
import { useSay } from "../messages/words.tsx";
import styles from "./sheet.module.css";

type Props = {
  title: string;
  onClose: () => void;
  /** Keeps every key to itself: none of them reaches the desk. */
  ownKeys?: boolean;
  /** Holds more than a column of words. */
  wide?: boolean;
  /** Whenever it changes, the focus goes to what is marked `data-first`. */
  step?: unknown;
  /** What it holds; given the way to close it. */
  children: (close: () => void) => ReactNode;
};

/** A sheet from the right, over the desk, that gives the focus back when it closes. */
export function Sheet({ title, onClose, ownKeys = false, wide = false, step, children }: Props) {
  const say = useSay();
  const [sheet, setSheet] = useState<HTMLDialogElement | null>(null);
  const titleId = useId();
  useEffect(() => {
    if (!sheet?.open) sheet?.showModal();
    sheet?.querySelector<HTMLElement>("[data-first]")?.focus();
  }, [sheet, step]);
  const close = (): void => sheet?.close();
  return (
    <dialog
      ref={setSheet}
      className={styles.sheet}
      {...(ownKeys && { "data-own-keys": true })}
      {...(wide && { "data-wide": true })}
      aria-labelledby={titleId}
      onClose={onClose}
    >
      <div className={styles.head}>
        <h2 id={titleId}>{title}</h2>
        <button type="button" className={styles.close} onClick={close}>
          {say("mode.close")}
        </button>
      </div>
      {children(close)}
    </dialog>
  );
}
