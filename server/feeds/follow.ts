/** Follows every feed that does not send to us: each in one process at a time, by leases of the database's clock. */
import { type Selectable, sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Clock } from "#server/clock.ts";
import type { Db } from "#server/db/changes.ts";
import { fromNow } from "#server/db/now.ts";
import type { FeedsTable } from "#server/db/schema.ts";
import type { Log } from "#server/log.ts";
import type { Reach } from "#server/safe-fetch.ts";
import type { Sealer } from "#server/sealed.ts";
import type { Timing } from "#server/timing.ts";
import { connectors } from "./connectors/all.ts";
import { type ConnectorParts, type Line, NotTaken } from "./connectors/connector.ts";
import { formatOf } from "./formats.ts";
import { createHealthTeller } from "./health-teller.ts";
import { sourceOf } from "./source.ts";
import { keyOf } from "./store.ts";
import type { Take } from "./take.ts";
import { LeaseLost } from "./take-in.ts";

export type FollowParts = {
  db: Db;
  /** Calls back when a feed was configured, whichever process did. */
  listen: (channel: string, heard: () => void) => Promise<() => Promise<void>>;
  sealer: Sealer;
  take: Take;
  reach: Reach;
  maxBytes: number;
  folder: string | null;
  timing: Timing;
  clock: Clock;
  log: Log;
};
type FeedRow = Selectable<FeedsTable>;
/** `over`: it ended by itself, and is started anew at the next look. */
type Following = { configuration: string; over: () => boolean; end: () => Promise<void> };

/** Starts following; the returned function ends it, and lets another process go on at once. */
export async function followFeeds(parts: FollowParts): Promise<() => Promise<void>> {
  const { db, listen, timing, log } = parts;
  const follower = uuidv7();
  const following = new Map<string, Following>();
  let looking: Promise<void> | null = null;
  let again = false;
  let ended = false;

  const look = async (): Promise<void> => {
    const away = await claimFree(db, follower, timing.feedLeaseMs);
    const held = new Map((await listHeld(db, follower)).map((row) => [row.id, row]));
    for (const [id, { configuration, over, end }] of following) {
      const row = held.get(id);
      if (row && configurationOf(row) === configuration && !over()) continue;
      await end();
      following.delete(id);
    }
    for (const [id, row] of held) {
      if (following.has(id) || ended) continue;
      following.set(id, followOne(parts, follower, row, away.get(id) ?? 0));
    }
  };
  const lookInTurn = (): void => {
    again = true;
    looking ??= (async () => {
      while (again && !ended) {
        again = false;
        await look().catch((error: unknown) => log.warn({ err: error }, "feeds are not looked at"));
      }
      looking = null;
    })();
  };
  const unlisten = await listen("feeds", lookInTurn);
  lookInTurn();
  const timer = setInterval(lookInTurn, timing.heartbeatMs);
  return async () => {
    ended = true;
    clearInterval(timer);
    await Promise.all([unlisten(), looking]);
    await Promise.all([...following.values()].map(({ end }) => end()));
    await letGo(db, follower).catch((error: unknown) =>
      log.warn({ err: error }, "feeds wait for their lease to end"),
    );
  };
}

/** One feed by its connector, until `end`, or until another process follows it. */
function followOne(parts: FollowParts, follower: string, row: FeedRow, awayMs: number): Following {
  const { log, reach, maxBytes, folder, timing, clock } = parts;
  const stop = new AbortController();
  const connectorParts: ConnectorParts = {
    signal: stop.signal,
    take: takerOf(parts, follower, row, stop),
    ...createHealthTeller(parts, row),
    reach,
    maxBytes,
    folder,
    timing,
    clock,
  };
  let over = false;
  const ran = run(row, lineOf(parts.sealer, row, awayMs), connectorParts)
    .catch((error: unknown) =>
      log.error({ err: error, feed: row.name }, "following a feed failed; it is started anew"),
    )
    .finally(() => {
      over = true;
    });
  return {
    configuration: configurationOf(row),
    over: () => over,
    async end() {
      stop.abort();
      await ran;
    },
  };
}

async function run({ connector }: FeedRow, line: Line, parts: ConnectorParts): Promise<void> {
  if (connector !== "webhook") await connectors[connector](line, parts);
}

function takerOf(
  { db, take, log }: FollowParts,
  follower: string,
  { id, name, format }: FeedRow,
  stop: AbortController,
): ConnectorParts["take"] {
  return async ({ cursor, contentType, ...message }) => {
    if (stop.signal.aborted) throw new NotTaken(stop.signal.reason);
    try {
      const typed = { ...message, contentType: contentType || formatOf(format).wanted };
      await take(await sourceOf(db, { id }), typed, { follower, cursor });
    } catch (error) {
      if (error instanceof LeaseLost) stop.abort(error);
      else
        log.warn({ err: error, feed: name }, "a message could not be kept; it is asked for again");
      throw new NotTaken(error);
    }
  };
}

function lineOf(sealer: Sealer, row: FeedRow, awayMs: number): Line {
  const { address, everyMs, settings, cursor } = row;
  return {
    address: address ?? "",
    everyMs,
    settings,
    key: keyOf(sealer, row),
    cursor,
    awayMs: cursor === null ? Number.POSITIVE_INFINITY : awayMs,
  };
}

/** What a connector starts from: when any of it changes, it starts anew. */
function configurationOf(row: FeedRow): string {
  const { format, connector, address, everyMs, settings, sealedKey } = row;
  return JSON.stringify([format, connector, address, everyMs, settings, sealedKey]);
}

/** Renews what is ours and takes what nobody follows; answers for how long nobody did, milliseconds. */
async function claimFree(
  db: Db,
  follower: string,
  leaseMs: number,
): Promise<ReadonlyMap<string, number>> {
  // One that is being written to is renewed at the next look: a lease lasts several.
  const { rows } = await sql<{ id: string; awayMs: number }>`
    WITH free AS (
      SELECT id, follower, followed_until FROM feeds
      WHERE connector <> 'webhook' AND removed_at IS NULL
        AND (follower = ${follower} OR followed_until IS NULL OR followed_until < clock_timestamp())
      FOR UPDATE SKIP LOCKED)
    UPDATE feeds SET follower = ${follower}, followed_until = ${fromNow(leaseMs)}
    FROM free WHERE feeds.id = free.id
    RETURNING feeds.id, CASE WHEN free.follower = ${follower} THEN 0 ELSE
      extract(epoch FROM clock_timestamp() - free.followed_until)::float8 * 1000 + ${leaseMs}::float8 END AS away_ms`.execute(
    db,
  );
  return new Map(rows.map(({ id, awayMs }) => [id, awayMs]));
}

function listHeld(db: Db, follower: string): Promise<FeedRow[]> {
  return db
    .selectFrom("feeds")
    .selectAll()
    .where("follower", "=", follower)
    .where("connector", "<>", "webhook")
    .where("removedAt", "is", null)
    .where("followedUntil", ">", sql<Date>`clock_timestamp()`)
    .execute();
}

async function letGo(db: Db, follower: string): Promise<void> {
  await db
    .updateTable("feeds")
    .set({ followedUntil: sql<Date>`clock_timestamp()` })
    .where("follower", "=", follower)
    .execute();
}
