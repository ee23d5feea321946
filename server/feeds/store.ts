/** Feeds: who may send, in which format, under which secret. */
import { randomBytes } from "node:crypto";
import type { Selectable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "#server/db/changes.ts";
import type { FeedsTable } from "#server/db/schema.ts";
import type { Sealer } from "#server/sealed.ts";
import type { Feed } from "#shared/campaigns.ts";
import { feedId } from "#shared/ids.ts";

export const feedFormats = ["odf", "rebond"] as const;
export type FeedFormat = (typeof feedFormats)[number];

/** A row as consoles see it: never its secret. */
export function feedOf(row: Selectable<FeedsTable>): Feed {
  return {
    id: feedId.parse(row.id),
    name: row.name,
    format: row.format,
    lastMessageAt: row.lastMessageAt?.toISOString() ?? null,
  };
}

/** The campaign's feeds, newest first. */
export async function listFeeds(db: Db | Tx, campaignId: string): Promise<Feed[]> {
  const rows = await db
    .selectFrom("feeds")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .orderBy("id", "desc")
    .execute();
  return rows.map(feedOf);
}

/** A new feed, reached at `/feeds/<name>`, and the secret to sign with: the only time it is shown. */
export async function createFeed(
  tx: Tx,
  given: { campaignId: string; name: string; format: FeedFormat; sealer: Sealer },
): Promise<{ feed: Feed; secret: string }> {
  const id = uuidv7();
  const secret = `whsec_${randomBytes(32).toString("base64")}`;
  const row = await tx
    .insertInto("feeds")
    .values({
      id,
      campaignId: given.campaignId,
      name: given.name,
      format: given.format,
      sealedSecret: given.sealer.seal(placeOf(id), secret),
      lastMessageAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { feed: feedOf(row), secret };
}

/** The secret of a feed by its name. Throws when there is no such feed. */
export async function secretOf(db: Db | Tx, sealer: Sealer, name: string): Promise<string> {
  const row = await db
    .selectFrom("feeds")
    .select(["id", "sealedSecret"])
    .where("name", "=", name)
    .executeTakeFirst();
  if (!row) throw new Error(`there is no feed named "${name}"`);
  return sealer.open(placeOf(row.id), row.sealedSecret);
}

/** Where a feed's secret is sealed to. */
export function placeOf(id: string): string {
  return `feeds|${id}`;
}
