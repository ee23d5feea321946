/** Who is at work and what is late, as Prometheus reads it. A record that does not answer is a number too, never a failed reading. */
import { Gauge, type Registry } from "prom-client";
import type { Presence, WorkerSeen } from "#shared/protocol.ts";

type AtWork = Pick<Presence, "overdueMs" | "workers"> & { reading: { at: Date } };
export type ReadAtWork = () => Promise<AtWork>;
type Line = { labels: Record<string, string>; value: number };
type Watched = { name: string; help: string; labels: string[]; lines: (seen: AtWork) => Line[] };

/** Prometheus itself waits for ten. */
const readDeadlineMs = 2000;
/** A worker not seen for this long is not there. */
const silentAfterMs = 5000;

const watched: readonly Watched[] = [
  {
    name: "rebond_due_unclaimed_age_seconds",
    help: "For how long the oldest due delivery has waited for a worker",
    labels: [],
    lines: ({ overdueMs }) => [{ labels: {}, value: overdueMs / 1000 }],
  },
  {
    name: "rebond_workers",
    help: "Workers of the last minute: working, stopped (their clock is wrong: they send nothing planned) or silent",
    labels: ["state"],
    lines: (seen) =>
      (["working", "stopped", "silent"] as const).map((state) => ({
        labels: { state },
        value: seen.workers.filter((worker) => stateOf(worker, seen) === state).length,
      })),
  },
  {
    name: "rebond_worker_clock_offset_seconds",
    help: "A worker's clock, and the networks' as it hears them, less the database's",
    labels: ["worker", "clock"],
    lines: (seen) =>
      thereOf(seen).flatMap(({ name, databaseOffsetMs, networkOffsetMs }) => [
        ...secondsOf({ worker: name, clock: "worker" }, databaseOffsetMs),
        ...secondsOf({ worker: name, clock: "network" }, networkOffsetMs),
      ]),
  },
  {
    name: "rebond_queue_away_seconds",
    help: "For how long a worker's queue has not answered; the sweeper brings what is due meanwhile",
    labels: ["worker"],
    lines: (seen) =>
      thereOf(seen).map(({ name, queueAwaySince }) => ({
        labels: { worker: name },
        value: queueAwaySince ? (seen.reading.at.getTime() - Date.parse(queueAwaySince)) / 1000 : 0,
      })),
  },
];

/** Registers them; one reading of the record serves all of one request. */
export function watchWorkers(registry: Registry, readAtWork: ReadAtWork): void {
  let reading: Promise<AtWork | null> | null = null;
  const read = (): Promise<AtWork | null> => {
    reading ??= atMost(readAtWork()).finally(() => {
      reading = null;
    });
    return reading;
  };
  register(registry, {
    name: "rebond_record_answers",
    help: "1 while the database answers this process, else 0",
    labelNames: [],
    lines: (seen) => [{ labels: {}, value: seen ? 1 : 0 }],
    read,
  });
  for (const { labels, lines, ...named } of watched)
    register(registry, {
      ...named,
      labelNames: labels,
      lines: (seen) => (seen ? lines(seen) : []),
      read,
    });
}

function register(
  registry: Registry,
  {
    lines,
    read,
    ...named
  }: {
    name: string;
    help: string;
    labelNames: string[];
    lines: (seen: AtWork | null) => Line[];
    read: () => Promise<AtWork | null>;
  },
): void {
  const collect = async function (this: Gauge): Promise<void> {
    const seen = await read();
    this.reset();
    // Without labels a reset says 0, which is not the same as not known.
    if (!seen && named.labelNames.length === 0) this.set(Number.NaN);
    for (const { labels, value } of lines(seen)) this.set(labels, value);
  };
  registry.registerMetric(new Gauge({ ...named, registers: [], collect }));
}

/** Null where the record failed, or took too long. */
async function atMost(work: Promise<AtWork>): Promise<AtWork | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), readDeadlineMs);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function stateOf(worker: WorkerSeen, { reading }: AtWork): "working" | "stopped" | "silent" {
  if (reading.at.getTime() - Date.parse(worker.seenAt) > silentAfterMs) return "silent";
  return worker.stopped ? "stopped" : "working";
}

function thereOf(seen: AtWork): WorkerSeen[] {
  return seen.workers.filter((worker) => stateOf(worker, seen) !== "silent");
}

function secondsOf(labels: Line["labels"], ms: number | null): Line[] {
  return ms === null ? [] : [{ labels, value: ms / 1000 }];
}
