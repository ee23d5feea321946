/** What every benchmark shares: the shape of its result, and how a list of times becomes one. */

/** One case, as it is printed. Times in `unit`; `ratio` is p99 over the raw p99; `raw` is what the machine itself can do. */
export type Line = {
  case: string;
  unit: "ms";
  p50: number;
  p95: number;
  p99: number;
  max: number;
  raw: { p50: number; p99: number };
  /** What a plain queue does with the same work in the same run, where that says more than the ceiling. */
  plain?: { p50: number; p99: number; max: number };
  ratio: number;
  target: string;
  met: boolean;
};
export type BenchParts = {
  print: (line: Line) => void;
  /** For the person who watches: standard error. */
  note: (text: string) => void;
  /** Called in reverse order at the end, also after a failure or Ctrl C. */
  onClose: (close: () => Promise<unknown>) => void;
};
export type Bench = (parts: BenchParts) => Promise<void>;

/** The value below which `share` of the times lie. Throws on an empty list. */
export function percentile(times: readonly number[], share: number): number {
  if (times.length === 0) throw new Error("nothing was measured");
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;

/** `meets` gets the unrounded figures. */
export function lineOf(
  name: string,
  times: readonly number[],
  raw: readonly number[],
  target: string,
  meets: (figures: { p95: number; p99: number; max: number; ratio: number }) => boolean,
): Line {
  const figures = {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
  };
  const rawP99 = percentile(raw, 0.99);
  const ratio = figures.p99 / rawP99;
  return {
    case: name,
    unit: "ms",
    p50: rounded(figures.p50),
    p95: rounded(figures.p95),
    p99: rounded(figures.p99),
    max: rounded(figures.max),
    raw: { p50: rounded(percentile(raw, 0.5)), p99: rounded(rawP99) },
    ratio: rounded(ratio),
    target,
    met: meets({ ...figures, ratio }),
  };
}

/** How long `work` takes, milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
