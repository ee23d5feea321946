/** What may call a person back to the desk, sounds and notifications; and how much time they want to undo. Each person’s own, kept in this browser. */
import { create } from "zustand";
import { mostTimes } from "#shared/undo-windows.ts";

export type Attention = {
  sound: boolean;
  /** From 0 to 1. */
  volume: number;
  notify: boolean;
  /** So many times as long as the desk asks for, what this person sends can be taken back. */
  undoTimes: number;
};

/** Nothing sounds or appears that nobody asked for. */
export const calm: Attention = { sound: false, volume: 0.6, notify: false, undoTimes: 1 };

export const useAttention = create<Attention>(() => calm);

const rememberedAs = (personId: string): string => `rebond.attention.${personId}`;

/** As this person left it. */
export function recallAttention(personId: string): void {
  useAttention.setState(read(personId));
}

/** Changes it, and remembers it for this person. */
export function setAttention(personId: string, change: Partial<Attention>): void {
  useAttention.setState(change);
  try {
    localStorage.setItem(rememberedAs(personId), JSON.stringify(useAttention.getState()));
  } catch {
    // Kept for this visit only.
  }
}

function read(personId: string): Attention {
  try {
    return asAttention(JSON.parse(localStorage.getItem(rememberedAs(personId)) ?? "{}"));
  } catch {
    return calm;
  }
}

/** What was kept, as far as it makes sense. */
export function asAttention(kept: unknown): Attention {
  const { sound, volume, notify, undoTimes } = Object(kept) as Record<keyof Attention, unknown>;
  return {
    sound: sound === true,
    volume: typeof volume === "number" && volume >= 0 && volume <= 1 ? volume : calm.volume,
    notify: notify === true,
    undoTimes: isTimes(undoTimes) ? undoTimes : calm.undoTimes,
  };
}

function isTimes(kept: unknown): kept is number {
  return Number.isInteger(kept) && Number(kept) >= 1 && Number(kept) <= mostTimes;
}
