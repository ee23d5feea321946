/** Worker processes that are killed and frozen, and started again at once. */
export type Workers = {
  /** Kills one of those that work, as a power cut would; false when too few do. Another takes its place. */
  kill: (pick: number) => boolean;
  /** Freezes one for a while; false when too few work. */
  freeze: (pick: number, forMs: number) => boolean;
  readonly kills: number;
  readonly freezes: number;
  /** When each start began to look at what it finds, and when it had (Unix ms). */
  readonly starts: readonly Start[];
  /** Ends the kills; resolves when all work again. */
  calm: () => Promise<void>;
  close: () => Promise<void>;
};
export type Start = { from: number; to: number };
/** A process that can be struck; `restart` rejects when it does not start. */
export type Struckable = {
  readonly pid: number;
  kill9: () => Promise<void>;
  restart: () => Promise<void>;
};
type One = { process: Struckable; works: boolean };

/** With fewer at work nothing would get done, and nothing broken; a freeze is too rare to be left out for that. */
const fewest = { kill: 3, freeze: 2 };
const againMs = 200;

export async function createWorkers(
  count: number,
  start: () => Promise<Struckable>,
): Promise<Workers> {
  const starts: Start[] = [];
  const all: One[] = [];
  const under = new Set<Promise<void>>();
  let [kills, freezes, closed] = [0, 0, false];

  const timed = async (work: () => Promise<unknown>): Promise<void> => {
    const from = Date.now();
    await work();
    starts.push({ from, to: Date.now() });
  };
  // Without its record a worker cannot start: it is tried again, as whoever runs it would.
  const restart = async (one: One): Promise<void> => {
    while (!closed) {
      try {
        await timed(() => one.process.restart());
        one.works = true;
        return;
      } catch {
        await pause(againMs);
      }
    }
  };
  const track = (work: Promise<void>): void => {
    under.add(work);
    work.then(
      () => under.delete(work),
      () => under.delete(work),
    );
  };
  const pickOne = (how: keyof typeof fewest, pick: number): One | null => {
    const working = all.filter(({ works }) => works);
    return working.length < fewest[how] ? null : working[pick % working.length]!;
  };

  for (let index = 0; index < count; index += 1)
    await timed(async () => all.push({ process: await start(), works: true }));
  return {
    starts,
    get kills() {
      return kills;
    },
    get freezes() {
      return freezes;
    },
    kill(pick) {
      const one = pickOne("kill", pick);
      if (!one) return false;
      one.works = false;
      kills += 1;
      track(one.process.kill9().then(() => restart(one)));
      return true;
    },
    freeze(pick, forMs) {
      const one = pickOne("freeze", pick);
      if (!one) return false;
      one.works = false;
      freezes += 1;
      process.kill(one.process.pid, "SIGSTOP");
      track(
        pause(forMs).then(() => {
          process.kill(one.process.pid, "SIGCONT");
          one.works = true;
        }),
      );
      return true;
    },
    async calm() {
      await Promise.all(under);
    },
    async close() {
      closed = true;
      await Promise.allSettled(under);
      await Promise.all(all.map((one) => one.process.kill9()));
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms));
  });
}
