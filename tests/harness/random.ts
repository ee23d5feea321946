/** Numbers that can be drawn again from the seed a failing run names (mulberry32), each in [0, 1). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run: the one that is asked for, or a new one. */
export function seedOf(): number {
  return Number(process.env["REBOND_TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
}

/** The items in an order of the random numbers' own; the given list stays as it is. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
