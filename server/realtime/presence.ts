/**
 * The heartbeat: the server's clock, who is connected, how old each feed is. At every beat, and at once when someone
 * comes or goes. Counts this process's consoles; people on another web process are not in it yet.
 */
import type { Clock } from "../clock.ts";
import type { Db } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import type { Presence } from "#shared/protocol.ts";
import type { Audience } from "#shared/roles.ts";
import type { Wires } from "./wire.ts";

type Parts = { wires: Wires; db: Db; clock: Clock; timing: Timing; log: Log };

/** At most this often, however many come and go. */
const shortestMs = 100;

/** Starts the heartbeat. `beatSoon` is for arrivals and departures. */
export function startPresence({ wires, db, clock, timing, log }: Parts): {
  beatSoon: () => void;
  stop: () => void;
} {
  let feeds: Presence["feeds"] = [];
  let soon: NodeJS.Timeout | null = null;
  let lastBeat = 0;

  async function readFeeds(): Promise<void> {
    const rows = await db
      .selectFrom("feeds")
      .select(["id", "lastMessageAt"])
      .orderBy("id")
      .execute();
    feeds = rows.map(({ id, lastMessageAt }) => ({
      id,
      lastMessageAt: lastMessageAt?.toISOString() ?? null,
    }));
  }

  function beat(): void {
    lastBeat = clock.monotonic();
    const at = new Date(clock.now()).toISOString();
    wires.to(presenceRoom("desk")).emit("presence", { at, people: connected(wires), feeds });
    wires.to(presenceRoom("guest")).emit("presence", { at, people: [], feeds: [] });
  }

  function readFailed(error: unknown): void {
    log.warn({ err: error }, "feed ages could not be read");
  }

  // Beats first: a database that does not answer must not stop the heartbeat, the feeds' ages simply grow.
  const timer = setInterval(() => {
    if (wires.of("/").sockets.size === 0) return;
    beat();
    readFeeds().catch(readFailed);
  }, timing.heartbeatMs);

  return {
    beatSoon() {
      soon ??= setTimeout(
        () => {
          soon = null;
          readFeeds().catch(readFailed).then(beat).catch(readFailed);
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
