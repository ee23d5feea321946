/** What the last look costs: from a claim to the commit of the gate, one delivery at a time and a hundred together. */
import { connect } from "#server/db/connect.ts";
import { claimAll } from "#server/posts/claim.ts";
import { passGates } from "#server/posts/gate.ts";
import type { DeliveryRow } from "#server/posts/transition.ts";
import { systemClock } from "#server/clock.ts";
import { createTiming } from "#server/timing.ts";
import { command, signIn, startDesk } from "../harness/desk.ts";
import { freshDatabase, quiet } from "../harness/postgres.ts";
import { startArrivals } from "./arrivals.ts";
import { openPostgres, valueOf } from "./bench-desk.ts";
import { type Bench, lineOf, percentile, timed } from "./measure.ts";
import { openPlan } from "./plan.ts";

const silent = { ...quiet, error: () => undefined };
const alone = 200;
const together = 100;
const rounds = 5;

export const gate: Bench = async (parts) => {
  await openPostgres(parts);
  const network = await startArrivals();
  parts.onClose(() => network.close());
  const database = await freshDatabase();
  const desk = await startDesk({ database: database.url, roles: "web", rehearsalNetwork: network });
  parts.onClose(() => desk.stop());
  const admin = await signIn(desk);
  valueOf(
    await command(desk, admin, "account.link", {
      network: "rehearsal",
      wears: null,
      service: null,
      realm: "rehearsal",
      handle: "measured_gate",
      name: "Measured",
      locales: ["fr"],
      secret: network.token,
    }),
  );
  const plan = await openPlan({ desk, redisUrl: undefined }, parts);
  const { db, pool, close } = connect(desk.databaseUrl, silent, 4);
  parts.onClose(close);
  const timing = createTiming();
  const works = {
    db,
    timing,
    clock: systemClock,
    worker: "bench",
    clocks: { sendsPlanned: () => true, surelyAt: () => null },
  };
  const claim = async (ids: readonly string[]): Promise<DeliveryRow[]> => {
    const taken = await claimAll(
      works,
      ids.map((id) => ({ id, rev: null })),
    );
    return taken.map((each) => {
      if (each.kind !== "claimed") throw new Error(`not claimed: ${each.kind}`);
      return each.delivery;
    });
  };
  const pass = (rows: readonly DeliveryRow[]) =>
    passGates(
      works,
      rows.map((mine) => ({ mine, prepared: {} })),
    );
  // Two durable commits, as a claim and a gate are.
  const raw = () =>
    timed(async () => {
      for (let commit = 0; commit < 2; commit += 1)
        await pool.query("UPDATE people SET locale = locale");
    });

  const now = () => performance.now();
  const ids = await plan.at(Array.from({ length: alone + together * rounds }, now));
  const [single, base]: [number[], number[]] = [[], []];
  for (const id of ids.slice(0, alone)) {
    base.push(await raw());
    single.push(await timed(async () => pass(await claim([id]))));
  }
  parts.print(
    lineOf(
      "claim and gate, one delivery",
      ...([single, base, "p99 ≤ 5 × two raw commits"] as const),
      ({ ratio }) => ratio <= 5,
    ),
  );
  const shared: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const some = ids.slice(alone + round * together, alone + (round + 1) * together);
    const tookMs = await timed(async () => pass(await claim(some)));
    shared.push(tookMs / together);
  }
  parts.print(
    lineOf(
      `claim and gate, each of ${together} that share them`,
      ...([shared, base, "p50 ≤ one raw pair of commits"] as const),
      () => percentile(shared, 0.5) <= percentile(base, 0.5),
    ),
  );
};
