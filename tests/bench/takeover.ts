/** A worker is killed while it holds a delivery: how long until another one has handed it to the network. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "#server/db/connect.ts";
import { backends, openBackend } from "../harness/backends.ts";
import { command, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { freshDatabase, quiet } from "../harness/postgres.ts";
import { startArrivals } from "./arrivals.ts";
import { openPostgres, valueOf } from "./bench-desk.ts";
import { type Bench, type BenchParts, lineOf, pause } from "./measure.ts";
import { openPlan } from "./plan.ts";

const silent = { ...quiet, error: () => undefined };
const tries = 6;
/** Killed this long before its instant, with the delivery armed in its memory. */
const beforeMs = 1500;

export const takeover: Bench = async (parts) => {
  await openPostgres(parts);
  for (const backend of backends) {
    const { redisUrl, stop } = await openBackend(backend);
    parts.onClose(stop);
    await measure(backend, redisUrl, parts);
  }
};

async function measure(
  backend: string,
  redisUrl: string | undefined,
  parts: BenchParts,
): Promise<void> {
  const network = await startArrivals();
  parts.onClose(() => network.close());
  const database = await freshDatabase();
  const shared = {
    database: database.url,
    rehearsalNetwork: network,
    ...(redisUrl ? { redisUrl } : {}),
  };
  const web = await startDesk({ ...shared, roles: "web" });
  parts.onClose(() => web.stop());
  const env = { REBOND_DATA: web.env["REBOND_DATA"]! };
  const start = () => startDesk({ ...shared, roles: "worker", env });
  const account = { network: "rehearsal", wears: null, service: null } as const;
  valueOf(
    await command(web, await signIn(web), "account.link", {
      ...account,
      realm: "rehearsal",
      handle: "measured_takeover",
      name: "Measured",
      locales: ["fr"],
      secret: network.token,
    }),
  );
  const plan = await openPlan({ desk: web, redisUrl }, parts);
  const record = connect(web.databaseUrl, silent, 2);
  parts.onClose(record.close);
  const workers: Desk[] = [await start(), await start()];
  parts.onClose(() => Promise.all(workers.map((each) => each.stop())));
  const holderOf = async (id: string): Promise<Desk> => {
    const { worker } = await record.db
      .selectFrom("deliveries")
      .select("worker")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    const holder = workers.find(({ pid }) => worker?.endsWith(`·${pid}`));
    if (!holder) throw new Error(`no worker holds it, but ${worker}`);
    return holder;
  };
  const [times, raw]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < tries; turn += 1) {
    const due = performance.now() + 5000;
    const [key] = await plan.at([due]);
    await pause(due - beforeMs - performance.now());
    const holder = await holderOf(key!);
    await holder.kill9();
    const killedAt = performance.now();
    times.push((await network.of(key!, 30_000)) - killedAt);
    workers.splice(workers.indexOf(holder), 1, await start());
    raw.push(await startOfNode());
    await plan.untilQuiet();
  }
  parts.print(
    lineOf(
      `worker killed ${beforeMs} ms before its delivery's instant → at the network, queue on ${backend} (raw: a process starts)`,
      ...([times, raw, "max ≤ 6000 ms"] as const),
      ({ max }) => max <= 6000,
    ),
  );
}

/** The least any supervisor needs to replace a process. */
async function startOfNode(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, ["-e", ""]), "exit");
  return performance.now() - began;
}
