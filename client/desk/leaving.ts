/** Closing the page while the desk is on air is asked about by the browser. */
import { useLive } from "../live/store.ts";

/** Until the returned function is called. Nothing would be lost, words that are being written neither; but nobody would look. */
export function askBeforeLeaving(): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (useLive.getState().desk?.campaign.mode === "onAir") event.preventDefault();
  };
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
