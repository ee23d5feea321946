import type { Change } from "#shared/changes.ts";

/** The newest changes, consecutive and bounded, so that a short cut is caught up without asking the database. */
export type Ring = {
  /** Adds a run that follows the newest one held; a run that does not starts the ring anew. */
  add: (changes: readonly Change[]) => void;
  clear: () => void;
  /** Up to `limit` changes after `seq`; null when the ring does not reach that far back. */
  after: (seq: number, limit: number) => Change[] | null;
};

/** Holds at most `capacity` changes. */
export function createRing(capacity: number): Ring {
  let held: Change[] = [];
  return {
    add(changes) {
      const [first] = changes;
      if (!first) return;
      const follows = held.length === 0 || held.at(-1)!.seq + 1 === first.seq;
      held = [...(follows ? held : []), ...changes].slice(-capacity);
    },
    clear() {
      held = [];
    },
    after(seq, limit) {
      const [first] = held;
      if (!first || seq < first.seq - 1) return null;
      const from = seq - first.seq + 1;
      return held.slice(from, from + limit);
    },
  };
}
