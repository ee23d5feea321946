/** Turns at something there is only so much of. */

/** Runs at most `most` at once; the rest wait their turn, in order. */
export function createTurns(most: number) {
  const waiting: (() => void)[] = [];
  let free = most;
  return async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
