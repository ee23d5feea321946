/** Holds what the desk says of each delivery against what may be true of it. */
import type { Prediction } from "./predict.ts";
import { accounts, type Planned } from "./script.ts";
import type { Seen } from "./seen.ts";

export type Verdict = {
  deliveries: number;
  confirmed: number;
  missed: number;
  needsHuman: number;
  rejected: number;
  /** Neither ended nor asking a person, or said to be public and not. */
  lost: number;
  /** More than once in the network's ledger. */
  doubled: number;
  /** What ended otherwise than it may, each in a line with its history. */
  unexpected: string[];
  /** Of what script and storm let succeed on an account, the share that is confirmed and in the ledger. */
  shares: Record<string, number>;
  /** The same of what the script alone lets succeed: here a kill counts against it, also where nobody could then know. */
  sharesOfScript: Record<string, number>;
};

const mostLines = 24;
/** On each account, of what the script lets succeed. */
export const leastShare = 0.95;

export function judge(all: readonly Seen[], predict: (seen: Seen) => Prediction): Verdict {
  const count = (state: string): number => all.filter(({ row }) => row?.state === state).length;
  const lost = all.filter(isLost);
  const doubled = all.filter(({ posts }) => posts.length > 1);
  const unexpected = all.flatMap((seen) => {
    const prediction = predict(seen);
    const asPredicted = seen.row !== null && prediction.ends.includes(seen.row.state);
    return asPredicted && !lost.includes(seen) && !doubled.includes(seen)
      ? []
      : [historyOf(seen, prediction)];
  });
  return {
    deliveries: all.length,
    confirmed: count("confirmed"),
    missed: count("missed"),
    needsHuman: count("needsHuman"),
    rejected: count("rejected"),
    lost: lost.length,
    doubled: doubled.length,
    unexpected,
    shares: sharesOf(all.filter((seen) => maySucceed(seen.planned) && !wasCutOff(seen))),
    sharesOfScript: sharesOf(all.filter(({ planned }) => maySucceed(planned))),
  };
}

/** Whether everything is as it must be. */
export function holds({ lost, doubled, unexpected, shares }: Verdict): boolean {
  const enough = Object.values(shares).every((share) => share >= leastShare);
  return lost === 0 && doubled === 0 && unexpected.length === 0 && enough;
}

function isLost({ row, posts }: Seen): boolean {
  if (!row) return true;
  if (row.state === "confirmed") return !posts.some(({ id }) => id === row.remoteId);
  return !["rejected", "missed", "needsHuman"].includes(row.state);
}

function sharesOf(may: readonly Seen[]): Record<string, number> {
  const shareOf = (its: readonly Seen[]): number => {
    const done = its.filter((seen) => seen.row?.state === "confirmed" && !isLost(seen)).length;
    return its.length === 0 ? 1 : Math.round((done / its.length) * 10_000) / 10_000;
  };
  return Object.fromEntries(
    accounts.map(({ handle }) => [handle, shareOf(may.filter(isOn(handle)))]),
  );
}

function isOn(handle: string): (seen: Seen) => boolean {
  return ({ planned }) => planned.handle === handle;
}

/** Whether a call ended with its worker, on a network that cannot tell afterwards what came of it. */
function wasCutOff({ planned, posts, attempts }: Seen): boolean {
  const { guarantee } = planned;
  const cannotTell = guarantee === "human" || (guarantee === "matched" && posts.length === 0);
  return (
    cannotTell &&
    attempts.some(
      ({ step, attempt }) =>
        step === "intent" &&
        !attempts.some((each) => each.attempt === attempt && each.step === "answer"),
    )
  );
}

const hidesAnswer = [
  "acceptThenDrop",
  "acceptThenError",
  "lateAccept",
  "truncated",
  "resetInBody",
  "wrongShape",
  "trickle",
];
const makesNothing = ["dropThenForget", "error", "garbage", "silent"];

/** Whether its network, by the script, lets a desk that does everything right see it public. Kills are not counted out. */
function maySucceed({ steps, always, guarantee }: Planned): boolean {
  if (always || steps.includes("refuse")) return false;
  const [first, second] = steps;
  if (first === undefined) return true;
  const made = hidesAnswer.includes(first);
  const lost = makesNothing.includes(first);
  if (!made && !lost) return true;
  switch (guarantee) {
    case "proven":
      return true;
    // Its second call is its last one.
    case "keyed":
      return made || second === undefined || !makesNothing.includes(second);
    case "matched":
      return made;
    case "human":
      return false;
  }
}

function historyOf(seen: Seen, { ends, why }: Prediction): string {
  const { planned, row, posts, calls, attempts } = seen;
  const asked = calls.map(
    ({ at, fault, status, made }) =>
      `${at} ${fault ?? "clean"} ${status ?? "-"} made ${made ?? "-"}`,
  );
  const noted = attempts.map(
    ({ at, attempt, step, outcome }) => `${at.toISOString()} ${attempt} ${step} ${outcome ?? ""}`,
  );
  return [
    `${planned.marker} on ${planned.handle}: ${row?.state ?? "nowhere"} (${row?.reason ?? "-"}), should be ${ends.join(" or ")}: ${why}`,
    `  script ${planned.steps.join(", ") || "clean"}; due ${planned.dueMs / 1000} s in; delivery ${row?.id ?? "-"}; ${posts.length} public`,
    ...shortened(asked.map((line) => `  network: ${line}`)),
    ...shortened(noted.map((line) => `  desk: ${line}`)),
  ].join("\n");
}

/** The beginning and the end say what happened. */
function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= mostLines) return lines;
  const half = mostLines / 2;
  const left = `  … ${lines.length - mostLines} more …`;
  return [...lines.slice(0, half), left, ...lines.slice(-half)];
}
