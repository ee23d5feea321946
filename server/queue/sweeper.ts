/** Looks every second for what the queue should have taken, without the queue: nothing approved is lost with it. */
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

/** One thing to look for; each run answers how much it took up. */
export type Sweep = { name: string; run: () => Promise<number> };

/** Starts sweeping; the returned function stops it and waits for the running round. */
export function startSweeper(
  sweeps: readonly Sweep[],
  timing: Timing,
  log: Log,
): () => Promise<void> {
  let round: Promise<void> | null = null;
  const sweep = async (): Promise<void> => {
    for (const { name, run } of sweeps) {
      try {
        const taken = await run();
        if (taken > 0) log.info({ sweep: name, taken }, "the sweeper took up what was left behind");
      } catch (error) {
        log.warn({ err: error, sweep: name }, "a sweep failed; the next one tries again");
      }
    }
  };
  const timer = setInterval(() => {
    round ??= sweep().finally(() => {
      round = null;
    });
  }, timing.sweepEveryMs);
  return async () => {
    clearInterval(timer);
    await round;
  };
}
