/** Hands one delivery to its network: claim, prepare, wait for the instant, gate, one call, record. */
import type { Crash } from "../crash.ts";
import type { Clock } from "../clock.ts";
import { NetworkError, type Prepared } from "../networks/network.ts";
import { type Claimed, claimAll, renewAll } from "./claim.ts";
import { gateOf, type Passed, passGates } from "./gate.ts";
import { prepare, type PrepareParts, type Ready, recordPrepared } from "./prepare.ts";
import { type Outcome, recordAnswers } from "./record.ts";
import { inRounds } from "./rounds.ts";
import { createTurns } from "../turns.ts";

type Parts = Omit<PrepareParts, "renew" | "recordPrepared"> & {
  worker: string;
  clock: Clock;
  crash: Crash;
};
export type PublishParts = ReturnType<typeof openRounds>;
/** `early`: it is woken ahead of its time. */
export type Publish = (id: string, rev: number | null, early?: boolean) => Promise<void>;

/** The longest a job waits in memory for a delivery that is not yet due; beyond, the sweeper takes it at its time. */
const longestEarlyMs = 60_000;
/** Deliveries between the gate and their network's answer; beyond, one waits before the gate. */
const callsAtOnce = 500;

/** What each delivery asks of the database, asked together with the others that are as far. */
export function openRounds(parts: Parts) {
  const { db } = parts;
  const spanMs = parts.timing.gatherMs;
  const claims = (all: Parameters<typeof claimAll>[1]) => claimAll(parts, all);
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
    passGate: inRounds((all: Parameters<typeof passGates>[1]) => passGates(parts, all), {
      keyOf: gateOf,
    }),
    recordAnswer: inRounds(
      (all: Parameters<typeof recordAnswers>[1]) => recordAnswers(parts, all),
      { spanMs },
    ),
    inTurn: createTurns(callsAtOnce),
  };
}

/** Never throws for what can happen to a delivery; what it throws is a fault of ours or of the database. */
export function createPublish(parts: PublishParts): Publish {
  return async (id, rev, early = false) => {
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

/** From a claim on; also where a proven absence starts again. */
export async function send(parts: PublishParts, mine: Claimed): Promise<void> {
  const ready = await prepare(parts, mine, mine.dueAtMonotonic <= parts.clock.monotonic());
  if (!ready || !(await waitRenewing(parts, mine, mine.dueAtMonotonic))) return;
  const sent = await parts.inTurn(async () => {
    const passed = await reachGate(parts, mine, ready.prepared);
    if (!passed) return null;
    parts.crash("afterGate");
    return { passed, outcome: await callOnce(parts, mine.id, ready, passed.at) };
  });
  if (!sent) return;
  const { passed, outcome } = sent;
  if (outcome.ok) parts.crash("afterAccept");
  if (!outcome.ok && outcome.error.kind === "authExpired") await parts.dropSession(mine.accountId);
  const { fence, attempt } = passed;
  await parts.recordAnswer({ sent: { id: mine.id, fence, attempt }, outcome });
}

async function reachGate(
  parts: PublishParts,
  mine: Claimed,
  prepared: Prepared,
): Promise<Extract<Passed, { kind: "passed" }> | null> {
  // Early only by what a timer and two clocks can differ; twenty rounds are far more than that takes.
  for (let round = 0; round < 20; round += 1) {
    const passed = await parts.passGate({ mine, prepared });
    if (passed.kind === "passed") return passed;
    if (passed.kind === "stopped") return null;
    if (!(await waitRenewing(parts, mine, parts.clock.monotonic() + passed.waitMs))) return null;
  }
  return null;
}

/** Until an instant of the monotonic clock; false when the delivery is no longer ours. */
async function waitRenewing(
  { renew, timing, clock }: PublishParts,
  mine: Claimed,
  until: number,
): Promise<boolean> {
  for (let left = until - clock.monotonic(); left > 0; left = until - clock.monotonic()) {
    await pause(Math.min(left, timing.renewEveryMs));
    if (left > timing.renewEveryMs && !(await renew(mine))) return false;
  }
  return true;
}

async function callOnce(
  parts: PublishParts,
  deliveryId: string,
  { network, outgoing, prepared, account }: Ready,
  gateAt: number,
): Promise<Outcome> {
  if (parts.clock.monotonic() - gateAt > parts.timing.gateToCallMs) {
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
