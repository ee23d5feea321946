/** Planned posts: how late the request is at the network, spread over ten seconds and all at one instant. */
import { type Backend, backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { type BenchDesk, openBenchDesk, openPostgres, valueOf } from "./bench-desk.ts";
import { type Bench, type BenchParts, lineOf, pause, percentile } from "./measure.ts";
import { openPlan, type Plan } from "./plan.ts";
import { openRawQueue, type RawQueue, sendAtInstants } from "./raw.ts";

const count = 500;
const places = 50;
/** The first is due this long after planning begins: planning 500 takes seconds, and a delivery is armed two before. */
const aheadMs = 14_000;

type Shape = {
  name: string;
  spreadMs: number;
  target: string;
  bounds: (late: number[]) => boolean;
};
const spread: Shape = {
  name: `${count} timed deliveries over 10 s`,
  spreadMs: 10_000,
  target: "late p99 ≤ 8 ms, never early",
  bounds: (late) => percentile(late, 0.99) <= 8,
};
const together: Shape = {
  name: `${count} timed deliveries at one instant`,
  spreadMs: 0,
  target: "last ≤ 150 ms, never early",
  bounds: (late) => Math.max(...late) <= 150,
};

/** Spread over ten seconds. */
export const slots: Bench = (parts) =>
  onEach(parts, (backend, ways) => measure(backend, spread, ways));

/** All at one instant, and a hold pressed around it. */
export const instant: Bench = (parts) =>
  onEach(parts, async (backend, ways) => {
    await measure(backend, together, ways);
    await holdAtTheInstant(backend, ways);
  });

async function onEach(
  parts: BenchParts,
  run: (backend: Backend, ways: Ways) => Promise<void>,
): Promise<void> {
  await openPostgres(parts);
  for (const backend of backends) {
    const bench = await openBenchDesk(backend, parts, 1);
    await linkAccounts(bench);
    const plan = await openPlan(bench, parts);
    const raw = await openRawQueue(bench, parts);
    await run(backend, { bench, plan, raw, parts });
    await bench.close();
  }
}

type Ways = { bench: BenchDesk; plan: Plan; raw: RawQueue; parts: BenchParts };

async function linkAccounts({ desk, admin, network }: BenchDesk): Promise<void> {
  for (let index = 0; index < places; index += 1) {
    const handle = `measured_${index}`;
    const account = {
      network: "rehearsal",
      service: null,
      realm: "rehearsal",
      wears: null,
    } as const;
    valueOf(
      await command(desk, admin, "account.link", {
        ...account,
        handle,
        name: handle,
        locales: ["fr"],
        secret: network.token,
      }),
    );
  }
}

/** Instants from `aheadMs` on, `performance.now()`. */
function instants(spreadMs: number): number[] {
  const first = performance.now() + aheadMs;
  return Array.from({ length: count }, (_, index) => first + (spreadMs * index) / count);
}

async function measure(backend: Backend, shape: Shape, ways: Ways): Promise<void> {
  const { bench, plan, raw, parts } = ways;
  const lateness = async (start: (due: number[]) => Promise<string[]>): Promise<number[]> => {
    const due = instants(shape.spreadMs);
    const keys = await start(due);
    const came = await Promise.all(keys.map((key) => bench.network.of(key, 60_000)));
    return came.map((at, index) => at - due[index]!);
  };
  const armed = await lateness((due) => sendAtInstants(bench.network, due));
  const plain = await lateness((due) => raw.sendDelayed(bench.network, due));
  const late = await lateness((due) => plan.at(due));
  await plan.untilQuiet();
  const early = late.filter((ms) => ms < 0).length;
  parts.note(
    `${shape.name}, ${backend}: ${early} early; plain BullMQ p50 ${percentile(plain, 0.5).toFixed(1)}, p99 ${percentile(plain, 0.99).toFixed(1)}, max ${Math.max(...plain).toFixed(1)} ms`,
  );
  parts.print({
    ...lineOf(
      `${shape.name}, ${early} early, queue on ${backend}`,
      ...([late, armed, shape.target] as const),
      () => early === 0 && shape.bounds(late),
    ),
    plain: figuresOf(plain),
  });
}

function figuresOf(times: readonly number[]): { p50: number; p99: number; max: number } {
  const rounded = (ms: number) => Math.round(ms * 100) / 100;
  return {
    p50: rounded(percentile(times, 0.5)),
    p99: rounded(percentile(times, 0.99)),
    max: rounded(Math.max(...times)),
  };
}

/** Holds pressed while everything is due at one instant: the lock of the gates that are open is all they wait for. */
async function holdAtTheInstant(backend: Backend, { bench, plan, parts }: Ways): Promise<void> {
  const { console } = bench.editors[0]!;
  const [took, trips]: [number[], number[]] = [[], []];
  let after = 0;
  for (const offsetMs of [-20, 0, 10, 30, 60]) {
    const due = instants(0);
    const keys = await plan.at(due);
    const beganAt = performance.now();
    await console.ask("raw", {}, "not-an-id");
    trips.push(performance.now() - beganAt);
    await pause(due[0]! + offsetMs - performance.now());
    const pressedAt = performance.now();
    const reply = await console.ask("hold.place", {});
    const repliedAt = performance.now();
    const { alreadyLeaving } = valueOf<{ alreadyLeaving: string[] }>(reply);
    took.push(repliedAt - pressedAt);
    await pause(1500);
    const [leaving, all] = [new Set(alreadyLeaving), bench.network.all()];
    after += keys.filter((key) => (all.get(key) ?? 0) > repliedAt && !leaving.has(key)).length;
    valueOf(await console.ask("hold.release", {}));
    await plan.untilQuiet();
  }
  parts.print(
    lineOf(
      `hold pressed around an instant of ${count} → reply, ${after} sends after it, queue on ${backend}`,
      ...([took, trips, "max ≤ 300 ms, 0 sends after the reply"] as const),
      ({ max }) => max <= 300 && after === 0,
    ),
  );
}
