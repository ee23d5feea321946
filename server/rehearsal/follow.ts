/** Starts and stops the player as the campaign says, whichever process took the command, in one process at a time. */
import type pg from "pg";
import { readCampaign } from "../campaigns/store.ts";
import { advisory } from "../db/advisory.ts";
import type { Db } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

type Player = { start: () => void; stop: () => void | Promise<void> };
type Parts = {
  db: Db;
  pool: pg.Pool;
  campaignId: string;
  player: Player;
  timing: Timing;
  log: Log;
};

/** Whoever holds this session lock plays; a process that dies lets go of it. */
async function tryLock(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ mine: boolean }>(
    "SELECT pg_try_advisory_lock($1) AS mine",
    [advisory.rehearsal],
  );
  return rows[0]?.mine ?? false;
}

/** Looks at the campaign every heartbeat; the returned function stops looking, and the player with it. */
export function followRehearsal({
  db,
  pool,
  campaignId,
  player,
  timing,
  log,
}: Parts): () => Promise<void> {
  let holding: pg.PoolClient | null = null;
  let looking: Promise<void> | null = null;

  const begin = async (): Promise<void> => {
    const client = await pool.connect();
    const mine = await tryLock(client).catch((error: unknown) => {
      client.release(true);
      throw error;
    });
    if (!mine) return client.release();
    holding = client;
    // The database went away, and the lock with it: another process may play from now on.
    client.once("error", () => {
      if (holding !== client) return;
      holding = null;
      client.release(true);
      Promise.resolve(player.stop()).catch((error: unknown) =>
        log.warn({ err: error }, "the player did not stop"),
      );
    });
    player.start();
  };
  const end = async (): Promise<void> => {
    const client = holding;
    if (!client) return;
    await player.stop();
    // The connection may have dropped meanwhile, and was let go of then.
    if (holding !== client) return;
    holding = null;
    // Closing the connection is what lets go of the lock.
    client.release(true);
  };
  const look = async (): Promise<void> => {
    const { rehearsalPlaying, mode } = await readCampaign(db, campaignId);
    const wanted = rehearsalPlaying && mode === "rehearsal";
    if (wanted && !holding) await begin();
    // Starting twice plays once: this is for an evening that stopped by itself, as when the database was away.
    else if (wanted) player.start();
    if (!wanted && holding) await end();
  };
  const tick = (): void => {
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, "the rehearsal could not be followed"))
      .finally(() => {
        looking = null;
      });
  };
  tick();
  const timer = setInterval(tick, timing.heartbeatMs);
  return async () => {
    clearInterval(timer);
    await looking;
    await end();
  };
}
