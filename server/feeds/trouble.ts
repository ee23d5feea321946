/** What keeps a feed from being trusted: said to consoles when it changes, not each time it is met. */
import type { Db, Tx } from "#server/db/changes.ts";
import { append } from "#server/db/changes.ts";
import type { NewChange } from "#shared/changes.ts";
import type { FeedTrouble } from "#shared/feeds.ts";
import { feedOf } from "./store.ts";

export type Trouble = Pick<FeedTrouble, "code" | "detail">;
/** One trouble at a time: a new one takes the place of another; `healed` names those that would be over. */
export type Health = { trouble: Trouble | null; healed: readonly FeedTrouble["code"][] };

/** The change to append; none where all is as it was. A trouble that lasts keeps its first detail. */
export async function noteHealth(
  tx: Tx,
  feedId: string,
  { trouble, healed }: Health,
): Promise<NewChange[]> {
  const row = await tx
    .selectFrom("feeds")
    .select("trouble")
    .where("id", "=", feedId)
    .where("removedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return [];
  const known = row.trouble?.code ?? null;
  if (trouble ? trouble.code === known : known === null || !healed.includes(known)) return [];
  const now = trouble && {
    code: trouble.code,
    since: new Date().toISOString(),
    detail: trouble.detail.slice(0, 500),
  };
  const changed = await tx
    .updateTable("feeds")
    .set({ trouble: now && JSON.stringify(now) })
    .where("id", "=", feedId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return [{ type: "feed.configured", data: { feed: feedOf(changed) } }];
}

/** The same in a transaction of its own. */
export async function tellHealth(
  db: Db,
  feed: { id: string; campaignId: string },
  health: Health,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const changes = await noteHealth(tx, feed.id, health);
    if (changes.length > 0) await append(tx, feed.campaignId, changes);
  });
}
