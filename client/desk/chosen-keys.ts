/** The keys a person chose in the place of the desk's. Remembered in this browser. */
import { create } from "zustand";
import { fitting } from "./key-choice.ts";
import { type Chosen, nameOf, type Slot } from "./key-table.ts";

const rememberedAs = "rebond.keys";

export const useChosenKeys = create<{ chosen: Chosen }>(() => ({ chosen: recall() }));

function recall(): Chosen {
  try {
    return fitting(JSON.parse(localStorage.getItem(rememberedAs) ?? "{}"));
  } catch {
    return {};
  }
}

function keep(chosen: Chosen): void {
  useChosenKeys.setState({ chosen });
  try {
    localStorage.setItem(rememberedAs, JSON.stringify(chosen));
  } catch {
    // Kept for this visit only.
  }
}

/** Gives a slot another press, that nothing refuses; its own first one is its default again. */
export function chooseKey(slot: Slot, press: string): void {
  const { [nameOf(slot)]: _, ...others } = useChosenKeys.getState().chosen;
  keep(press === slot.first ? others : { ...others, [nameOf(slot)]: press });
}

/** Every key as the desk has it. */
export function restoreKeys(): void {
  keep({});
}
