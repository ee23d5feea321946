/** The worker role: takes jobs from the queue, and sweeps for what no queue will bring. */
import type { NetworkName } from "#shared/networks.ts";
import { createAccountSessions } from "./accounts/sessions.ts";
import { systemClock } from "./clock.ts";
import { createClocks } from "./clocks.ts";
import type { Config } from "./config.ts";
import { createCrash } from "./crash.ts";
import type { Db } from "./db/changes.ts";
import type { Log } from "./log.ts";
import { readPicture } from "./media/store.ts";
import { onDate } from "./networks/heard-date.ts";
import type { Network } from "./networks/network.ts";
import { createAtWork } from "./posts/at-work.ts";
import { createPublish, openRounds } from "./posts/publish.ts";
import { missAfterOutage } from "./posts/outage.ts";
import { requeue } from "./posts/requeue.ts";
import { expireLeases, listOverdue } from "./posts/left-behind.ts";
import { createReconcile } from "./posts/reconcile.ts";
import { atMost, type Queue } from "./queue/connect.ts";
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

/** As long as the queue's close: a delivery may wait for its pace far longer, and is taken up elsewhere. */
const stopsWithinMs = 10_000;

/** Starts working; the returned function stops taking anything new and waits at most 10 s for what is under way. */
export async function startWorker({
  config,
  db,
  queue,
  sealer,
  networkOf,
  timing,
  log,
}: WorkerParts): Promise<() => Promise<void>> {
  const clocks = createClocks({ clock: systemClock, timing });
  onDate((date) => clocks.heardNetwork(date));
  // Before anything is taken, so that what fell due while nobody was there is not.
  const atWork = await createAtWork({
    db,
    clock: systemClock,
    clocks,
    timing,
    log,
    queueAwayMs: queue.awayMs,
    async onOutage(lastSeenAt) {
      const missed = await missAfterOutage(db, timing, lastSeenAt);
      if (missed > 0) log.warn({ missed }, "what fell due while no worker was there is missed");
    },
  });
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
    worker: atWork.name,
    timing,
    clock: systemClock,
    log,
    clocks,
    crash: createCrash(config.REBOND_CRASH_AT),
  });
  const publish = createPublish(parts);
  const underWay = new Map<string, Promise<void>>();
  const sweepOverdue = async (): Promise<number> => {
    await atWork.present();
    const ids = (await listOverdue(db, timing, parts.clocks))
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
    return ids.length;
  };
  if (config.REBOND_QUEUE === "on") {
    queue.work(async ({ deliveryId, rev }, early) => {
      await atWork.present();
      await publish(deliveryId, rev, early);
    });
    queue.keepFilled(() => requeue(parts));
  }
  const reconciling = createReconcile(parts);
  const sweeps = [
    { name: "leases", run: () => expireLeases(db) },
    { name: "overdue", run: sweepOverdue },
    { name: "uncertain", run: reconciling.sweep },
  ];
  const stopSweeper =
    config.REBOND_SWEEPER === "on" ? startSweeper(sweeps, timing, log) : async () => {};
  return async () => {
    await stopSweeper();
    await atMost(stopsWithinMs, Promise.allSettled([...underWay.values(), reconciling.ended()]));
    await atWork.stop();
  };
}
