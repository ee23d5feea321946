/** The change log: gap-free because every writer takes its number from one counter row, locked until commit. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Change, NewChange } from "#shared/changes.ts";
import type { Schema } from "./schema.ts";

export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

/** Where the log stands: `epoch` changes when the log was restored or started anew, `seq` is the newest number given. */
export type Position = { epoch: string; seq: number };

/**
 * Appends changes in the caller's transaction and wakes the broadcasters at commit. Call it last: it locks the counter
 * (DESIGN §5a: the change counter is always locked last), so every other writer waits from here to the commit.
 */
export async function append(
  tx: Tx,
  campaignId: string,
  changes: readonly NewChange[],
): Promise<number> {
  if (changes.length === 0) return (await position(tx)).seq;
  // One statement, one round trip: while it and the commit run, nobody else can write.
  const { rows } = await sql<{ seq: string }>`
    WITH counted AS (
      UPDATE counter SET seq = seq + ${changes.length} WHERE id = 1 RETURNING seq
    ), written AS (
      INSERT INTO changes (seq, campaign_id, type, data, at)
      SELECT seq - ${changes.length} + place, ${campaignId}, change->>'type', change->'data', clock_timestamp()
      FROM counted, jsonb_array_elements(${JSON.stringify(changes)}::jsonb) WITH ORDINALITY AS told(change, place)
    )
    SELECT seq, pg_notify('changes', seq::text) FROM counted`.execute(tx);
  return Number(rows[0]!.seq);
}

/** The log's position as this transaction sees it. */
export async function position(db: Db | Tx): Promise<Position> {
  const row = await db.selectFrom("counter").select(["epoch", "seq"]).executeTakeFirstOrThrow();
  return { epoch: row.epoch, seq: Number(row.seq) };
}

/** Up to `limit` changes after `seq`, in order, without gaps. */
export async function readSince(db: Db, seq: number, limit: number): Promise<Change[]> {
  return (await readOn(db, seq, limit)).run;
}

/** The same, and where the log stands: one round trip, as a console may be waiting for it. */
export async function readOn(
  db: Db,
  seq: number,
  limit: number,
): Promise<{ head: Position; run: Change[] }> {
  const rows = await db
    .selectFrom("counter")
    .leftJoinLateral(
      (each) =>
        each
          .selectFrom("changes")
          .select(["seq", "at", "type", "data"])
          .where("seq", ">", String(seq))
          .orderBy("seq")
          .limit(limit)
          .as("told"),
      (join) => join.onTrue(),
    )
    .select(["epoch", "counter.seq as head", "told.seq", "told.at", "told.type", "told.data"])
    .orderBy("told.seq")
    .execute();
  const { epoch, head } = rows[0]!;
  // An outer join: with nothing told since, one row of the counter alone.
  const run = rows.flatMap(({ seq: number, at, type, data }) =>
    number === null || at === null
      ? []
      : [{ seq: Number(number), at: at.toISOString(), type, data } as Change],
  );
  return { head: { epoch, seq: Number(head) }, run };
}
