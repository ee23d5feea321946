/** The raw messages, as they came and with what became of them. */
import { sql } from "kysely";
import type { Tx } from "#server/db/changes.ts";
import type { Statement } from "./statement.ts";

export type Raw = {
  campaignId: string;
  feedId: string;
  externalId: string;
  contentType: string;
  body: Buffer;
};
/** `document`: the first one it speaks of. `problem`: why it could not be read. */
export type Fate = {
  id: string;
  outcome: string;
  document: Pick<Statement, "key" | "version"> | undefined;
  problem: Error | null;
};

/** Keeps messages; null for each whose id was used before (waits for a transaction that is about to use it). */
export async function keepRaw(tx: Tx, raws: readonly Raw[]): Promise<(string | null)[]> {
  if (raws.length === 0) return [];
  const rows = await tx
    .insertInto("messages")
    .values(
      raws.map((raw) => ({
        ...raw,
        outcome: "received",
        documentKey: null,
        documentVersion: null,
      })),
    )
    .onConflict((conflict) => conflict.columns(["feedId", "externalId"]).doNothing())
    .returning(["id", "feedId", "externalId"])
    .execute();
  const ids = new Map(rows.map(({ id, ...of }) => [nameOf(of), id]));
  return raws.map((raw) => {
    const id = ids.get(nameOf(raw)) ?? null;
    // Of two with one id that came together, the first is kept.
    ids.delete(nameOf(raw));
    return id;
  });
}

function nameOf({ feedId, externalId }: Pick<Raw, "feedId" | "externalId">): string {
  return `${feedId}|${externalId}`;
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

/** Writes what became of messages. */
export async function settleRaw(tx: Tx, fates: readonly Fate[]): Promise<void> {
  if (fates.length === 0) return;
  const told = fates.map(({ id, outcome, document, problem }) => ({
    id,
    outcome,
    key: document?.key ?? null,
    version: document?.version ?? null,
    problem: problem?.message.slice(0, 500) ?? null,
  }));
  await sql`
    UPDATE messages SET outcome = told.outcome, problem = told.problem,
      document_key = told.key, document_version = told.version
    FROM jsonb_to_recordset(${JSON.stringify(told)}::jsonb)
      AS told(id bigint, outcome text, problem text, key text, version bigint)
    WHERE messages.id = told.id`.execute(tx);
}
