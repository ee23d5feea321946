/**
 * Posts that leave at a time: makes them, edits what has not left, takes back what is no longer planned. Few statements,
 * whatever the number: a day is planned at once. Locks only what it changes, so a gate never waits for a plan.
 */
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { Refusal } from "#shared/errors.ts";
import type { AccountId, DeliveryId, PostId } from "#shared/ids.ts";
import type { Bilingual, Locale } from "#shared/locales.ts";
import type { NetworkName } from "#shared/networks.ts";
import { canBecome, type Delivery, type DeliveryState, type Post } from "#shared/posts.ts";
import type { Tx } from "../db/changes.ts";
import type { Payload } from "../db/publishing-schema.ts";
import { remoteKeyFor } from "../networks/keys.ts";
import type { Timing } from "../timing.ts";
import type { AddJobs } from "./job.ts";
import { hashPayload, jobOf } from "./payload.ts";
import { hasLeft, latestOf, placeOf, readScheduled } from "./scheduled.ts";
import { readDeliveries, readPosts } from "./store.ts";
import { type DeliveryRow, moveAll } from "./transition.ts";

export type ScheduleParts = { add: AddJobs; timing: Timing };
/** What shall leave under a post. No texts: it is taken back. */
export type ScheduledPost = {
  id: PostId;
  isNew: boolean;
  title: Bilingual;
  /** ISO, UTC. */
  startAt: string;
  notAfter: string;
  texts: readonly {
    accountId: AccountId;
    /** Where it is sent, whatever rules the account wears. */
    network: NetworkName;
    locale: Locale;
    text: string;
  }[];
};
export type Schedule = {
  campaignId: string;
  personId: string | null;
  posts: readonly ScheduledPost[];
  /** The revision of every delivery that the planner saw under these posts. */
  seen: ReadonlyMap<DeliveryId, number>;
};
type Text = ScheduledPost["texts"][number];
type Wanted = { post: ScheduledPost; text: Text; occurrence: number };
type Work = { make: Wanted[]; edit: DeliveryRow[]; cancel: DeliveryRow[] };

const purpose = "slot";
/** States in which a delivery leaves at its time by itself. */
const waiting: readonly DeliveryState[] = ["scheduled", "claimed", "prepared"];
const batch = 500;

/** What a plan is made from, and the verb that brings posts to it. */
export function createScheduler(parts: ScheduleParts) {
  return { readScheduled, schedule: (tx: Tx, plan: Schedule) => schedule(parts, tx, plan) };
}

/**
 * Brings these posts to what the plan says, and answers each with its deliveries that changed. Refuses `planChanged` when
 * one of them moved, or left, since the planner looked.
 */
async function schedule(
  { add, timing }: ScheduleParts,
  tx: Tx,
  { campaignId, personId, posts, seen }: Schedule,
): Promise<{ posts: Post[]; deliveries: Delivery[] }> {
  const known = await lockKnown(tx, posts, seen);
  await writePosts(tx, campaignId, personId, posts);
  const work = workOf(posts, known);
  const cancelled = await moveAll(tx, work.cancel, "cancelled", "unplanned");
  const edited = await moveAll(tx, work.edit, "scheduled", null);
  const made: DeliveryRow[] = [];
  for (const some of batches(work.make.map((each) => valuesOf(campaignId, each))))
    made.push(...(await tx.insertInto("deliveries").values(some).returningAll().execute()));
  const toCome = [...made, ...edited.map(({ row }) => row)].map((row) => jobOf(row, timing));
  for (const jobs of batches(toCome)) await add(tx, campaignId, jobs);
  return {
    posts: await readPosts(
      tx,
      posts.map(({ id }) => id),
    ),
    deliveries: [
      ...[...cancelled, ...edited].map(({ change }) => change.data.delivery),
      ...(await readDeliveries(
        tx,
        made.map(({ id }) => id),
      )),
    ],
  };
}

/** Locks what there is under these posts, in the order in which everybody locks deliveries. */
async function lockKnown(
  tx: Tx,
  posts: readonly ScheduledPost[],
  seen: Schedule["seen"],
): Promise<Map<string, DeliveryRow[]>> {
  const ids = posts.filter(({ isNew }) => !isNew).map(({ id }) => id);
  const rows =
    ids.length === 0
      ? []
      : await tx
          .selectFrom("deliveries")
          .selectAll()
          .where("postId", "in", ids)
          .where("kind", "=", "post")
          .orderBy("id")
          .forUpdate()
          .execute();
  const asSeen = rows.every(
    ({ id, rev, state }) => seen.get(id as DeliveryId) === rev && !hasLeft(state),
  );
  if (!asSeen || rows.length !== seen.size)
    throw new Refusal("planChanged", { message: "a post moved or left meanwhile" });
  const byPost = new Map<string, DeliveryRow[]>(ids.map((id) => [id, []]));
  for (const row of rows) byPost.get(row.postId)?.push(row);
  return byPost;
}

async function writePosts(
  tx: Tx,
  campaignId: string,
  personId: string | null,
  posts: readonly ScheduledPost[],
): Promise<void> {
  const values = posts
    .filter(({ isNew }) => isNew)
    .map(({ id, title }) => ({
      id,
      campaignId,
      momentId: null,
      momentVersion: null,
      templateId: null,
      title: JSON.stringify(title),
      purpose,
      firedBy: personId,
      momentAt: null,
      pressedAt: null,
    }));
  for (const some of batches(values)) await tx.insertInto("posts").values(some).execute();
  const titles = posts
    .filter(({ isNew, texts }) => !isNew && texts.length > 0)
    .map(({ id, title }) => ({ id, title }));
  if (titles.length === 0) return;
  await tx
    .updateTable("posts")
    .from(
      sql<{
        id: string;
        title: Bilingual;
      }>`jsonb_to_recordset(${JSON.stringify(titles)}::jsonb)`.as<"next">(
        sql`next(id uuid, title jsonb)`,
      ),
    )
    .set({ title: sql<string>`next.title` })
    .whereRef("posts.id", "=", "next.id")
    .execute();
}

function workOf(
  posts: readonly ScheduledPost[],
  known: ReadonlyMap<string, readonly DeliveryRow[]>,
): Work {
  const work: Work = { make: [], edit: [], cancel: [] };
  for (const post of posts) {
    const places = latestOf(known.get(post.id) ?? []);
    for (const text of post.texts) {
      const place = placeOf({ accountId: text.accountId, localeKey: text.locale });
      settle(work, post, text, places.get(place));
      places.delete(place);
    }
    work.cancel.push(...[...places.values()].filter(({ state }) => state !== "cancelled"));
  }
  return work;
}

function settle(work: Work, post: ScheduledPost, text: Text, row: DeliveryRow | undefined): void {
  if (!row) return void work.make.push({ post, text, occurrence: 0 });
  const saysTheSame = row.payload.text === text.text;
  // What was attempted must say the same again: another text is another delivery, under a key of its own.
  const canBeEdited = canBecome(row.state, "scheduled") && (row.attempts === 0 || saysTheSame);
  if (!canBeEdited) {
    if (row.state !== "cancelled") work.cancel.push(row);
    return void work.make.push({ post, text, occurrence: row.occurrence + 1 });
  }
  const stands =
    saysTheSame &&
    waiting.includes(row.state) &&
    row.dueAt.getTime() === Date.parse(post.startAt) &&
    row.notAfter.getTime() === Date.parse(post.notAfter);
  if (!stands) work.edit.push(rewritten(row, post, text.text));
}

/** The row as it shall be. What was prepared but never attempted is prepared anew: it holds the old time and text. */
function rewritten(row: DeliveryRow, post: ScheduledPost, text: string): DeliveryRow {
  const payload = { ...row.payload, text };
  return {
    ...row,
    dueAt: new Date(post.startAt),
    notAfter: new Date(post.notAfter),
    payload,
    payloadHash: hashPayload(payload),
    prepared: row.attempts > 0 ? row.prepared : null,
  };
}

function valuesOf(campaignId: string, { post, text, occurrence }: Wanted) {
  const id = uuidv7();
  const { accountId, network, locale } = text;
  const remoteKey = remoteKeyFor(network, id);
  const payload: Payload = { text: text.text, locale, remoteKey, media: [] };
  return {
    id,
    campaignId,
    postId: post.id,
    accountId,
    network,
    momentId: null,
    purpose,
    localeKey: locale,
    locales: [locale],
    kind: "post",
    occurrence,
    prepared: null,
    state: "scheduled" as const,
    timed: true,
    dueAt: post.startAt,
    notAfter: post.notAfter,
    payload: JSON.stringify(payload),
    payloadHash: hashPayload(payload),
  };
}

/** A statement has room for so many values, and a queue for so many jobs at once. */
function batches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, index) =>
    items.slice(index * batch, (index + 1) * batch),
  );
}
