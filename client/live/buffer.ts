/**
 * Collects changes and applies them once a frame, outside React: a hundred changes cost one render. On a slow machine a
 * frame is long, and then rests follow it: what arrives takes a quarter of the page's time at most, and a key finds it
 * free. What people do waits for no rest: it is rare, and a colleague may be about to do the same.
 */
import { applyChange, type Change, type Snapshot } from "#shared/changes.ts";

/** What a feed tells; everything else is somebody's act, or what became of it. */
const told: readonly Change["type"][] = [
  null,
  "moment.raised",
  "moment.confirmed",
  "feed.configured",
];

export type Buffer = {
  /** Starts over from a whole state. */
  reset: (state: Snapshot) => void;
  /** Takes a run of changes; false when it does not follow what we have, and nothing was kept. */
  take: (changes: readonly Change[]) => boolean;
  /** Applies what waits, now. */
  flush: () => void;
  /** The newest seq taken, applied or not. */
  seq: () => number | null;
};

/** Changes that may wait for a frame; a hidden tab has no frames. */
const waitingLimit = 2000;
const hiddenFlushMs = 250;
/** A rest is so many times what it follows, and no longer than arrivals may be held together (DESIGN §5a). */
const restsFor = 3;
const longestRestMs = 100;

/** `show` is given each new state, in order. */
export function createBuffer(show: (state: Snapshot) => void): Buffer {
  let state: Snapshot | null = null;
  let taken = 0;
  let waiting: Change[] = [];
  let booked = false;
  let resting: ReturnType<typeof setTimeout> | undefined;
  let flushedAt = -Infinity;
  let restUntil = -Infinity;
  let rousedAt = -Infinity;

  const flush = (): void => {
    booked = false;
    resting = undefined;
    flushedAt = performance.now();
    if (!state || waiting.length === 0) return;
    const run = waiting;
    waiting = [];
    state = run.reduce(applyChange, state);
    show(state);
    // A task of its own comes after the frame that draws it.
    const began = flushedAt;
    setTimeout(() => {
      const now = performance.now();
      restUntil = now + Math.min(restsFor * (now - began), longestRestMs);
    });
  };

  const book = (): void => {
    // After a while a hidden tab’s timers run once a minute: what calls a person back does not wait for them.
    const overdue = document.hidden && performance.now() - flushedAt >= hiddenFlushMs;
    if (overdue || waiting.length >= waitingLimit) flush();
    if (booked || waiting.length === 0) return;
    booked = true;
    const restMs = restUntil - performance.now();
    if (document.hidden) setTimeout(flush, hiddenFlushMs);
    else if (restMs > 0) resting = setTimeout(() => requestAnimationFrame(flush), restMs);
    else requestAnimationFrame(flush);
  };

  /** Ends a rest, whether or not one waits it out; not again and again, or a storm would leave no rest at all. */
  const rouse = (): void => {
    if (performance.now() - rousedAt < longestRestMs) return;
    rousedAt = performance.now();
    restUntil = -Infinity;
    if (resting === undefined) return;
    clearTimeout(resting);
    resting = undefined;
    booked = false;
  };

  return {
    reset(next) {
      state = next;
      taken = next.seq;
      waiting = [];
      show(next);
    },
    take(changes) {
      if (!state) return false;
      const fresh = changes.filter((change) => change.seq > taken);
      if (fresh.some((change, index) => change.seq !== taken + 1 + index)) return false;
      taken += fresh.length;
      waiting.push(...fresh);
      if (!document.hidden && fresh.some(({ type }) => !told.includes(type))) rouse();
      book();
      return true;
    },
    flush,
    seq: () => (state ? taken : null),
  };
}
