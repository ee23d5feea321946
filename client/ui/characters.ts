/** Whether single-character keys act; a person may switch them off (WCAG 2.1.4). Remembered in this browser. */
import { create } from "zustand";

const rememberedAs = "rebond.characterKeys";

export const useCharacterKeys = create<{ on: boolean }>(() => ({ on: recall() }));

function recall(): boolean {
  try {
    return localStorage.getItem(rememberedAs) !== "off";
  } catch {
    return true;
  }
}

/** Switches them. */
export function setCharacterKeys(on: boolean): void {
  useCharacterKeys.setState({ on });
  try {
    localStorage.setItem(rememberedAs, on ? "on" : "off");
  } catch {
    // Kept for this visit only.
  }
}
