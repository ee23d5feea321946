/** Lets a few through at once and the rest wait their turn, so that a burst of messages cannot take every connection. */
import { BadMessage } from "./bad-message.ts";

export type Turnstile = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** At most `width` at work and `waitingLimit` in line; beyond that the sender is told to come back. */
export function createTurnstile(width: number, waitingLimit: number): Turnstile {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside < width) inside += 1;
    else if (waiting.length >= waitingLimit)
      throw new BadMessage(
        503,
        "busy",
        "too many messages wait already; send this one again shortly",
      );
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever waited longest takes this place, so `inside` stays as it is.
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
