/** What a chaos run is told on its command line. */
import { parseArgs } from "node:util";
import { type Backend, backends } from "../harness/backends.ts";

export type Options = {
  seed: number;
  /** All in all, settling included; see `stormMs`. */
  minutes: number;
  backend: Backend;
  deliveries: number;
  /** The same storm over a plain queue, to see that the harness finds doubles. */
  naive: boolean;
  /** Multiplies the product's durations: 1 is production. */
  timeScale: number;
};

export const usage =
  "usage: npm run -s chaos -- --seed N --minutes M [--backend postgres|redis] [--deliveries N] [--naive] [--scale S]";

/** Probes go on for two minutes after the last call: that much of a run is for settling, and half of a short one. */
const settlingMs = 150_000;

/** Reads them. Throws a sentence for what cannot be. */
export function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seed: { type: "string", default: "1" },
      minutes: { type: "string", default: "6" },
      backend: { type: "string", default: "redis" },
      deliveries: { type: "string", default: "2000" },
      naive: { type: "boolean", default: false },
      scale: { type: "string", default: "1" },
    },
  });
  const backend = backends.find((each) => each === values.backend);
  if (!backend) throw new Error(`--backend: ${values.backend} is not ${backends.join(" or ")}`);
  return {
    backend,
    seed: numberIn("seed", values.seed, 0, 4_294_967_295),
    minutes: numberIn("minutes", values.minutes, 0.25, 60),
    deliveries: numberIn("deliveries", values.deliveries, 20, 4000),
    naive: values.naive,
    timeScale: numberIn("scale", values.scale, 0.2, 1),
  };
}

/** How long things break and deliveries fall due; what is left of the run is for what then settles. */
export function stormMsOf({ minutes, timeScale }: Pick<Options, "minutes" | "timeScale">): number {
  const allMs = minutes * 60_000;
  return Math.max(allMs - settlingMs * timeScale, allMs / 2);
}

function numberIn(name: string, given: string, least: number, most: number): number {
  const value = Number(given);
  if (given.trim() === "" || !(value >= least && value <= most))
    throw new Error(`--${name}: ${given} is not a number from ${least} to ${most}`);
  return value;
}
