/** A desk whose workers are processes of their own, that a test starts, stops, freezes and kills one by one. */
import { type Backend, openBackend } from "./backends.ts";
import { openConsole } from "./console.ts";
import { apiToken, type Desk, signIn, startDesk } from "./desk.ts";
import { expectAudited } from "./oracle.ts";
import { type DeskRecord, openRecord } from "./record.ts";
import type { TestRedis } from "./redis.ts";
import { startTestNetwork } from "./rehearsal-network.ts";
import { quick, type Stage } from "./stage.ts";

export type Crew = Stage & {
  /** Null where the queue lives in PostgreSQL. */
  redis: TestRedis | null;
  record: DeskRecord;
  /** Starts a worker; the crew stops it at its end if it still runs, and has the record prove that nobody edited it. */
  worker: (env?: Record<string, string>) => Promise<Desk>;
};
export type CrewOptions = {
  /** A database of the test's own; without it a fresh one of the run's PostgreSQL. */
  database?: string;
  /** How the queue is reached, where that is not straight. */
  redisUrl?: string;
  /** For the web process and every worker. */
  env?: Record<string, string>;
};

/** Opens a web process without a worker, a network, and a console. */
export async function openCrew(backend: Backend, options: CrewOptions = {}): Promise<Crew> {
  const opened = options.redisUrl ? null : await openBackend(backend);
  const redisUrl = options.redisUrl ?? opened?.redisUrl;
  const network = await startTestNetwork();
  const shared = { rehearsalNetwork: network, ...(redisUrl ? { redisUrl } : {}) };
  const env = { ...quick, ...options.env };
  const desk = await startDesk({
    ...shared,
    env,
    roles: "web",
    ...(options.database ? { database: options.database } : {}),
  });
  const cookie = await signIn(desk);
  const screen = openConsole(desk, cookie);
  await screen.until("the desk is on screen", (self) => self.state !== null);
  const record = await openRecord(desk);
  const workers: Desk[] = [];
  return {
    desk,
    network,
    screen,
    cookie,
    record,
    redis: opened?.redis ?? null,
    colleague: await apiToken(desk, cookie, "editor"),
    async worker(more = {}) {
      // Workers share the web process's database and the key that seals the accounts' tokens.
      const kept = { REBOND_DATA: desk.env["REBOND_DATA"]! };
      const started = await startDesk({
        ...shared,
        database: desk.databaseUrl,
        roles: "worker",
        env: { ...env, ...kept, ...more },
      });
      workers.push(started);
      return started;
    },
    async close() {
      screen.close();
      await record.close();
      await Promise.all(workers.map((each) => each.stop()));
      try {
        await expectAudited(desk);
      } finally {
        await desk.stop();
        await network.stop();
        await opened?.stop();
      }
    },
  };
}
