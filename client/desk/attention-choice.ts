/** How a person wants to be called: sounds and their volume, notifications. Silent until they say so; kept in this browser. */
import { create } from "zustand";

const rememberedAs = "rebond.attention";

/** `volume`: 1 to 100; heard only where `sounds` is on. */
export type AttentionChoice = { sounds: boolean; volume: number; notifications: boolean };

const silent: AttentionChoice = { sounds: false, volume: 40, notifications: false };

export const useAttention = create<AttentionChoice>(recall);

function recall(): AttentionChoice {
  try {
    return read(JSON.parse(localStorage.getItem(rememberedAs) ?? "{}"));
  } catch {
    return silent;
  }
}

/** Whatever is kept there, it is a choice or silence. */
function read(kept: unknown): AttentionChoice {
  const { sounds, volume, notifications } = (kept ?? {}) as Record<string, unknown>;
  const loud = typeof volume === "number" && volume >= 1 && volume <= 100;
  return {
    sounds: sounds === true,
    volume: loud ? Math.round(volume) : silent.volume,
    notifications: notifications === true,
  };
}

/** Changes part of it. */
export function chooseAttention(change: Partial<AttentionChoice>): void {
  useAttention.setState(change);
  const { sounds, volume, notifications } = useAttention.getState();
  try {
    localStorage.setItem(rememberedAs, JSON.stringify({ sounds, volume, notifications }));
  } catch {
    // Kept for this visit only.
  }
}
