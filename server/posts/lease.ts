/** Keeps a claim ours while its delivery is prepared and waits for its instant. */
import type { Clock } from "../clock.ts";
import type { Timing } from "../timing.ts";
import type { DeliveryRow } from "./transition.ts";

type Parts = {
  /** Renews the lease; false when the delivery is no longer ours. */
  renew: (mine: DeliveryRow) => Promise<boolean>;
  timing: Timing;
  clock: Clock;
};
export type Lease = {
  /** Aborts when the delivery is no longer ours, or nobody can say so. */
  lost: AbortSignal;
  /** Until an instant of the monotonic clock; false when the delivery is no longer ours by then. */
  waitUntil: (at: number) => Promise<boolean>;
  /** Stops renewing. */
  stop: () => void;
};

/**
 * Renews each second until stopped, except around `dueAt` (monotonic): a lease lasts much longer than that, and at the
 * instant itself the database has more urgent work.
 */
export function keepLease(
  { renew, timing, clock }: Parts,
  mine: DeliveryRow,
  dueAt: number,
): Lease {
  const lost = new AbortController();
  const renewing = setInterval(() => {
    if (Math.abs(clock.monotonic() - dueAt) < timing.renewEveryMs) return;
    renew(mine).then(
      (ours) => !ours && lost.abort(),
      () => lost.abort(),
    );
  }, timing.renewEveryMs);
  return {
    lost: lost.signal,
    async waitUntil(at) {
      const left = at - clock.monotonic();
      if (left > 0) await pause(left, lost.signal);
      return !lost.signal.aborted;
    },
    stop: () => clearInterval(renewing),
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end, { once: true });
  });
}
