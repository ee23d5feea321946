/** Hands one delivery to its network: claim, wait for the instant, gate, one call, record. */
import type { Db } from "../db/changes.ts";
import type { Crash } from "../crash.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Network, NetworkError, type Outgoing } from "../networks/network.ts";
import type { AddJob } from "./job.ts";
import type { Timing } from "../timing.ts";
import { type Claimed, claim, renew } from "./claim.ts";
import { type Passed, passGate } from "./gate.ts";
import { type Outcome, recordAnswer } from "./record.ts";

export type PublishParts = {
  db: Db;
  add: AddJob;
  networks: Record<string, Network>;
  /** Opens the account's token: before the gate, so that nothing but the call comes after it. */
  openAccount: (accountId: string) => Promise<{ handle: string; token: string }>;
  worker: string;
  timing: Timing;
  clock: Clock;
  log: Log;
  crash: Crash;
};
export type Publish = (id: string, rev: number | null) => Promise<void>;
type Mine = Pick<Claimed, "id" | "fence" | "network" | "accountId" | "payload" | "waitMs">;

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
    await sendPrepared(parts, taken.delivery);
  };
}

/** From `prepared` on; also where a proven absence starts again. */
export async function sendPrepared(parts: PublishParts, mine: Mine): Promise<void> {
  const network = networkOf(parts, mine.network);
  const { handle, token } = await parts.openAccount(mine.accountId);
  const passed = await reachGate(parts, mine);
  if (!passed) return;
  parts.crash("afterGate");
  const outgoing: Outgoing = { ...mine.payload, handle };
  const outcome = await callOnce(parts, network, outgoing, token, passed.at);
  if (outcome.ok) parts.crash("afterAccept");
  await recordAnswer(parts, { id: mine.id, fence: passed.fence, attempt: passed.attempt }, outcome);
}

async function reachGate(
  parts: PublishParts,
  mine: Mine,
): Promise<Extract<Passed, { kind: "passed" }> | null> {
  let waitMs = mine.waitMs;
  // Early only by what a timer and two clocks can differ; twenty rounds are far more than that takes.
  for (let round = 0; round < 20; round += 1) {
    if (waitMs > 0 && !(await waitRenewing(parts, mine, waitMs))) return null;
    const passed = await passGate(parts, mine);
    if (passed.kind === "passed") return passed;
    if (passed.kind === "stopped") return null;
    waitMs = passed.waitMs;
  }
  return null;
}

async function waitRenewing(
  { db, timing, clock }: PublishParts,
  mine: Mine,
  waitMs: number,
): Promise<boolean> {
  const until = clock.monotonic() + waitMs;
  for (let left = waitMs; left > 0; left = until - clock.monotonic()) {
    await pause(Math.min(left, timing.renewEveryMs));
    if (left > timing.renewEveryMs && !(await renew(db, timing, mine))) return false;
  }
  return true;
}

/** The network of an account. Throws when there is none of that name: a fault, found before anything can leave. */
export function networkOf({ networks }: Pick<PublishParts, "networks">, name: string): Network {
  const network = networks[name];
  if (!network) throw new Error(`no network is called ${name}`);
  return network;
}

async function callOnce(
  parts: PublishParts,
  network: Network,
  outgoing: Outgoing,
  token: string,
  gateAt: number,
): Promise<Outcome> {
  if (parts.clock.monotonic() - gateAt > parts.timing.gateToCallMs) {
    return {
      ok: false,
      error: new NetworkError("notSent", "too long between the gate and the call"),
    };
  }
  try {
    return {
      ok: true,
      receipt: await network.publish(
        outgoing,
        token,
        AbortSignal.timeout(parts.timing.callDeadlineMs),
      ),
    };
  } catch (error) {
    if (error instanceof NetworkError) return { ok: false, error };
    parts.log.error(
      { err: error, delivery: outgoing.remoteKey },
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
