/** The composition root: the only file that knows every part, and hands each what it needs. */
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { systemClock } from "./clock.ts";
import { createDispatch } from "./commands.ts";
import type { Config } from "./config.ts";
import { connect } from "./db/connect.ts";
import { secretOf } from "./feeds/store.ts";
import { createReader } from "./feeds/read.ts";
import { followFeeds } from "./feeds/follow.ts";
import { createReceive } from "./feeds/receive.ts";
import { createTake } from "./feeds/take.ts";
import { createHandlers } from "./handlers.ts";
import type { Readiness } from "./http/health.ts";
import { createMetrics } from "./http/metrics.ts";
import { originsOf } from "./http/origins.ts";
import { createHttp } from "./http/server.ts";
import { createSessions } from "./http/session.ts";
import type { Log } from "./log.ts";
import { createAddPicture } from "./media/add.ts";
import { readPicture } from "./media/store.ts";
import { releaseLapsed, shortenClaims } from "./moments/lapse.ts";
import { openNetworks } from "./networks/open.ts";
import { linkAdmin, useSignInLink } from "./people/login.ts";
import { findPerson } from "./people/store.ts";
import { personOfToken } from "./people/tokens.ts";
import { readAtWork } from "./posts/at-work.ts";
import { readPaces } from "./posts/pace.ts";
import { pullForMoment } from "./posts/pull.ts";
import { retime } from "./posts/retime.ts";
import { startSweeper } from "./queue/sweeper.ts";
import { connectQueue } from "./queue/connect.ts";
import { createBroadcaster } from "./realtime/broadcaster.ts";
import { createSockets } from "./realtime/sockets.ts";
import { createPlayer } from "./rehearsal/play.ts";
import { createPreload } from "./rehearsal/preload.ts";
import { followRehearsal } from "./rehearsal/follow.ts";
import { seed } from "./rehearsal/seed.ts";
import { openRehearsalNetwork } from "./rehearsal/start-network.ts";
import { followTimetable } from "./rundown/follow-timetable.ts";
import { createReach } from "./safe-fetch.ts";
import { createSealer, readKey } from "./sealed.ts";
import { readSnapshot } from "./snapshot.ts";
import { createTiming } from "./timing.ts";
import { startWorker } from "./worker.ts";

export type App = {
  /** Where it listens; null for a process that is only a worker. */
  url: string | null;
  /** A one-time sign-in link's token for the administrator; null while there is none. */
  linkAdmin: () => Promise<string | null>;
  close: () => Promise<void>;
};

const lastAnswersMs = 2000;

/** Starts the roles the configuration names, on a migrated database. Resolves when they serve. */
export async function createApp(config: Config, databaseUrl: string, log: Log): Promise<App> {
  const timing = createTiming(config.REBOND_TIME_SCALE);
  const clock = systemClock;
  const key = readKey(config.REBOND_KEK, config.dataDir);
  const sealer = createSealer(key);
  const { db, pool, listen, close } = connect(databaseUrl, log);
  const campaignId = await seed({
    db,
    sealer,
    rehearsalToken: config.REBOND_REHEARSAL_TOKEN,
    playing: config.REBOND_REHEARSAL === "on",
  });
  const queue = connectQueue({ db, pool, listen, redisUrl: config.REDIS_URL, log, timing });
  let rehearsalUrl = () => config.rehearsalUrl;
  const networkOf = openNetworks({ rehearsalUrl: () => rehearsalUrl() });
  const reader = createReader();
  const { read } = reader;
  const reach = createReach(config.feedHosts, config.REBOND_FEED_MAX_BYTES);
  const feeds = {
    sealer,
    reach,
    read,
    hosts: config.feedHosts,
    folder: config.feedFolder,
    maxBytes: config.REBOND_FEED_MAX_BYTES,
    timing,
    clock,
  };
  const take = createTake({
    db,
    clock,
    log,
    read,
    onMomentChanged: async (tx, moment) => [
      ...(await pullForMoment(tx, moment)),
      ...(await followTimetable((...of) => retime({ add: queue.add, timing }, ...of), tx, moment)),
    ],
  });
  // Side by side: the rehearsal network is a process of its own, and takes the longest.
  const [worker, web] = await Promise.all([
    config.worker ? openWorker() : null,
    config.web ? startWeb() : null,
  ]);

  async function openWorker() {
    const rehearsal = await openRehearsalNetwork({ config, db, sealer, log });
    rehearsalUrl = rehearsal.url;
    const stop = await startWorker({ config, db, queue, sealer, networkOf, timing, log });
    const stopFeeds = await followFeeds({ ...feeds, db, listen, take, log });
    return {
      stop: () => Promise.all([stopFeeds(), stop()]),
      stopNetworks: rehearsal.stop,
    };
  }

  async function startWeb() {
    let readiness: Readiness = "starting";
    let port = config.PORT;
    const origins = () => originsOf({ publicUrl: config.publicUrl, host: config.HOST, port });
    const broadcaster = createBroadcaster({ db, listen, clock, timing, log });
    const metrics = createMetrics({
      consoles: () => sockets.count(),
      head: () => broadcaster.position().seq,
      readAtWork: () => readAtWork(db, clock, timing),
    });
    const sessions = createSessions({
      pool,
      secret: createHmac("sha256", key).update("sessions").digest("base64url"),
      secure: config.publicUrl.startsWith("https:"),
      findPerson: (id) => findPerson(db, id),
      personOfToken: (token) => personOfToken(db, token),
      log,
    });
    const handlers = createHandlers(campaignId, {
      add: queue.add,
      timing,
      sealer,
      networkOf,
      feeds,
    });
    const dispatch = createDispatch({
      db,
      campaignId,
      handlers,
      clock,
      log,
      counted: metrics.command,
    });
    const snapshot = () => readSnapshot(db, campaignId);
    const server = createHttp({
      db,
      sessions,
      dispatch,
      readSnapshot: snapshot,
      receive: createReceive({ db, sealer, clock, log, take }),
      secure: config.publicUrl.startsWith("https:"),
      origins,
      feedMaxBytes: config.REBOND_FEED_MAX_BYTES,
      metrics,
      readiness: () => readiness,
      useSignInLink: (token) => useSignInLink(db, token),
      onSignedOut: (sessionId) => sockets.endSession(sessionId),
      addPicture: createAddPicture({ db, campaignId }),
      readPicture: (id) => readPicture(db, campaignId, id),
      consoleFolder: fileURLToPath(new URL("../client/dist", import.meta.url)),
      log,
    });
    const sockets = createSockets({
      httpServer: server,
      identify: sessions.identify,
      dispatch,
      readSnapshot: snapshot,
      broadcaster,
      allowedOrigins: origins,
      onSlow: metrics.slowConsumer,
      onGone: (personId) => {
        shortenClaims(db, personId, timing.claimGraceMs).catch((error: unknown) =>
          log.warn({ err: error }, "claims stay until their lease ends"),
        );
      },
      db,
      listen,
      readAtWork: async () => ({
        ...(await readAtWork(db, clock, timing)),
        paces: await readPaces(db),
        queue: config.REDIS_URL ? "redis" : "postgres",
      }),
      clock,
      timing,
      log,
    });
    await broadcaster.start();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen(config.PORT, config.HOST, resolve);
    });
    server.on("error", (error) =>
      log.error({ err: error }, "the server could not take a connection"),
    );
    port = (server.address() as AddressInfo).port;
    readiness = "ready";
    const url = `http://${config.HOST}:${port}`;
    const player = createPlayer({
      url: () => url,
      secretOf: (source) => secretOf(db, sealer, source),
      speed: config.REBOND_REHEARSAL_SPEED,
      preload: createPreload({ db, campaignId, add: queue.add, timing, log }),
      clock,
      log,
    });
    const sweeps = [{ name: "claims", run: () => releaseLapsed(db) }];
    const stopSweeping = startSweeper(sweeps, timing, log);
    const stopFollowing = followRehearsal({
      db,
      pool,
      campaignId,
      player,
      timing,
      log,
    });
    return {
      url,
      async close() {
        readiness = "draining";
        await Promise.all([stopFollowing(), stopSweeping()]);
        // What is being answered may end, unless it dawdles; closing the sockets closes the server they came through.
        const late = setTimeout(() => server.closeAllConnections(), lastAnswersMs);
        await sockets.close();
        clearTimeout(late);
        await broadcaster.stop();
      },
    };
  }

  return {
    url: web?.url ?? null,
    linkAdmin: () => linkAdmin(db),
    async close() {
      await web?.close();
      await Promise.all([queue.close(), worker?.stop()]);
      worker?.stopNetworks();
      await Promise.all([reach.close(), reader.close()]);
      await close();
    },
  };
}
