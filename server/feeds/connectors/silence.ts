/** A connection can be lost without a word: what is silent for too long is taken for lost. */
import type { Timing } from "#server/timing.ts";
import type { Line } from "./connector.ts";

/** How long a feed may be silent, milliseconds: twice its own beat. */
export function silenceOf({ everyMs }: Pick<Line, "everyMs">, timing: Timing): number {
  return everyMs === null ? timing.feedSilenceMs : 2 * everyMs;
}

export type Silence = { heard: () => void; stop: () => void };

/** Calls `lost` once, `ms` after the last `heard`. */
export function watchSilence(ms: number, lost: () => void): Silence {
  const timer = setTimeout(lost, ms);
  return { heard: () => void timer.refresh(), stop: () => clearTimeout(timer) };
}

/** Whether a message says only that the line is alive. */
export function isHeartbeat(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === "" || /^(ping|pong|heartbeat|keep-?alive)$/i.test(trimmed)) return true;
  if (trimmed.length > 1000 || !trimmed.startsWith("{")) return false;
  try {
    return saysAlive(JSON.parse(trimmed));
  } catch {
    return false;
  }
}

function saysAlive(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === "heartbeat") return true;
  const type: unknown = "type" in value ? value.type : null;
  return typeof type === "string" && /^(ping|pong|heartbeat|keep-?alive)$/i.test(type);
}
