/**
 * The heartbeat: the record's clock, who is connected, how old each feed is, who is at work and what is late. At every
 * beat, and at once when someone comes or goes. Counts this process's consoles; people on another web process are not in it yet.
 */
import type { Clock } from "../clock.ts";
import { createClocks, type Reading } from "../clocks.ts";
import type { Db } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import type { Presence } from "#shared/protocol.ts";
import type { Audience } from "#shared/roles.ts";
import type { Wires } from "./wire.ts";

/** What the record says of who is at work, and its clock beside ours. */
export type ReadAtWork = () => Promise<
  Pick<Presence, "overdueMs" | "workers" | "paces" | "queue"> & { reading: Reading }
>;
type Parts = {
  wires: Wires;
  db: Db;
  readAtWork: ReadAtWork;
  clock: Clock;
  timing: Timing;
  log: Log;
};

/** At most this often, however many come and go. */
const shortestMs = 100;

/** Starts the heartbeat. `beatSoon` is for arrivals and departures. */
export function startPresence({ wires, db, readAtWork, clock, timing, log }: Parts): {
  beatSoon: () => void;
  stop: () => void;
} {
  const clocks = createClocks({ clock, timing });
  let known: Omit<Presence, "at" | "people"> = {
    recordAt: new Date(clock.now()).toISOString(),
    overdueMs: 0,
    workers: [],
    paces: [],
    queue: "postgres",
    feeds: [],
  };
  let reading: Promise<void> | null = null;
  let soon: NodeJS.Timeout | null = null;
  let lastBeat = 0;

  async function read(): Promise<void> {
    const { reading, overdueMs, workers, paces, queue } = await readAtWork();
    clocks.heardDatabase(reading);
    const feeds = await db
      .selectFrom("feeds")
      .select(["id", "lastMessageAt"])
      .where("removedAt", "is", null)
      .orderBy("id")
      .execute();
    known = {
      recordAt: reading.at.toISOString(),
      overdueMs,
      workers,
      paces,
      queue,
      feeds: feeds.map(({ id, lastMessageAt }) => ({
        id,
        lastMessageAt: lastMessageAt?.toISOString() ?? null,
      })),
    };
  }

  function beat(): void {
    lastBeat = clock.monotonic();
    const at = new Date(clocks.now()).toISOString();
    const people = connected(wires);
    wires.to(presenceRoom("desk")).emit("presence", { at, ...known, people });
    const { recordAt, queue } = known;
    const nothing = { overdueMs: 0, workers: [], paces: [], people: [], feeds: [] };
    wires.to(presenceRoom("guest")).emit("presence", { at, recordAt, queue, ...nothing });
  }

  /** A record that does not answer must not stop the heartbeat: `recordAt` and the feeds' ages simply grow. */
  function readThenBeat(): void {
    if (reading) return beat();
    reading = read()
      .catch((error: unknown) =>
        log.warn({ err: error }, "who is at work and the feeds' ages could not be read"),
      )
      .then(beat)
      .finally(() => {
        reading = null;
      });
  }

  const timer = setInterval(() => {
    if (wires.of("/").sockets.size > 0) readThenBeat();
  }, timing.heartbeatMs);

  return {
    beatSoon() {
      soon ??= setTimeout(
        () => {
          soon = null;
          readThenBeat();
        },
        Math.max(0, lastBeat + shortestMs - clock.monotonic()),
      );
    },
    stop() {
      clearInterval(timer);
      if (soon) clearTimeout(soon);
    },
  };
}

/** The room in which an audience gets the heartbeat, caught up or not. */
export function presenceRoom(audience: Audience): string {
  return `presence:${audience}`;
}

function connected(wires: Wires): Presence["people"] {
  const people = new Map(
    [...wires.of("/").sockets.values()].map(({ data: { person } }) => [person.id, person.name]),
  );
  return [...people].map(([id, name]) => ({ id, name }));
}
