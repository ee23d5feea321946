/** Hands one delivery to its network: claim, prepare, wait for the instant, gate, one call, record. */
import type { Crash } from "../crash.ts";
import { type Clock, stopwatch } from "../clock.ts";
import { NetworkError } from "../networks/network.ts";
import { type Claimed, claimAll, renewAll } from "./claim.ts";
import { type AtGate, gateOf, type Passed, passGates } from "./gate.ts";
import { keepLease } from "./lease.ts";
import { prepare, type PrepareParts, type Ready, recordPrepared } from "./prepare.ts";
import { type Outcome, recordAnswers } from "./record.ts";
import { inRounds } from "../rounds.ts";
import { createLanes } from "../lanes.ts";
import { createTurns } from "../turns.ts";
import type { DeliveryRow } from "./transition.ts";

type Parts = Omit<PrepareParts, "recordPrepared"> & {
  worker: string;
  clock: Clock;
  crash: Crash;
  /** Whether this worker's clock is good enough to send what is planned. */
  clocks: { sendsPlanned: () => boolean; surelyAt: (instant: number) => number | null };
};
export type PublishParts = ReturnType<typeof openRounds>;
/** `early`: it is woken ahead of its time. */
export type Publish = (id: string, rev: number | null, early?: boolean) => Promise<void>;

/** The longest a job waits in memory for a delivery that is not yet due; beyond, the sweeper takes it at its time. */
const longestEarlyMs = 60_000;
/** Deliveries between the gate and their network's answer; beyond, one waits before the gate. */
const callsAtOnce = 1000;
/** To one place, while it answers quickly; how many more it takes is looked at every so many milliseconds. */
const callsSideBySide = 16;
const callsLookedAtMs = 30;

/** What each delivery asks of the database, asked together with the others that are as far. */
export function openRounds(parts: Parts) {
  const { db } = parts;
  const spanMs = parts.timing.gatherMs;
  const claims = (all: Parameters<typeof claimAll>[1]) => claimAll(parts, all);
  const gates = (all: readonly AtGate[]) => passGates(parts, all);
  return {
    ...parts,
    claim: inRounds(claims),
    // Before its instant a delivery has time, which saves everyone's.
    claimEarly: inRounds(claims, { spanMs }),
    renew: inRounds((all: Parameters<typeof renewAll>[1]) => renewAll(parts, all), { spanMs }),
    recordPrepared: inRounds(
      (all: Parameters<typeof recordPrepared>[1]) => recordPrepared(db, all),
      { spanMs },
    ),
    passGate: inRounds(gates, { keyOf: gateOf }),
    passGateAhead: inRounds(gates, { keyOf: gateOf, spanMs }),
    recordAnswer: inRounds(
      (all: Parameters<typeof recordAnswers>[1]) => recordAnswers(parts, all),
      { spanMs },
    ),
    inTurn: createTurns(callsAtOnce),
    lanes: createLanes(callsSideBySide, callsLookedAtMs),
  };
}

/** Never throws for what can happen to a delivery; what it throws is a fault of ours or of the database. */
export function createPublish(parts: PublishParts): Publish {
  return async (id, rev, early = false) => {
    parts.crash("beforeClaim");
    let taken = await (early ? parts.claimEarly : parts.claim)({ id, rev });
    // A worker whose clock runs ahead is woken early: the database says by how much.
    if (taken.kind === "early" && taken.waitMs <= longestEarlyMs) {
      await pause(taken.waitMs);
      taken = await parts.claim({ id, rev });
    }
    if (taken.kind !== "claimed") return;
    parts.crash("afterClaim");
    await send(parts, taken.delivery);
  };
}

async function send(parts: PublishParts, mine: Claimed): Promise<void> {
  const { clock } = parts;
  const lease = keepLease(parts, mine, mine.dueAtMonotonic);
  try {
    const dueAtOnce = mine.dueAtMonotonic <= clock.monotonic();
    const ready = await prepare(parts, mine, { dueAtOnce, lost: lease.lost });
    if (!ready) return;
    let ahead = mine.timed && !dueAtOnce;
    let until = mine.dueAtMonotonic - (ahead ? parts.timing.gateAheadMs : 0);
    // Early by what a timer and two clocks can differ, or by its account's pace; twenty rounds are far more than that takes.
    for (let round = 0; round < 20; round += 1) {
      if (!(await lease.waitUntil(until))) return;
      const passed = await passAndCall(parts, mine, ready, ahead);
      if (passed.kind !== "early") return;
      until = clock.monotonic() + passed.waitMs;
      ahead = false;
    }
  } finally {
    lease.stop();
  }
}

/**
 * The gate, one call at its instant, its record. `ahead`: it has time, and shares its gate with others. Made again for
 * what is `uncertain`: then `stopped` changes nothing.
 */
export async function passAndCall(
  parts: PublishParts,
  mine: DeliveryRow,
  ready: Ready,
  ahead = false,
): Promise<Passed> {
  const { passed, outcome } = await parts.inTurn(async () => {
    const asked = { mine, prepared: ready.prepared };
    const [askedAt, elapsed] = [parts.clock.monotonic(), stopwatch(parts.clock)];
    const passed = await (ahead ? parts.passGateAhead(asked) : parts.passGate(asked));
    if (passed.kind !== "passed") return { passed, outcome: null };
    parts.crash("afterGate");
    await untilMonotonic(parts.clock, passed.callAt);
    const lateMs = () => elapsed() - (passed.callAt - askedAt);
    return { passed, outcome: await callInLane(parts, mine, ready, lateMs) };
  });
  if (passed.kind !== "passed" || !outcome) return passed;
  if (outcome.ok) parts.crash("afterAccept");
  if (!outcome.ok && outcome.error.kind === "authExpired") await parts.dropSession(mine.accountId);
  const { fence, attempt } = passed;
  await parts.recordAnswer({ sent: { id: mine.id, fence, attempt }, outcome });
  return passed;
}

async function callInLane(
  parts: PublishParts,
  mine: DeliveryRow,
  ready: Ready,
  lateMs: () => number,
): Promise<Outcome> {
  const leave = await parts.lanes.enter(`${mine.network} ${ready.account.service}`);
  try {
    return await callOnce(parts, mine.id, ready, lateMs);
  } finally {
    leave();
  }
}

async function callOnce(
  parts: PublishParts,
  deliveryId: string,
  { network, outgoing, prepared, account }: Ready,
  lateMs: () => number,
): Promise<Outcome> {
  if (lateMs() > parts.timing.gateToCallMs) {
    return {
      ok: false,
      error: new NetworkError("notSent", "too long between the gate and the call"),
    };
  }
  try {
    const deadline = AbortSignal.timeout(parts.timing.callDeadlineMs);
    return { ok: true, receipt: await network.publish(outgoing, prepared, account, deadline) };
  } catch (error) {
    if (error instanceof NetworkError) return { ok: false, error };
    parts.log.error(
      { err: error, delivery: deliveryId },
      "a network's own code failed; the outcome is open",
    );
    return { ok: false, error: new NetworkError("ambiguous", "internal fault during the call") };
  }
}

/** Not a moment earlier: a timer may fire within its last millisecond. */
async function untilMonotonic(clock: Clock, at: number): Promise<void> {
  for (let left = at - clock.monotonic(); left > 0; left = at - clock.monotonic())
    await pause(Math.ceil(left));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
