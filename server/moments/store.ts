/** Reads moments; the verbs beside it write them. */
import { type Selectable, sql } from "kysely";
import type { Db, Tx } from "#server/db/changes.ts";
import type { MomentsTable } from "#server/db/schema.ts";
import { campaignId, momentId } from "#shared/ids.ts";
import type { MedalColour, Moment } from "#shared/moments.ts";
import type { Surroundings, Tally } from "#shared/surroundings.ts";

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
    late: row.late,
    seen: row.seen,
    passed: row.passed,
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

/** What `tallyOf` counts, counted by the database. */
export async function countMedals(
  db: Db | Tx,
  campaign: string,
  withTests: boolean,
): Promise<Surroundings["tally"]> {
  const rows = await db
    .selectFrom("moments")
    .select([
      sql<string>`participants->0->>'organisation'`.as("organisation"),
      sql<MedalColour>`facts->>'medal'`.as("medal"),
      sql<number>`count(*)::int`.as("count"),
    ])
    .where("campaignId", "=", campaign)
    .where("kind", "=", "medal")
    .where("status", "<>", "withdrawn")
    .where(
      sql<boolean>`participants->0->>'organisation' IS NOT NULL AND facts->>'medal' IS NOT NULL`,
    )
    .$if(!withTests, (query) => query.where("test", "=", false))
    .groupBy(["organisation", "medal"])
    .execute();
  const tally: Record<string, Tally> = {};
  for (const { organisation, medal, count } of rows)
    (tally[organisation] ??= { gold: 0, silver: 0, bronze: 0 })[medal] = count;
  return tally;
}

/** Those of these keys and aliases as they stand, without a lock. */
export function findByName(tx: Tx, campaign: string, names: readonly string[]) {
  return tx
    .selectFrom("moments")
    .select(["kind", "eventCode", "participants"])
    .where("campaignId", "=", campaign)
    .where((where) =>
      where.or([where("key", "=", anyOf(names)), where("alias", "=", anyOf(names))]),
    )
    .execute();
}

/** One moment of a campaign as it stands, without a lock; null when there is none. */
export async function findMoment(tx: Tx, campaign: string, id: string): Promise<Moment | null> {
  const row = await tx
    .selectFrom("moments")
    .selectAll()
    .where("id", "=", id)
    .where("campaignId", "=", campaign)
    .executeTakeFirst();
  return row ? momentOf(row) : null;
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

/**
 * Locks the moments of these keys and aliases, and `others` by id, always in the order of their ids so that two messages
 * cannot wait for each other.
 */
export function lockByName(
  tx: Tx,
  campaign: string,
  names: readonly string[],
  others: readonly string[],
): Promise<MomentRow[]> {
  return tx
    .selectFrom("moments")
    .selectAll()
    .where("campaignId", "=", campaign)
    .where((where) =>
      where.or([
        where("key", "=", anyOf(names)),
        where("alias", "=", anyOf(names)),
        where("id", "=", sql<string>`ANY(${others}::uuid[])`),
      ]),
    )
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** One parameter, however many there are. */
function anyOf(names: readonly string[]) {
  return sql<string>`ANY(${names}::text[])`;
}
