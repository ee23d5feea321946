/** The worker role: takes jobs from the queue, and sweeps for what no queue will bring. */
import type { NetworkName } from "#shared/networks.ts";
import { createAccountSessions } from "./accounts/sessions.ts";
import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { createCrash } from "./crash.ts";
import type { Db } from "./db/changes.ts";
import type { Log } from "./log.ts";
import { readPicture } from "./media/store.ts";
import type { Network } from "./networks/network.ts";
import { createPublish, openRounds } from "./posts/publish.ts";
import { missAfterOutage } from "./posts/outage.ts";
import { requeue } from "./posts/requeue.ts";
import { expireLeases, listOverdue, reconcileDue } from "./posts/reconcile.ts";
import type { Queue } from "./queue/connect.ts";
import { startSweeper } from "./queue/sweeper.ts";
import type { Sealer } from "./sealed.ts";
import type { Timing } from "./timing.ts";

export type WorkerParts = {
  config: Config;
  db: Db;
  queue: Queue;
  sealer: Sealer;
  networkOf: (name: NetworkName) => Network;
  timing: Timing;
  log: Log;
};
/** Deliveries the sweeper may have under way at once; most of them only wait for their instant. */
const sweptAtOnce = 500;

/** Starts working; the returned function stops taking anything new and waits for what is under way. */
export async function startWorker({
  config,
  db,
  queue,
  sealer,
  networkOf,
  timing,
  log,
}: WorkerParts): Promise<() => Promise<void>> {
  const noticeOutage = async (): Promise<void> => {
    const missed = await missAfterOutage(db, timing);
    if (missed > 0) log.warn({ missed }, "what fell due while no worker was there waits in missed");
  };
  await noticeOutage();
  const sessions = createAccountSessions({ db, sealer, networkOf });
  const parts = openRounds({
    db,
    add: queue.add,
    networkOf,
    openAccount: sessions.open,
    dropSession: sessions.drop,
    readPicture: async (campaignId: string, mediaId: string) => {
      const picture = await readPicture(db, campaignId, mediaId);
      if (!picture) throw new Error(`picture ${mediaId} is gone`);
      return picture.body;
    },
    worker: `${process.pid}`,
    timing,
    clock: systemClock,
    log,
    crash: createCrash(config.REBOND_CRASH_AT),
  });
  const publish = createPublish(parts);
  const underWay = new Map<string, Promise<void>>();
  let sweptAt = systemClock.now();
  const sweepOverdue = async (): Promise<number> => {
    // A machine that slept, or a database that was away: by the wall clock, for the other stops in sleep.
    if (systemClock.now() - sweptAt > timing.outageMs) await noticeOutage();
    const ids = (await listOverdue(db, timing))
      .filter((id) => !underWay.has(id))
      .slice(0, sweptAtOnce - underWay.size);
    for (const id of ids) {
      const run = publish(id, null)
        .catch((error: unknown) =>
          log.error({ err: error, delivery: id }, "a delivery the sweeper took up failed"),
        )
        .finally(() => underWay.delete(id));
      underWay.set(id, run);
    }
    sweptAt = systemClock.now();
    return ids.length;
  };
  const queueing = config.REBOND_QUEUE === "on" ? workQueue() : Promise.resolve();
  async function workQueue(): Promise<void> {
    queue.work(({ deliveryId, rev }, early) => publish(deliveryId, rev, early));
    const enqueued = await requeue(parts);
    if (enqueued > 0) log.info({ enqueued }, "what is still to come is in the queue again");
  }
  queueing.catch((error: unknown) =>
    log.warn({ err: error }, "the queue could not be filled again; the sweeper brings what is due"),
  );
  const sweeps = [
    { name: "leases", run: () => expireLeases(db) },
    { name: "overdue", run: sweepOverdue },
    { name: "uncertain", run: () => reconcileDue(parts) },
  ];
  const stopSweeper =
    config.REBOND_SWEEPER === "on" ? startSweeper(sweeps, timing, log) : async () => {};
  return async () => {
    await stopSweeper();
    await Promise.allSettled([queueing, ...underWay.values()]);
  };
}
