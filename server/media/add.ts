/** Adds a picture: a few at a time are made ready, each is kept once per campaign. */
import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { v7 as uuidv7 } from "uuid";
import { Refusal } from "#shared/errors.ts";
import type { Media } from "#shared/media.ts";
import type { Db, Tx } from "../db/changes.ts";
import { encode, type Encoded } from "./encode.ts";
import { known, mediaOf } from "./store.ts";

/** Drawing takes a core: one stays free for what is leaving. */
const atOnce = Math.max(1, Math.min(2, availableParallelism() - 1));
/** Being made ready or waiting for it, each with its file in memory. */
const atMost = 8;

export type AddPicture = (file: Buffer, addedBy: string) => Promise<Media>;

/** Refuses `badMedia` with what is wrong with the file, and `busy` when too many are waiting. */
export function createAddPicture({ db, campaignId }: { db: Db; campaignId: string }): AddPicture {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (file, addedBy) => {
    if (inside >= atMost)
      throw new Refusal("busy", { message: "other pictures are being made ready: try again" });
    inside += 1;
    try {
      if (inside > atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
      return await storePicture(db, campaignId, await encode(file), addedBy);
    } finally {
      inside -= 1;
      waiting.shift()?.();
    }
  };
}

/** Keeps an encoded picture; one whose bytes are kept already keeps its id. */
export async function storePicture(
  db: Db | Tx,
  campaignId: string,
  picture: Encoded,
  addedBy: string | null,
): Promise<Media> {
  const sha256 = createHash("sha256").update(picture.body).digest("hex");
  await db
    .insertInto("media")
    .values({ id: uuidv7(), campaignId, sha256, addedBy, ...picture })
    .onConflict((conflict) => conflict.columns(["campaignId", "sha256"]).doNothing())
    .execute();
  const row = await db
    .selectFrom("media")
    .select(known)
    .where("campaignId", "=", campaignId)
    .where("sha256", "=", sha256)
    .executeTakeFirstOrThrow();
  return mediaOf(row);
}
