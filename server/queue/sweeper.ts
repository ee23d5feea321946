/** Looks every second for what the queue should have taken, without the queue: nothing approved is lost with it. */
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

/** One thing to look for; each run answers how much it took up. */
export type Sweep = { name: string; run: () => Promise<number> };

/** Starts sweeping; the returned function stops it and waits for the rounds that run. */
export function startSweeper(
  sweeps: readonly Sweep[],
  timing: Timing,
  log: Log,
): () => Promise<void> {
  const rounds = new Map<string, Promise<void>>();
  const sweep = async ({ name, run }: Sweep): Promise<void> => {
    try {
      const taken = await run();
      if (taken > 0) log.info({ sweep: name, taken }, "the sweeper took up what was left behind");
    } catch (error) {
      log.warn({ err: error, sweep: name }, "a sweep failed; the next one tries again");
    }
  };
  const timer = setInterval(() => {
    // Each in rounds of its own: one that waits for a slow network keeps no other from its work.
    for (const each of sweeps) {
      if (rounds.has(each.name)) continue;
      rounds.set(
        each.name,
        sweep(each).finally(() => rounds.delete(each.name)),
      );
    }
  }, timing.sweepEveryMs);
  return async () => {
    clearInterval(timer);
    await Promise.all(rounds.values());
  };
}
