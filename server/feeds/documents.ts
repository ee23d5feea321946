/** The newest word on each document, as the record keeps it. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { Document } from "./known.ts";
import type { Statement, Summary } from "./statement.ts";

/** Locks names until the transaction ends, always in the same order so that two messages cannot wait for each other. */
export async function lockNames(
  tx: Tx,
  campaignId: string,
  names: readonly string[],
): Promise<void> {
  const ordered = [...new Set(names)].toSorted().map((name) => `${campaignId}|${name}`);
  if (ordered.length === 0) return;
  // One trip to the database; rows of a function come, and are locked, in the order given.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(${ordered}::text[]) AS name`.execute(
    tx,
  );
}

/** The documents these statements are versions of, and the others of their events, from any feed of the campaign. */
export async function loadDocuments(
  tx: Tx,
  campaignId: string,
  feedIds: readonly string[],
  statements: readonly Statement[],
): Promise<Document[]> {
  if (statements.length === 0) return [];
  const keys = sql`${[...new Set(statements.map(({ key }) => key))]}::text[]`;
  const events = sql`${[...new Set(statements.map(({ eventCode }) => eventCode))]}::text[]`;
  const aliases = statements.flatMap(({ alias }) => (alias === null ? [] : [alias]));
  const rows = await tx
    .selectFrom("documents")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .where(
      sql<boolean>`(feed_id = ANY(${feedIds}::uuid[]) AND key = ANY(${keys})
        OR type IN ('result', 'medallists', 'plan', 'context')
          AND (event_code = ANY(${events}) OR alias = ANY(${[...new Set(aliases)]}::text[])))`,
    )
    .execute();
  // Only `saveDocuments` writes this column, always a Summary.
  return rows.map((row) => ({
    ...row,
    version: Number(row.version),
    type: row.type as Document["type"],
    summary: row.summary as Summary,
  }));
}

/** Well under the number of values a statement may have. */
const atOnce = 500;

/** Makes these the newest word on their documents. */
export async function saveDocuments(tx: Tx, documents: readonly Document[]): Promise<void> {
  for (let from = 0; from < documents.length; from += atOnce)
    await tx
      .insertInto("documents")
      .values(
        documents
          .slice(from, from + atOnce)
          .map((each) => ({ ...each, summary: JSON.stringify(each.summary) })),
      )
      .onConflict((conflict) =>
        conflict.columns(["feedId", "key"]).doUpdateSet((each) => ({
          eventCode: each.ref("excluded.eventCode"),
          alias: each.ref("excluded.alias"),
          type: each.ref("excluded.type"),
          version: each.ref("excluded.version"),
          stampedAt: each.ref("excluded.stampedAt"),
          bodyHash: each.ref("excluded.bodyHash"),
          summary: each.ref("excluded.summary"),
        })),
      )
      .execute();
}

/** A name that may be heard once, and the message that says it; null: one that may be heard again. */
export type Once = { campaignId: string; feedId: string; bodyHash: string; name: string } | null;

/** For each whether it is new, and remembers it; of a name that comes twice, the first is. */
export async function areFirst(tx: Tx, names: readonly Once[]): Promise<boolean[]> {
  const once = names.filter((each) => each !== null);
  const added = new Set<string>();
  for (let from = 0; from < once.length; from += atOnce) {
    const rows = await tx
      .insertInto("documents")
      .values(
        once.slice(from, from + atOnce).map(({ name, ...of }) => ({
          ...of,
          key: name,
          eventCode: "",
          alias: null,
          type: "once",
          version: 1,
          stampedAt: "",
          summary: "{}",
        })),
      )
      .onConflict((conflict) => conflict.columns(["feedId", "key"]).doNothing())
      .returning(["feedId", "key"])
      .execute();
    for (const { feedId, key } of rows) added.add(`${feedId} ${key}`);
  }
  return names.map((each) => each === null || added.delete(`${each.feedId} ${each.name}`));
}
