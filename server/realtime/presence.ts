/**
 * The heartbeat: the record's clock, who is at the desk and on what, how old each feed is, who is at work and what is late.
 * At every beat, at once when someone comes or goes, and soon when somebody turns to another moment.
 */
import type { Clock } from "../clock.ts";
import { createClocks, type Reading } from "../clocks.ts";
import type { Db } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import type { Attending, Presence, Present } from "#shared/protocol.ts";
import type { Audience } from "#shared/roles.ts";
import type { Elsewhere } from "./elsewhere.ts";
import type { Wires } from "./wire.ts";

/** What the record says of who is at work, and its clock beside ours. */
export type ReadAtWork = () => Promise<
  Pick<Presence, "overdueMs" | "workers" | "paces" | "queue"> & { reading: Reading }
>;
type Parts = {
  wires: Wires;
  elsewhere: Elsewhere;
  db: Db;
  readAtWork: ReadAtWork;
  clock: Clock;
  timing: Timing;
  log: Log;
};

/** At most this often, however many come and go. */
const shortestMs = 100;
/** At most this often, however quickly people look around. */
const shortestTellMs = 250;

/** Starts the heartbeat. `beatSoon` is for arrivals and departures, `tellSoon` for what people turn to. */
export function startPresence({ wires, elsewhere, db, readAtWork, clock, timing, log }: Parts): {
  beatSoon: () => void;
  tellSoon: () => void;
  stop: () => Promise<void>;
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
  let telling: NodeJS.Timeout | null = null;
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
    const here = connected(wires);
    elsewhere.tell(here);
    const people = together([...here, ...elsewhere.people()]);
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
    tellSoon() {
      telling ??= setTimeout(
        () => {
          telling = null;
          beat();
        },
        Math.max(0, lastBeat + shortestTellMs - clock.monotonic()),
      );
    },
    async stop() {
      clearInterval(timer);
      if (soon) clearTimeout(soon);
      if (telling) clearTimeout(telling);
      await elsewhere.stop();
    },
  };
}

/** The room in which an audience gets the heartbeat, caught up or not. */
export function presenceRoom(audience: Audience): string {
  return `presence:${audience}`;
}

const idle: Attending = { momentId: null, writing: false };

/** Whoever has a console on this process. */
function connected(wires: Wires): Present[] {
  const consoles = [...wires.of("/").sockets.values()];
  return together(
    consoles.map(({ data: { person, attending } }) => ({
      id: person.id,
      name: person.name,
      ...(attending ?? idle),
    })),
  );
}

/** Each person once: where they write, else where they look, on any of their screens. */
function together(all: readonly Present[]): Present[] {
  const people = new Map<string, Present>();
  for (const one of all) {
    const known = people.get(one.id);
    if (!known || saysMore(one, known)) people.set(one.id, one);
  }
  return [...people.values()];
}

function saysMore(one: Attending, than: Attending): boolean {
  if (one.writing !== than.writing) return one.writing;
  return one.momentId !== null && than.momentId === null;
}
