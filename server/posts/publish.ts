/** Hands one delivery to its network: claim, prepare, wait for the instant, gate, one call, record. */
import type { Db } from "../db/changes.ts";
import type { Crash } from "../crash.ts";
import type { Clock } from "../clock.ts";
import { NetworkError, type Prepared } from "../networks/network.ts";
import { type Claimed, claim, renew } from "./claim.ts";
import { type Passed, passGate } from "./gate.ts";
import { prepare, type PrepareParts, type Ready } from "./prepare.ts";
import { type Outcome, recordAnswer } from "./record.ts";
import type { Timing } from "../timing.ts";

export type PublishParts = PrepareParts & {
  worker: string;
  clock: Clock;
  crash: Crash;
};
export type Publish = (id: string, rev: number | null) => Promise<void>;

/** The longest a job waits in memory for a delivery that is not yet due; beyond, the sweeper takes it at its time. */
const longestEarlyMs = 60_000;

/** Never throws for what can happen to a delivery; what it throws is a fault of ours or of the database. */
export function createPublish(parts: PublishParts): Publish {
  return async (id, rev) => {
    let taken = await claim(parts.db, parts.timing, parts.worker, id, rev);
    // A worker whose clock runs ahead is woken early: the database says by how much.
    if (taken.kind === "early" && taken.waitMs <= longestEarlyMs) {
      await pause(taken.waitMs);
      taken = await claim(parts.db, parts.timing, parts.worker, id, rev);
    }
    if (taken.kind !== "claimed") return;
    parts.crash("afterClaim");
    await send(parts, taken.delivery);
  };
}

/** From a claim on; also where a proven absence starts again. */
export async function send(parts: PublishParts, mine: Claimed): Promise<void> {
  const claimedAt = parts.clock.monotonic();
  const ready = await prepare(parts, mine, mine.waitMs <= 0);
  if (!ready) return;
  const waitMs = mine.waitMs - (parts.clock.monotonic() - claimedAt);
  const passed = await reachGate(parts, mine, ready.prepared, waitMs);
  if (!passed) return;
  parts.crash("afterGate");
  const outcome = await callOnce(parts, mine.id, ready, passed.at);
  if (outcome.ok) parts.crash("afterAccept");
  if (!outcome.ok && outcome.error.kind === "authExpired") await parts.dropSession(mine.accountId);
  await recordAnswer(parts, { id: mine.id, fence: passed.fence, attempt: passed.attempt }, outcome);
}

async function reachGate(
  parts: PublishParts,
  mine: Claimed,
  prepared: Prepared,
  firstWaitMs: number,
): Promise<Extract<Passed, { kind: "passed" }> | null> {
  let waitMs = firstWaitMs;
  // Early only by what a timer and two clocks can differ; twenty rounds are far more than that takes.
  for (let round = 0; round < 20; round += 1) {
    if (waitMs > 0 && !(await waitRenewing(parts, mine, waitMs))) return null;
    const passed = await passGate(parts, mine, prepared);
    if (passed.kind === "passed") return passed;
    if (passed.kind === "stopped") return null;
    waitMs = passed.waitMs;
  }
  return null;
}

async function waitRenewing(
  { db, timing, clock }: { db: Db; timing: Timing; clock: Clock },
  mine: Claimed,
  waitMs: number,
): Promise<boolean> {
  const until = clock.monotonic() + waitMs;
  for (let left = waitMs; left > 0; left = until - clock.monotonic()) {
    await pause(Math.min(left, timing.renewEveryMs));
    if (left > timing.renewEveryMs && !(await renew(db, timing, mine))) return false;
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
