/** All that a chaos run breaks or asks: a record and a queue of its own, a network in its own process, a desk, its workers. */
import { Redis } from "ioredis";
import { withClient } from "#server/db/cluster.ts";
import { startEmbedded } from "#server/db/embedded.ts";
import { command } from "../harness/desk.ts";
import { quiet, removeDataFolder, temporaryFolder } from "../harness/postgres.ts";
import { sheetOf } from "../harness/sheet.ts";
import { zone } from "../harness/slots.ts";
import { type Crew, openCrew } from "../harness/workers.ts";
import { grouped } from "./grouped.ts";
import type { Options } from "./options.ts";
import { accounts, type Planned, type Script } from "./script.ts";
import { createWorkers, type Workers } from "./workers.ts";

export type World = Pick<Crew, "desk" | "network" | "record" | "cookie"> & {
  workers: Workers;
  /** Redis forgets everything, where the queue is there; answers whether it was. */
  flush: () => Promise<boolean>;
  /** PostgreSQL ends every connection and is gone until it has started again. */
  restartPostgres: () => Promise<void>;
};
type Closing = (close: () => Promise<unknown>) => void;

const workerCount = 4;

/** Opens it; each thing it opens is handed to `onClose` at once. */
export async function openWorld({ backend, timeScale }: Options, onClose: Closing): Promise<World> {
  const postgres = await openPostgres(onClose);
  const crew = await openCrew(backend, {
    database: postgres.url,
    env: { REBOND_TIME_SCALE: String(timeScale), REBOND_LOG: "error" },
  });
  onClose(() => crew.close());
  // What a console would cost two cores is wanted elsewhere.
  crew.screen.close();
  await setBudgetsAside(postgres.url);
  await linkAccounts(crew);
  const workers = await createWorkers(workerCount, () => crew.worker());
  onClose(() => workers.close());
  return {
    ...crew,
    workers,
    restartPostgres: postgres.restart,
    flush: () => flush(crew.redis?.url),
  };
}

export async function openPostgres(
  onClose: Closing,
): Promise<{ url: string; restart: () => Promise<void> }> {
  const dataDir = await temporaryFolder();
  onClose(() => removeDataFolder(dataDir));
  const options = { dataDir, log: quiet, durable: false };
  let running = await startEmbedded(options);
  return {
    url: running.url,
    async restart() {
      await running.stop();
      running = await startEmbedded(options);
    },
  };
}

export async function flush(redisUrl: string | undefined): Promise<boolean> {
  if (!redisUrl) return false;
  const client = new Redis(redisUrl);
  await client.flushall();
  client.disconnect();
  return true;
}

/**
 * Hundreds of posts on one account in minutes are more than X or Telegram take, and the gate would hold them to that. This
 * run is about faults: in its own database the account of a budget forgets what it spent. Spacing and the network's own
 * "too many" stay.
 */
async function setBudgetsAside(databaseUrl: string): Promise<void> {
  await withClient(databaseUrl, (client) =>
    client.query(`CREATE FUNCTION forget_budget() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.budget_until := NULL; RETURN NEW; END $$;
      CREATE TRIGGER forget_budget BEFORE INSERT OR UPDATE ON paces
        FOR EACH ROW EXECUTE FUNCTION forget_budget()`),
  );
}

async function linkAccounts({ desk, cookie, network }: Crew): Promise<void> {
  for (const { handle, wears } of accounts) {
    const linked = await command(desk, cookie, "account.link", {
      network: "rehearsal",
      service: null,
      realm: "rehearsal",
      locales: ["fr"],
      handle,
      wears,
      name: handle,
      secret: network.token,
    });
    if (!linked.ok) throw new Error(`account.link was refused: ${JSON.stringify(linked)}`);
  }
}

/** Plans all of it as one day sheet; `beginsAt` (Unix ms, a whole second) is when the storm begins. */
export async function importScript(
  { desk, cookie }: World,
  { planned }: Script,
  beginsAt: number,
): Promise<void> {
  const byMarker = grouped(planned, ({ marker }) => marker);
  const rows = [...byMarker].map(([marker, its]) => rowOf(marker, its, beginsAt));
  const done = await command(desk, cookie, "rundown.import", {
    sheet: sheetOf(rows),
    answers: {},
    planHash: null,
  });
  if (!done.ok)
    throw new Error(`rundown.import was refused: ${JSON.stringify(done).slice(0, 2000)}`);
}

function rowOf(marker: string, its: readonly Planned[], beginsAt: number) {
  const { dueMs, lateMs } = its[0]!;
  return {
    id: marker,
    at: new Date(beginsAt + dueMs).toISOString().slice(0, 19).replace("T", " "),
    zone,
    late: `${lateMs / 1000} s`,
    "title fr": "Tempête",
    accounts: its.map(({ handle }) => handle).join(" "),
    "text fr": `${marker} dans la tempête.`,
  };
}
