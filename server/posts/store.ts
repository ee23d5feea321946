/** Reads of posts, deliveries and holds, as the console sees them. Writing is each verb's own file. */
import { type Selectable, type SelectQueryBuilder, sql } from "kysely";
import type { Hold } from "#shared/campaigns.ts";
import { kept } from "#shared/changes.ts";
import type {
  AccountId,
  DeliveryId,
  HoldId,
  MomentId,
  PersonId,
  PostId,
  TemplateId,
} from "#shared/ids.ts";
import { certaintyOf, type Delivery, type Post } from "#shared/posts.ts";
import type { Db, Tx } from "../db/changes.ts";
import type { HoldsTable } from "../db/publishing-schema.ts";

function iso(at: Date): string {
  return at.toISOString();
}

function isoOrNull(at: Date | null): string | null {
  return at ? at.toISOString() : null;
}

/** Of its account (`a`), what a console is told with each delivery. */
export const ofAccount = ["a.handle", "a.name as accountName", "a.wears"] as const;

function deliveryRows(db: Db | Tx) {
  return db
    .selectFrom("deliveries as d")
    .innerJoin("accounts as a", "a.id", "d.accountId")
    .selectAll("d")
    .select(ofAccount);
}

type Row<Query> =
  Query extends SelectQueryBuilder<infer _Schema, infer _Tables, infer Output> ? Output : never;

/** A delivery as the console sees it: never its fence, lease or worker. */
export function deliveryOf(row: Row<ReturnType<typeof deliveryRows>>): Delivery {
  return {
    id: row.id as DeliveryId,
    postId: row.postId as PostId,
    momentId: row.momentId as MomentId | null,
    account: { id: row.accountId as AccountId, handle: row.handle, name: row.accountName },
    network: row.network,
    locales: row.locales,
    kind: row.kind as Delivery["kind"],
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    rev: row.rev,
    dueAt: iso(row.dueAt),
    notAfter: iso(row.notAfter),
    timed: row.timed,
    doubt: doubtOf(row),
    awaitedHash: row.state === "draft" ? row.payloadHash : null,
    publicAt: isoOrNull(row.publicAt),
    targetDeliveryId: row.targetDeliveryId as DeliveryId | null,
    takenBackAt: isoOrNull(row.takenBackAt),
    remoteId: row.remoteId,
    remoteUrl: row.remoteUrl,
    text: row.payload.text,
    media: row.payload.media.map(({ mediaId, width, height, alt }) => ({
      mediaId,
      width,
      height,
      alt,
    })),
    changedAt: iso(row.changedAt),
  };
}

function doubtOf(row: Row<ReturnType<typeof deliveryRows>>): Delivery["doubt"] {
  const { state, doubtSince, leaseUntil, probes, nextProbeAt, changedAt } = row;
  if (state !== "uncertain" && state !== "needsHuman") return null;
  return {
    since: iso(doubtSince ?? changedAt),
    guarantee: certaintyOf({ ...row, kind: row.kind as Delivery["kind"] }),
    probes,
    nextProbeAt: isoOrNull(nextProbeAt),
    sendAgainAt: iso(leaseUntil ?? changedAt),
  };
}

/** The newest deliveries of a campaign, newest first. */
export async function listDeliveries(db: Db | Tx, campaignId: string): Promise<Delivery[]> {
  const rows = await deliveryRows(db)
    .where("d.campaignId", "=", campaignId)
    .orderBy("d.id", "desc")
    .limit(kept.deliveries)
    .execute();
  return rows.map(deliveryOf);
}

/** Deliveries by id, in id order. */
export async function readDeliveries(db: Db | Tx, ids: readonly string[]): Promise<Delivery[]> {
  if (ids.length === 0) return [];
  return (
    await deliveryRows(db)
      .where(sql<boolean>`d.id = ANY (${[...ids]}::uuid[])`)
      .orderBy("d.id")
      .execute()
  ).map(deliveryOf);
}

function postRows(db: Db | Tx) {
  return db
    .selectFrom("posts as p")
    .leftJoin("people as who", "who.id", "p.firedBy")
    .leftJoin("people as second", "second.id", "p.approvedBy")
    .selectAll("p")
    .select(["who.name as firedByName", "second.name as approvedByName"]);
}

function postOf(row: Row<ReturnType<typeof postRows>>): Post {
  return {
    id: row.id as PostId,
    campaignId: row.campaignId as Post["campaignId"],
    momentId: row.momentId as MomentId | null,
    momentVersion: row.momentVersion,
    templateId: row.templateId as TemplateId | null,
    title: row.title,
    purpose: row.purpose,
    quoted: row.quoted,
    firedBy: row.firedBy as PersonId | null,
    firedByName: row.firedByName,
    approvedByName: row.approvedByName,
    momentAt: isoOrNull(row.momentAt),
    pressedAt: isoOrNull(row.pressedAt),
    firedAt: iso(row.firedAt),
    repeatReason: row.repeatReason,
    seenAt: isoOrNull(row.seenAt),
    claimedAt: isoOrNull(row.claimedAt),
  };
}

/** One post by id. Throws when there is none. */
export async function readPost(db: Db | Tx, id: string): Promise<Post> {
  return postOf(await postRows(db).where("p.id", "=", id).executeTakeFirstOrThrow());
}

/** Posts by id, in id order. */
export async function readPosts(db: Db | Tx, ids: readonly string[]): Promise<Post[]> {
  if (ids.length === 0) return [];
  return (
    await postRows(db)
      .where("p.id", "in", [...ids])
      .orderBy("p.id")
      .execute()
  ).map(postOf);
}

/** The newest posts of a campaign, newest first. */
export async function listPosts(db: Db | Tx, campaignId: string): Promise<Post[]> {
  return (
    await postRows(db)
      .where("p.campaignId", "=", campaignId)
      .orderBy("p.id", "desc")
      .limit(kept.posts)
      .execute()
  ).map(postOf);
}

/** A hold row as the console sees it. */
export function holdOf(row: Omit<Selectable<HoldsTable>, "campaignId">): Hold {
  return {
    id: row.id as HoldId,
    scope: row.scope,
    scopeId: row.scopeId,
    held: row.held,
    by: row.heldBy,
    at: isoOrNull(row.heldAt),
    reason: row.reason,
  };
}

/** Every hold row, held or not, newest id first. */
export async function listHolds(db: Db | Tx): Promise<Hold[]> {
  const rows = await db
    .selectFrom("holds")
    .select(["id", "scope", "scopeId", "held", "heldBy", "heldAt", "reason"])
    .orderBy("id", "desc")
    .execute();
  return rows.map(holdOf);
}
