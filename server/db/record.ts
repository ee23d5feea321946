/** The record a process works on: the database `DATABASE_URL` names, or the embedded one, migrated either way. */
import type { Config } from "../config.ts";
import type { Log } from "../log.ts";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";

export type Record = { url: string; adopted: boolean; close: () => Promise<void> };

/** Opens and migrates it. `close` stops an embedded database that this call started or adopted. */
export async function openRecord(config: Config, log: Log): Promise<Record> {
  const own = config.DATABASE_URL;
  if (own) {
    await migrate(own, log);
    return { url: own, adopted: true, close: async () => {} };
  }
  const embedded = await startEmbedded({ dataDir: config.dataDir, log });
  await migrate(embedded.url, log);
  return { url: embedded.url, adopted: embedded.adopted, close: () => embedded.stop() };
}
