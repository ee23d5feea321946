/**
 * What will happen, all of it decided by the seed before anything starts: what is planned, what its network does to each
 * call about it, and which process or store is struck when.
 */
import type { WantedFault } from "#server/rehearsal/faults.ts";
import { type Guarantee, guaranteeFor, type NetworkName } from "#shared/networks.ts";
import type { Options } from "./options.ts";
import { stormMsOf } from "./options.ts";
import { createRandom, type Random } from "./random.ts";

/** One account of each class. */
export const accounts = (
  [
    ["chaos.proven", "bluesky"],
    ["chaos.keyed", "mastodon"],
    ["chaos.matched", "x"],
    ["chaos.human", "telegram"],
  ] as const
).map(([handle, wears]) => ({
  handle,
  wears: wears as NetworkName,
  guarantee: guaranteeFor({ network: "rehearsal", wears }),
}));

/** What the network does to one call: `clean` is nothing wrong. */
export type Step = "clean" | Misdeed;
type Misdeed = keyof typeof shares;
/** What is planned once, on one account. */
export type Planned = {
  marker: string;
  handle: string;
  guarantee: Guarantee;
  /** After the storm began; a whole number of seconds. */
  dueMs: number;
  /** How late it may still leave by itself. */
  lateMs: number;
  /** What happens to its calls, one after the other; every later call is clean. */
  steps: readonly Step[];
  /** Every call is answered like its one step. */
  always: boolean;
};
export type Blow = { atMs: number } & (
  | { kind: "kill" | "flush" | "restartPostgres"; pick: number }
  | { kind: "stop"; pick: number; forMs: number }
);
export type Script = {
  stormMs: number;
  planned: readonly Planned[];
  faults: readonly WantedFault[];
  blows: readonly Blow[];
};

/** Percent of first calls that are misserved, by how. The rest, about 70 of 100, is clean. */
const shares = {
  acceptThenDrop: 4,
  acceptThenError: 3,
  dropThenForget: 3,
  error: 3,
  lateAccept: 3,
  refuse: 3,
  rateLimit: 2,
  garbage: 2,
  truncated: 2,
  expired: 0.5,
  resetInBody: 1,
  wrongShape: 1,
  trickle: 0.5,
  slow: 1,
  silent: 1,
};
const cleanShare = 70;
/** After a call of open outcome, a class that may call again meets one more of these now and then. */
const again = { clean: 70, dropThenForget: 8, error: 8, acceptThenDrop: 8, lateAccept: 6 } as const;
const open: readonly Step[] = ["dropThenForget", "error", "garbage", "silent"];
/** Of the deliveries, those whose network asks them to wait longer than they are worth anything. */
const tooLongShare = 0.01;
const shelfMs = 300_000;
const shortShelfMs = 3000;
const killEveryMs = 700;
const stopEveryMs = 20_000;
/** The lease of a claim, and of a call. */
const leasesMs = [4000, 12_000] as const;
/** Look-ups that get no answer at first, on each account. */
const muteLookUps = 5;

export function writeScript(options: Options): Script {
  const random = createRandom(options.seed);
  const stormMs = stormMsOf(options);
  const planned = plan(random, options.deliveries, stormMs);
  return {
    stormMs,
    planned,
    faults: [
      ...accounts.map(({ handle }) => ({ kind: "silent" as const, handle, ...mute })),
      ...planned.flatMap((one) => faultsOf(random, one, options.timeScale)),
    ],
    blows: strike(random, stormMs, options.timeScale),
  };
}

const mute = { on: ["find" as const], times: muteLookUps };

/** Slots on every account, evenly over the storm, and a few on one account each that will be too late. */
function plan(random: Random, deliveries: number, stormMs: number): Planned[] {
  const tooLong = Math.round(deliveries * tooLongShare);
  const slots = Math.floor((deliveries - tooLong) / accounts.length);
  const even = Array.from({ length: slots }, (_, index) => {
    const common = { marker: markerOf("c", index), dueMs: dueMsOf(index, slots, stormMs) };
    return accounts.map(({ handle, guarantee }) => ({
      ...common,
      handle,
      guarantee,
      lateMs: shelfMs,
      always: false,
      steps: stepsFor(random, guarantee),
    }));
  }).flat();
  const rest = Array.from({ length: deliveries - even.length }, (_, index) => {
    const { handle, guarantee } = accounts[index % accounts.length]!;
    return {
      marker: markerOf("t", index),
      handle,
      guarantee,
      dueMs: dueMsOf(random.below(slots), slots, stormMs),
      lateMs: shortShelfMs,
      steps: ["rateLimit" as const],
      always: true,
    };
  });
  return [...even, ...rest];
}

/** Of one length, so that none is part of another. */
function markerOf(kind: string, index: number): string {
  return `${kind}${String(index).padStart(5, "0")}z`;
}

function dueMsOf(index: number, slots: number, stormMs: number): number {
  return Math.floor((index * stormMs) / slots / 1000) * 1000;
}

function stepsFor(random: Random, guarantee: Guarantee): Step[] {
  const first = random.weighed<Step>({ clean: cleanShare, ...shares });
  if (first === "clean") return [];
  const callsAgain = guarantee === "proven" || guarantee === "keyed";
  return callsAgain && open.includes(first) ? [first, random.weighed<Step>(again)] : [first];
}

function faultsOf(random: Random, one: Planned, timeScale: number): WantedFault[] {
  return one.steps
    .filter((step) => step !== "clean")
    .map((kind) => ({
      kind,
      handle: one.handle,
      matching: one.marker,
      on: ["publish" as const],
      times: one.always || kind === "refuse" ? null : 1,
      ...timesOf(random, kind, one.always, timeScale),
    }));
}

function timesOf(random: Random, kind: Step, always: boolean, timeScale: number) {
  // Around the deadline of a call, which is eight seconds.
  if (kind === "lateAccept") return { waitMs: Math.round(random.between(3000, 9000) * timeScale) };
  if (kind === "slow") return { waitMs: Math.round(random.between(500, 3000) * timeScale) };
  if (kind !== "rateLimit") return {};
  if (always) return { waitMs: shortShelfMs + 2000 };
  const retryAfter = (["seconds", "date", "garbage"] as const)[random.below(3)]!;
  return { waitMs: 1000 + random.below(2) * 1000, retryAfter };
}

/** A kill each 0.7 s, a freeze longer than a lease now and then, two wipes of the queue, one restart of the record. */
function strike(random: Random, stormMs: number, timeScale: number): Blow[] {
  const blows: Blow[] = [];
  for (let atMs = killEveryMs; atMs < stormMs; atMs += killEveryMs)
    blows.push({ atMs, kind: "kill", pick: random.below(1000) });
  const stops = Math.max(2, Math.floor(stormMs / stopEveryMs));
  for (let index = 0; index < stops; index += 1) {
    const longer = index === 1 ? leasesMs[1] : leasesMs[0];
    blows.push({
      atMs: Math.round(((index + 0.5) * stormMs) / stops),
      kind: "stop",
      pick: random.below(1000),
      forMs: Math.round((longer + random.between(1000, 2000)) * timeScale),
    });
  }
  for (const share of [0.3, 0.75])
    blows.push({ atMs: Math.round(stormMs * share), kind: "flush", pick: 0 });
  blows.push({ atMs: Math.round(stormMs * 0.5), kind: "restartPostgres", pick: 0 });
  return blows.toSorted((one, other) => one.atMs - other.atMs);
}
