/**
 * Notices that the queue lost what it was given, and has it filled again: a mark of ours is gone, the connection broke
 * (another server may answer now, with less), or it was away. Also tells since when it is away.
 */
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

/** What says that the queue is the one we filled. Both throw where the queue does not answer, or takes nothing. */
export type Mark = { read: () => Promise<string | null>; write: (epoch: string) => Promise<void> };
type Parts = {
  mark: Mark;
  /** The record's own epoch: a queue filled from another record is not filled. */
  readEpoch: () => Promise<string>;
  refill: () => Promise<number>;
  timing: Timing;
  log: Log;
};
export type Keeper = {
  /** For how long it has not answered, milliseconds; null when it does. */
  awayMs: () => number | null;
  /** It may have lost something: filled again as soon as it answers. */
  doubt: () => void;
  stop: () => Promise<void>;
};

/** Fills it at once, and looks again with every heartbeat until stopped. */
export function keepFilled({ mark, readEpoch, refill, timing, log }: Parts): Keeper {
  let awaySince: number | null = null;
  let doubted = true;
  let looking: Promise<void> | null = null;

  /** The mark there is, or undefined where the queue is away. */
  const ask = async (): Promise<string | null | undefined> => {
    const askedAt = performance.now();
    try {
      const found = await mark.read();
      if (awaySince !== null) log.warn({}, "the queue answers again");
      awaySince = null;
      return found;
    } catch (error) {
      if (awaySince === null)
        log.warn({ err: error }, "the queue is away; the sweeper brings what is due");
      awaySince ??= askedAt;
      doubted = true;
      return undefined;
    }
  };
  const look = async (): Promise<void> => {
    const found = await ask();
    if (found === undefined) return;
    const epoch = await readEpoch();
    if (!doubted && found === epoch) return;
    // Before it is filled: what breaks meanwhile is filled once more.
    doubted = false;
    try {
      const enqueued = await refill();
      await mark.write(epoch);
      if (enqueued > 0) log.info({ enqueued }, "what is still to come is in the queue again");
    } catch (error) {
      doubted = true;
      throw error;
    }
  };
  const tick = (): void => {
    looking ??= look()
      .catch((error: unknown) =>
        log.warn({ err: error }, "the queue could not be filled; the sweeper brings what is due"),
      )
      .finally(() => {
        looking = null;
      });
  };
  tick();
  const timer = setInterval(tick, timing.heartbeatMs);
  return {
    awayMs: () => (awaySince === null ? null : performance.now() - awaySince),
    doubt() {
      doubted = true;
    },
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
