/** Feeds that the desk fetches itself: configured as a producer does it, followed by the real follower. */
import { randomUUID } from "node:crypto";
import { append } from "#server/db/changes.ts";
import { systemClock } from "#server/clock.ts";
import { followFeeds } from "#server/feeds/follow.ts";
import { readHere } from "#server/feeds/read-here.ts";
import { removeFeed } from "#server/feeds/remove.ts";
import { saveFeed, setHeard } from "#server/feeds/save.ts";
import { tryFeed, type TrialParts } from "#server/feeds/trial.ts";
import { createReach } from "#server/safe-fetch.ts";
import { createTiming } from "#server/timing.ts";
import type { NewChange } from "#shared/changes.ts";
import type { CommandInput, CommandSent } from "#shared/commands.ts";
import { commands } from "#shared/commands.ts";
import type { FeedTrial } from "#shared/feed-commands.ts";
import type { Feed } from "#shared/feeds.ts";
import type { Moment } from "#shared/moments.ts";
import { type Feeds, openFeeds } from "./feeds.ts";

export type Wanted = Partial<CommandSent<"feed.save">> & Pick<CommandInput<"feed.save">, "name">;
export type Kept = { externalId: string; outcome: string; problem: string | null; body: string };
export type Followed = Pick<Feeds, "db" | "changes"> & {
  /** Saves a feed of format `rebond`, unless said otherwise; a known name anew. */
  save: (wanted: Wanted) => Promise<Feed>;
  hear: (feed: Feed, heard: { muted: boolean } | { testOnly: boolean }) => Promise<void>;
  /** `needed`: names that something plays into. */
  remove: (feed: Feed, needed?: readonly string[]) => Promise<void>;
  try: (wanted: Partial<CommandSent<"feed.test">>) => Promise<FeedTrial>;
  /** Another process that follows; the returned function ends it. */
  follow: () => Promise<() => Promise<void>>;
  /** From now on nobody is asked: every feed is one that is sent to us. */
  rest: () => Promise<void>;
  /** The messages kept of a feed, in order. */
  kept: (feed: Feed) => Promise<Kept[]>;
  moments: (feed: Feed) => Promise<Moment[]>;
  /** What troubled a feed, and when nothing did, in order: as consoles were told. */
  troubles: (feed: Feed) => Promise<(string | null)[]>;
  /** Looks until it holds. Rejects after half a minute, saying what did not come. */
  until: (what: string, holds: () => boolean | Promise<boolean>) => Promise<void>;
  close: () => Promise<void>;
};

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const maxBytes = 100_000;
const patienceMs = 30_000;
const usual = { format: "rebond", connector: "poll", address: null, everyMs: null, settings: {} };

/** `hosts` may be asked though they are not public; `folder` holds the folders that may be read. */
export async function openFollowed(
  folder: string | null = null,
  hosts: ReadonlySet<string> = new Set(["127.0.0.1"]),
): Promise<Followed> {
  const feeds = await openFeeds({});
  const { db, following } = feeds;
  const { sealer, take, listen, campaignId } = following;
  const timing = createTiming(0.2);
  const reach = createReach(hosts, maxBytes);
  const shared = { sealer, reach, maxBytes, folder, timing, clock: systemClock };
  const parts: TrialParts = { ...shared, hosts, read: readHere };
  const stops: (() => Promise<void>)[] = [];
  const known = new Map<string, Feed>();

  const save: Followed["save"] = async ({ name, ...wanted }) => {
    const input = commands["feed.save"].input.parse({
      feedId: known.get(name)?.id ?? null,
      ...usual,
      name,
      ...wanted,
    });
    const saved = await db.transaction().execute(async (tx) => {
      const done = await saveFeed(parts, tx, campaignId, input);
      await append(tx, campaignId, done.changes);
      return done.output.feed;
    });
    known.set(name, saved);
    return saved;
  };
  return {
    db,
    changes: feeds.changes,
    save,
    async hear(feed, heard) {
      await db.transaction().execute(async (tx) => {
        const { changes } = await setHeard(tx, campaignId, feed.id, heard);
        await append(tx, campaignId, changes);
      });
    },
    async remove({ id: feedId, name }, needed = []) {
      await db.transaction().execute(async (tx) => {
        const { changes } = await removeFeed(tx, campaignId, { feedId }, needed);
        await append(tx, campaignId, changes);
      });
      known.delete(name);
    },
    try(wanted) {
      const input = commands["feed.test"].input.parse({
        feedId: null,
        ...usual,
        name: "trial",
        ...wanted,
      });
      return db.transaction().execute((tx) => tryFeed(parts, tx, campaignId, input));
    },
    async follow() {
      const stop = await followFeeds({ ...shared, db, listen, take, log: quiet });
      stops.push(stop);
      return stop;
    },
    async rest() {
      for (const name of known.keys()) await save({ name, connector: "webhook" });
      known.clear();
    },
    async kept(feed) {
      const rows = await db
        .selectFrom("messages")
        .select(["externalId", "outcome", "problem", "body"])
        .where("feedId", "=", feed.id)
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ ...row, body: row.body.toString() }));
    },
    moments: async ({ name }) =>
      (await feeds.moments()).filter(({ source }) => source.feed === name).toReversed(),
    async troubles({ id }) {
      return (await feeds.changes())
        .filter(
          (change): change is typeof change & ConfiguredChange =>
            change.type === "feed.configured" && change.data.feed.id === id,
        )
        .map(({ data }) => data.feed.trouble?.code ?? null);
    },
    until,
    async close() {
      await Promise.all(stops.map((stop) => stop()));
      await reach.close();
      await feeds.close();
    },
  };
}

type ConfiguredChange = Extract<NewChange, { type: "feed.configured" }>;

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const late = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > late) throw new Error(`it did not come to this: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A CloudEvent about a moment; the same key with a later `time` replaces what it said. */
export function event(key: string, headline = key, time = new Date()): string {
  return JSON.stringify({
    specversion: "1.0",
    id: randomUUID(),
    source: "test",
    type: "rebond.moment",
    time: time.toISOString(),
    data: { key, kind: "note", headline: { fr: headline, en: headline } },
  });
}
