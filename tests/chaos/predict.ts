/**
 * The ends a delivery may come to, told from the script, from what its network received, did and has, and from the desk's
 * notes of what it asked and heard; never from the state that the desk says it is in.
 */
import type { Guarantee } from "#shared/networks.ts";
import type { DeliveryState } from "#shared/posts.ts";
import type { Attempt, Seen } from "./seen.ts";
import type { Start } from "./workers.ts";

export type Prediction = { ends: readonly DeliveryState[]; why: string };

/** A network that can only be listed shows so many of an account's newest posts. */
const mostListed = 40;
/** From a question's asking to its being noted, generously. */
const askingMs = 8000;
/** A key is shown again no earlier than this after its call. */
const replayFromMs = 60_000;
const callLeaseMs = 12_000;
/** A worker that starts misses what is this late, where it is more than a few on one account. */
const backlogMs = 10_000;
const backlogFrom = 4;

export function predict(
  seen: Seen,
  all: readonly Seen[],
  starts: readonly Start[],
  beginsAt: number,
  timeScale: number,
): Prediction {
  const { planned, posts, attempts } = seen;
  const { guarantee } = planned;
  const answers = attempts.filter(({ step }) => step === "answer");
  const heardPublic = answers.some(({ outcome }) => outcome === "public");
  if (posts.length > 0) {
    if (heardPublic) return { ends: ["confirmed"], why: "it is public, and that was heard" };
    if (guarantee === "human")
      return { ends: ["needsHuman"], why: "it is public, nobody heard so, and nobody can look" };
    return canHaveBeenOverlooked(seen, all, timeScale)
      ? { ends: ["confirmed", "needsHuman"], why: "it is public, and no look-up could show it" }
      : { ends: ["confirmed"], why: "it is public, and a look-up shows it" };
  }
  const { open, late } = openCalls(attempts, timeScale);
  const undoubted = neverInDoubt(seen, all, starts, beginsAt);
  if (open === 0 && late === 0) return undoubted;
  const doubted = neverSettled(guarantee, open + late);
  // Heard when its lease was over: whether somebody had taken note of that by then, nobody outside can know.
  return open > 0
    ? doubted
    : { ends: [...undoubted.ends, ...doubted.ends], why: "its outcome was heard very late" };
}

function neverSettled(guarantee: Guarantee, calls: number): Prediction {
  // The network proved that it is not there: after its time it is missed, unless the last question had no answer.
  if (guarantee === "proven")
    return { ends: ["missed", "needsHuman"], why: "not there, and its time is over" };
  return { ends: ["needsHuman"], why: `not there, and ${calls} call(s) without an outcome` };
}

/** How many calls nobody heard the outcome of, or not while their lease lasted; not counted is what surely made nothing. */
function openCalls(
  attempts: readonly Attempt[],
  timeScale: number,
): { open: number; late: number } {
  let [open, late] = [0, 0];
  for (const intent of attempts.filter(({ step }) => step === "intent")) {
    const answer = attempts.find(
      ({ attempt, step }) => attempt === intent.attempt && step === "answer",
    );
    if (!answer || answer.outcome === "ambiguous" || answer.outcome === "duplicate") open += 1;
    else if (+answer.at - +intent.at > callLeaseMs * timeScale) late += 1;
  }
  return { open, late };
}

function neverInDoubt(
  { planned, attempts }: Seen,
  all: readonly Seen[],
  starts: readonly Start[],
  beginsAt: number,
): Prediction {
  const last = attempts.findLast(({ step }) => step === "answer")?.outcome ?? null;
  if (last === "contentRejected") return { ends: ["rejected"], why: "its network refused it" };
  if (planned.always && planned.steps[0] === "rateLimit")
    return { ends: ["missed"], why: "its network asked to wait beyond its time" };
  if (wasBacklog(planned, all, starts, beginsAt))
    return { ends: ["missed"], why: "a worker that started found a backlog" };
  return { ends: ["confirmed"], why: "nothing kept it from leaving" };
}

/**
 * Whether none of the questions asked since it is public could be answered with it: its network was silent, or lists no
 * more than the newest. A key makes up for a list, once it is shown again.
 */
function canHaveBeenOverlooked(
  { planned, posts, attempts }: Seen,
  all: readonly Seen[],
  timeScale: number,
): boolean {
  const { guarantee, handle } = planned;
  const madeAt = Date.parse(posts[0]!.createdAt);
  const asked = attempts.filter(
    ({ step, at }) => step === "probe" && +at > madeAt + askingMs * timeScale,
  );
  const isBlind = ({ outcome, at }: Attempt): boolean => {
    if (outcome !== "absent" && outcome !== "public") return true;
    return guarantee !== "proven" && countSince(all, handle, madeAt, +at) >= mostListed - 1;
  };
  // A second call that was then cut off itself is another matter.
  const oughtToCall = ({ outcome, at }: Attempt): boolean => {
    const called = attempts.findLast(({ step }) => step === "intent");
    return outcome === "absent" && !!called && +at - +called.at > replayFromMs * timeScale;
  };
  return asked.every(isBlind) && !(guarantee === "keyed" && asked.some(oughtToCall));
}

function countSince(all: readonly Seen[], handle: string, from: number, until: number): number {
  return all
    .filter(({ planned }) => planned.handle === handle)
    .flatMap(({ posts }) => posts)
    .map(({ createdAt }) => Date.parse(createdAt))
    .filter((at) => at > from && at <= until).length;
}

function wasBacklog(
  { handle, dueMs }: Seen["planned"],
  all: readonly Seen[],
  starts: readonly Start[],
  beginsAt: number,
): boolean {
  return starts.some(({ from, to }) => {
    if (beginsAt + dueMs > to - backlogMs) return false;
    const late = all.filter(
      ({ planned, calls }) =>
        planned.handle === handle &&
        beginsAt + planned.dueMs <= to - backlogMs &&
        !calls.some(({ at, status }) => Date.parse(at) < from && status !== 429 && status !== 401),
    );
    return late.length >= backlogFrom;
  });
}
