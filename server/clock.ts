/** Time, injected so that tests can shift it. Due times are never decided here: the database's clock does that. */
export type Clock = {
  /** Wall clock, milliseconds since 1970. */
  now: () => number;
  /** Monotonic, milliseconds; for measuring and waiting. */
  monotonic: () => number;
};

export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

/** Milliseconds since now, by whichever clock says more: one stands still while the machine sleeps, the other can be set. */
export function stopwatch(clock: Clock): () => number {
  const from = { wall: clock.now(), monotonic: clock.monotonic() };
  return () => Math.max(clock.now() - from.wall, clock.monotonic() - from.monotonic);
}
