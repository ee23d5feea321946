/** Reads of pictures. */
import type { MediaId } from "#shared/ids.ts";
import type { Media } from "#shared/media.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../db/changes.ts";

/** A picture's columns without its bytes. */
export const known = [
  "id",
  "type",
  "width",
  "height",
  "sha256",
  sql<number>`length(body)`.as("bytes"),
] as const;

export function mediaOf(row: Omit<Media, "id"> & { id: string }): Media {
  return { ...row, id: row.id as MediaId };
}

/** Pictures by id, without their bytes. */
export async function listMedia(db: Db | Tx, ids: readonly string[]): Promise<Media[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom("media")
    .select(known)
    .where("id", "in", [...ids])
    .execute();
  return rows.map(mediaOf);
}

/** A picture of a campaign, without its bytes; null when it has no such picture. */
export async function findPicture(
  db: Db | Tx,
  campaignId: string,
  id: string,
): Promise<Media | null> {
  const row = await db
    .selectFrom("media")
    .select(known)
    .where("campaignId", "=", campaignId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ? mediaOf(row) : null;
}

/** A picture's bytes and their type; null when there is none. */
export async function readPicture(
  db: Db | Tx,
  campaignId: string,
  id: string,
): Promise<{ body: Buffer; type: Media["type"]; sha256: string } | null> {
  const row = await db
    .selectFrom("media")
    .select(["body", "type", "sha256"])
    .where("campaignId", "=", campaignId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}
