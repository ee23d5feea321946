/** The raw messages, and the newest word on each document. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { Statement, Summary } from "./statement.ts";

export type Raw = {
  campaignId: string;
  feedId: string;
  externalId: string;
  contentType: string;
  body: Buffer;
};

/** Keeps a message; null when its id was used before (waits for a transaction that is about to use it). */
export async function keepRaw(tx: Tx, raw: Raw): Promise<string | null> {
  const row = await tx
    .insertInto("messages")
    .values({ ...raw, outcome: "received", documentKey: null, documentVersion: null })
    .onConflict((conflict) => conflict.columns(["feedId", "externalId"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Whether the message that used this id had the same bytes. */
export async function hasSameBody(tx: Tx, raw: Raw): Promise<boolean> {
  const row = await tx
    .selectFrom("messages")
    .select("body")
    .where("feedId", "=", raw.feedId)
    .where("externalId", "=", raw.externalId)
    .executeTakeFirstOrThrow();
  return raw.body.equals(row.body);
}

/** Writes what became of a message. */
export async function settleRaw(
  tx: Tx,
  id: string,
  outcome: string,
  first: Statement | undefined,
): Promise<void> {
  await tx
    .updateTable("messages")
    .set({ outcome, documentKey: first?.key ?? null, documentVersion: first?.version ?? null })
    .where("id", "=", id)
    .execute();
}

/** Locks names until the transaction ends, always in the same order so that two messages cannot wait for each other. */
export async function lockNames(
  tx: Tx,
  campaignId: string,
  names: readonly string[],
): Promise<void> {
  for (const name of [...new Set(names)].toSorted()) {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`${campaignId}|${name}`}, 0))`.execute(
      tx,
    );
  }
}

export type Standing = "newer" | "duplicate" | "superseded";

/** How a statement stands to what is known of its document, and what was remembered of that. */
export async function compare(
  tx: Tx,
  feedId: string,
  statement: Statement,
  bodyHash: string,
): Promise<{ standing: Standing; before: Summary | null }> {
  const row = await tx
    .selectFrom("documents")
    .selectAll()
    .where("feedId", "=", feedId)
    .where("key", "=", statement.key)
    .executeTakeFirst();
  if (!row) return { standing: "newer", before: null };
  // Only `remember` writes this column, always a Summary.
  const before = row.summary as Summary;
  const known = Number(row.version);
  if (statement.version !== known)
    return { standing: statement.version > known ? "newer" : "superseded", before };
  if (row.bodyHash === bodyHash) return { standing: "duplicate", before };
  return { standing: statement.stampedAt > row.stampedAt ? "newer" : "superseded", before };
}

/** The newest word on the event's other documents, from any feed of the campaign. */
export async function othersOf(
  tx: Tx,
  campaignId: string,
  feedId: string,
  statement: Statement,
): Promise<Summary[]> {
  const rows = await tx
    .selectFrom("documents")
    .select("summary")
    .where("campaignId", "=", campaignId)
    .where("eventCode", "=", statement.eventCode)
    .where("type", "in", ["result", "medallists"])
    .where((where) => where.or([where("feedId", "<>", feedId), where("key", "<>", statement.key)]))
    .execute();
  return rows.map((row) => row.summary as Summary);
}

/** Makes a statement the newest word on its document. */
export async function remember(
  tx: Tx,
  of: { campaignId: string; feedId: string; bodyHash: string },
  statement: Statement,
  summary: Summary,
): Promise<void> {
  const newest = {
    eventCode: statement.eventCode,
    type: statement.type,
    version: statement.version,
    stampedAt: statement.stampedAt,
    bodyHash: of.bodyHash,
    summary: JSON.stringify(summary),
  };
  await tx
    .insertInto("documents")
    .values({ feedId: of.feedId, campaignId: of.campaignId, key: statement.key, ...newest })
    .onConflict((conflict) => conflict.columns(["feedId", "key"]).doUpdateSet(newest))
    .execute();
}

/** Whether a name that may be heard once is new; remembers it. */
export async function isFirst(
  tx: Tx,
  of: { campaignId: string; feedId: string; bodyHash: string },
  name: string,
): Promise<boolean> {
  const row = await tx
    .insertInto("documents")
    .values({
      ...of,
      key: name,
      eventCode: "",
      type: "once",
      version: 1,
      stampedAt: "",
      summary: "{}",
    })
    .onConflict((conflict) => conflict.columns(["feedId", "key"]).doNothing())
    .returning("key")
    .executeTakeFirst();
  return row !== undefined;
}
