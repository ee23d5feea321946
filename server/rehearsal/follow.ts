/** Starts and stops the player as the campaign says, whichever process took the command. */
import { readCampaign } from "../campaigns/store.ts";
import type { Db } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";

type Player = { start: () => void; stop: () => void | Promise<void> };
type Parts = { db: Db; campaignId: string; player: Player; timing: Timing; log: Log };

/** Looks at the campaign every heartbeat; the returned function stops looking, and the player with it. */
export function followRehearsal({ db, campaignId, player, timing, log }: Parts): () => Promise<void> {
  let playing = false;
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    const { rehearsalPlaying, mode } = await readCampaign(db, campaignId);
    const wanted = rehearsalPlaying && mode === "rehearsal";
    if (wanted === playing) return;
    playing = wanted;
    if (wanted) player.start();
    else await player.stop();
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
    await player.stop();
  };
}
