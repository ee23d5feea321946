import type { Feed } from "#shared/feeds.ts";
import type { Presence } from "#shared/protocol.ts";
import { iso } from "./make.ts";
import { akim, lina, sana } from "./world.ts";

/** A heartbeat of a desk where all is well. */
export function presenceAt(now: number, feeds: readonly Feed[]): Presence {
  return {
    at: iso(now),
    recordAt: iso(now),
    overdueMs: 0,
    workers: [
      {
        id: "w1",
        name: "phares",
        seenAt: iso(now),
        queueAwaySince: null,
        databaseOffsetMs: 3,
        networkOffsetMs: -4,
        stopped: false,
      },
    ],
    paces: [],
    queue: "postgres",
    people: [lina, sana, akim].map(({ id, name }) => ({
      id,
      name,
      momentId: null,
      writing: false,
    })),
    feeds: feeds.map(({ id, lastMessageAt }) => ({ id, lastMessageAt })),
  };
}
