import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import styles from "./screen.module.css";

/** Escape held longer than this asks for something else. */
const briefMs = 800;

type Props = {
  /** The id of its heading. */
  titleId: string;
  onLeave: () => void;
  /** Gets what no part of it has taken, but Escape. */
  onKey?: (event: KeyboardEvent) => void;
  ref?: RefObject<HTMLDialogElement | null>;
  children: ReactNode;
};

/**
 * A screen over the desk, which stays mounted below. All keys stay in here, so that none reaches what is armed. Shown
 * beside the top bar, not over it: holding everything stays one press away.
 */
export function Screen({ titleId, onLeave, onKey, ref, children }: Props) {
  const own = useRef<HTMLDialogElement>(null);
  const screen = ref ?? own;
  const pressedAt = useRef<number | null>(null);
  useEffect(() => {
    screen.current?.show();
    screen.current?.focus();
  }, [screen]);
  useEffect(() => {
    const ours = ({ target }: KeyboardEvent): boolean => isIn(screen.current, target);
    const onDown = (event: KeyboardEvent): void => {
      if (!ours(event) || event.defaultPrevented) return;
      if (event.key !== "Escape") onKey?.(event);
      else if (!event.repeat) pressedAt.current = event.timeStamp;
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || !ours(event)) return;
      // Pressed here, and let go soon: kept down for a second it holds everything, and stays.
      const pressed = pressedAt.current;
      pressedAt.current = null;
      if (pressed !== null && event.timeStamp - pressed < briefMs) onLeave();
    };
    window.addEventListener("keydown", onDown);
    window.addEventListener("keyup", onUp);
    return () => {
      window.removeEventListener("keydown", onDown);
      window.removeEventListener("keyup", onUp);
    };
  }, [screen, onLeave, onKey]);
  return (
    <dialog
      ref={screen}
      className={styles.screen}
      data-own-keys
      aria-labelledby={titleId}
      tabIndex={-1}
      onCancel={(event) => event.preventDefault()}
    >
      {children}
    </dialog>
  );
}

/** What had the focus may be gone: the key is then the page's, and so the screen's. */
function isIn(screen: HTMLElement | null, target: EventTarget | null): boolean {
  return (
    target === document.body || (target instanceof Node && (screen?.contains(target) ?? false))
  );
}
