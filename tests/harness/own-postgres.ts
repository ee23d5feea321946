/** A PostgreSQL of one test file's own, that it may stop, kill and start again. */
import { randomBytes } from "node:crypto";
import { withClient } from "#server/db/cluster.ts";
import { startEmbedded } from "#server/db/embedded.ts";
import { type Place, placeFor } from "#server/db/place.ts";
import { findPostmaster } from "#server/db/postmaster.ts";
import { quiet, removeDataFolder, temporaryFolder } from "./postgres.ts";

export type OwnPostgres = {
  place: Place;
  /** An empty database in it; its address stays the same over every stop and start. */
  database: () => Promise<string>;
  /** Politely: what runs is cut, nothing is lost. */
  stop: () => Promise<void>;
  /** As a power cut would. */
  kill9: () => Promise<void>;
  start: () => Promise<void>;
  remove: () => Promise<void>;
};

/** Starts one with every safety on. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await temporaryFolder();
  let running = await startEmbedded({ dataDir, log: quiet });
  const { url } = running;
  const place = await placeFor(dataDir, quiet);
  return {
    place,
    async database() {
      const name = `t_${randomBytes(6).toString("hex")}`;
      await withClient(url, (client) => client.query(`create database ${name}`));
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    stop: () => running.stop(),
    async kill9() {
      const found = await findPostmaster(place.data);
      if (found) process.kill(found.pid, "SIGKILL");
    },
    async start() {
      running = await startEmbedded({ dataDir, log: quiet });
    },
    remove: () => removeDataFolder(dataDir),
  };
}
