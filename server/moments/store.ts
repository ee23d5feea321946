/** Reads moments; the verbs beside it write them. */
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Db, Tx } from "#server/db/changes.ts";
import type { MomentsTable } from "#server/db/schema.ts";
import { campaignId, momentId } from "#shared/ids.ts";
import type { Moment } from "#shared/moments.ts";

export type MomentRow = Selectable<MomentsTable>;

/** A row as every console sees it. */
export function momentOf(row: MomentRow): Moment {
  return {
    id: momentId.parse(row.id),
    campaignId: campaignId.parse(row.campaignId),
    version: row.version,
    kind: row.kind,
    status: row.status,
    headline: row.headline,
    context: row.context,
    participants: row.participants,
    facts: row.facts,
    salience: row.salience,
    source: row.source,
    sources: row.sources,
    before: row.before,
    test: row.test,
    occurredAt: row.occurredAt.toISOString(),
    raisedAt: row.raisedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
  };
}

/** The newest moments first, by id. */
export async function listMoments(db: Db | Tx, campaign: string, limit: number): Promise<Moment[]> {
  const rows = await db
    .selectFrom("moments")
    .selectAll()
    .where("campaignId", "=", campaign)
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(momentOf);
}

/** Keeps one moment from changing until the transaction ends; null when there is none. Several may hold it at once. */
export async function lockMoment(tx: Tx, id: string): Promise<Moment | null> {
  const row = await tx
    .selectFrom("moments")
    .selectAll()
    .where("id", "=", id)
    .forShare()
    .executeTakeFirst();
  return row ? momentOf(row) : null;
}

/** Locks the moments of these keys, always in the order of their ids so that two messages cannot wait for each other. */
export async function lockByKey(
  tx: Tx,
  campaign: string,
  keys: readonly string[],
): Promise<Map<string, MomentRow>> {
  if (keys.length === 0) return new Map();
  const rows = await tx
    .selectFrom("moments")
    .selectAll()
    .where("campaignId", "=", campaign)
    .where("key", "in", keys)
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

/** Whether a delegation has another standing medal in the same competition (the part of the event code before `/`). */
export async function hasMedal(
  tx: Tx,
  campaign: string,
  eventCode: string,
  organisation: string,
): Promise<boolean> {
  const found = await tx
    .selectFrom("moments")
    .select("id")
    .where("campaignId", "=", campaign)
    .where("kind", "=", "medal")
    .where("status", "<>", "withdrawn")
    .where(sql<string>`split_part(event_code, '/', 1)`, "=", eventCode.split("/")[0] ?? "")
    .where(sql<string>`participants->0->>'organisation'`, "=", organisation)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
