/** Numbers that look random and are the same again for the same seed. */
export type Random = {
  /** From 0, below 1. */
  next: () => number;
  /** A whole number from 0, below `end`. */
  below: (end: number) => number;
  between: (from: number, to: number) => number;
  /** One of several, each as likely as its weight says. */
  weighed: <Name extends string>(weights: Readonly<Partial<Record<Name, number>>>) => Name;
};

/** Mulberry32: small, and good enough to spread faults. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    below: (end) => Math.floor(next() * end),
    between: (from, to) => from + next() * (to - from),
    weighed<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name {
      const entries = Object.entries(weights) as [Name, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      return entries.at(-1)![0];
    },
  };
}
