/** Feeds: who may send, in which format, under which secret. */
import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "#server/db/changes.ts";
import type { FeedsTable } from "#server/db/schema.ts";
import type { Sealer } from "#server/sealed.ts";
import type { Feed, FeedConnector, FeedFormat, FeedSettings } from "#shared/feeds.ts";
import { feedId } from "#shared/ids.ts";

/** A row as consoles see it: never its secret. */
export function feedOf(row: Selectable<FeedsTable>): Feed {
  return {
    id: feedId.parse(row.id),
    name: row.name,
    format: row.format,
    connector: row.connector,
    address: row.address,
    everyMs: row.everyMs,
    settings: row.settings,
    hasKey: row.sealedKey !== null,
    muted: row.muted,
    testOnly: row.testOnly,
    trouble: row.trouble,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
    pictureDelayMs: row.pictureDelayMs,
    picturePresses: row.picturePresses,
  };
}

/** The campaign's feeds, newest first. */
export async function listFeeds(db: Db | Tx, campaignId: string): Promise<Feed[]> {
  const rows = await db
    .selectFrom("feeds")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .where("removedAt", "is", null)
    .orderBy("id", "desc")
    .execute();
  return rows.map(feedOf);
}

export type NewFeed = {
  campaignId: string;
  name: string;
  format: FeedFormat;
  connector?: FeedConnector;
  address?: string | null;
  everyMs?: number | null;
  settings?: FeedSettings;
  /** What it asks for access with. */
  key?: string | null;
  sealer: Sealer;
};

/** A new feed, and the secret that messages sent to `/feeds/<name>` are signed with: the only time it is shown. */
export async function createFeed(
  tx: Tx,
  { sealer, key, settings = {}, ...given }: NewFeed,
): Promise<{ feed: Feed; secret: string }> {
  const id = uuidv7();
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const row = await tx
    .insertInto("feeds")
    .values({
      address: null,
      everyMs: null,
      ...given,
      id,
      settings: JSON.stringify(settings),
      trouble: null,
      cursor: null,
      sealedSecret: sealer.seal(placeOf(id), secret),
      sealedKey: key ? sealer.seal(keyPlaceOf(id), key) : null,
      lastMessageAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { feed: feedOf(row), secret };
}

/** The header a feed asks for access with; null where it asks without. */
export function keyOf(
  sealer: Sealer,
  { id, sealedKey, settings }: Pick<Selectable<FeedsTable>, "id" | "sealedKey" | "settings">,
): { name: string; value: string } | null {
  if (sealedKey === null) return null;
  const name = settings.keyHeader ?? "authorization";
  return { name, value: sealer.open(keyPlaceOf(id), sealedKey) };
}

/** The secret of a feed by its name. Throws when there is no such feed. */
export async function secretOf(db: Db | Tx, sealer: Sealer, name: string): Promise<string> {
  const row = await db
    .selectFrom("feeds")
    .select(["id", "sealedSecret"])
    .where("name", "=", name)
    .where("removedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw new Error(`there is no feed named "${name}"`);
  return sealer.open(placeOf(row.id), row.sealedSecret);
}

/** Where a feed's secret is sealed to. */
export function placeOf(id: string): string {
  return `feeds|${id}`;
}

/** Where the key it asks for access with is sealed to. */
export function keyPlaceOf(id: string): string {
  return `feeds|${id}|key`;
}
