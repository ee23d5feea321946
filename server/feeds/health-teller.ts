/** Tells consoles when a followed feed goes down and when it is back, not at each try. */
import type { Db } from "#server/db/changes.ts";
import type { Log } from "#server/log.ts";
import type { ConnectorParts } from "./connectors/connector.ts";
import { type Health, tellHealth } from "./trouble.ts";

type FeedNamed = { id: string; campaignId: string; name: string };

/** What could not be told is told at the next try. */
export function createHealthTeller(
  { db, log }: { db: Db; log: Log },
  feed: FeedNamed,
): Pick<ConnectorParts, "up" | "down"> {
  let told: string | null = null;
  const tell = async (what: string, health: Health): Promise<void> => {
    if (told === what) return;
    try {
      await tellHealth(db, feed, health);
      told = what;
    } catch (error) {
      log.warn({ err: error, feed: feed.name }, "a feed's trouble could not be told yet");
    }
  };
  return {
    up: () => tell("up", { trouble: null, healed: ["unreachable", "refused"] }),
    async down(trouble) {
      log.warn({ feed: feed.name, ...trouble }, "a feed is not heard");
      await tell(trouble.code, { trouble, healed: [] });
    },
  };
}
