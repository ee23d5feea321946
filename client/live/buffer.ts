/**
 * Collects changes and applies them together, outside React: a hundred changes cost one render. What comes after a quiet
 * tenth of a second is shown at once; in a dense flow ten times a second, so that a key finds the page, and the machine
 * under it, free. What people do waits for no rest: it is rare, and a colleague may be about to do the same.
 */
import { applyChange, type Change, type Snapshot } from "#shared/changes.ts";

/** What a feed tells. */
const told: readonly Change["type"][] = [
  null,
  "moment.raised",
  "moment.confirmed",
  "feed.configured",
];

/** What a change is to whoever looks on; what becomes of deliveries comes in bursts, which must not hold up an act. */
type Weight = "told" | "course" | "act";

function weightOf({ type }: Change): Weight {
  if (told.includes(type)) return "told";
  return type === "delivery.changed" ? "course" : "act";
}

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

/** Changes that may wait. */
const waitingLimit = 2000;
/** As long as arrivals may be held together (DESIGN §5a), from the end of what showed the last ones. */
const restMs = 100;
/** Nobody looks at a hidden tab; what calls a person back to it may take so long. */
const hiddenRestMs = 250;

/** `show` is given each new state, in order. */
export function createBuffer(show: (state: Snapshot) => void): Buffer {
  let state: Snapshot | null = null;
  let taken = 0;
  let waiting: Change[] = [];
  let resting: ReturnType<typeof setTimeout> | undefined;
  let restUntil = -Infinity;
  const rousedAt = { course: -Infinity, act: -Infinity };

  const rest = (): void => {
    restUntil = performance.now() + (document.hidden ? hiddenRestMs : restMs);
  };

  const flush = (): void => {
    clearTimeout(resting);
    resting = undefined;
    if (!state || waiting.length === 0) return;
    const run = waiting;
    waiting = [];
    state = run.reduce(applyChange, state);
    rest();
    show(state);
    // A task of its own comes after the render: a slow page rests as long as a fast one.
    setTimeout(rest);
  };

  /** By the clock and not by a timer alone: after a while a hidden tab’s timers run once a minute. */
  const book = (): void => {
    const leftMs = restUntil - performance.now();
    if (leftMs <= 0 || waiting.length >= waitingLimit) flush();
    else resting ??= setTimeout(flush, leftMs);
  };

  /** Ends a rest; not again and again for the same, or a storm would leave no rest at all. */
  const rouse = (weight: "course" | "act"): void => {
    if (performance.now() - rousedAt[weight] < restMs) return;
    rousedAt[weight] = performance.now();
    restUntil = -Infinity;
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
      const weights = new Set(document.hidden ? [] : fresh.map(weightOf));
      for (const weight of ["course", "act"] as const) if (weights.has(weight)) rouse(weight);
      book();
      return true;
    },
    flush,
    seq: () => (state ? taken : null),
  };
}
