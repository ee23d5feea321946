/** Escape kept down for a second holds everything. */
import { releaseKey } from "./arm.ts";
import { fireButton } from "./desk-keys.ts";

const holdAfterMs = 1000;

/** Watches Escape and key releases until the returned function is called. `filling` tells the button to show progress. */
export function watchReleases(hold: () => void, filling: (on: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    filling(false);
  };
  const down = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.repeat || event.isComposing) return;
    clearTimeout(timer);
    filling(true);
    timer = setTimeout(() => {
      stop();
      hold();
    }, holdAfterMs);
  };
  const up = (event: KeyboardEvent): void => {
    releaseKey();
    if (event.key === "Escape") stop();
    // Browsers press a focused button when Space is let go; the one that publishes must not be.
    if (
      event.code === "Space" &&
      event.target instanceof Element &&
      event.target.closest(fireButton)
    )
      event.preventDefault();
  };
  window.addEventListener("keydown", down, { capture: true });
  window.addEventListener("keyup", up, { capture: true });
  window.addEventListener("blur", stop);
  return () => {
    stop();
    window.removeEventListener("keydown", down, { capture: true });
    window.removeEventListener("keyup", up, { capture: true });
    window.removeEventListener("blur", stop);
  };
}
