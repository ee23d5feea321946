/** Who pressed what and when, what was answered, and when what it made was public: the press log, oldest first. */
import { sql } from "kysely";
import type { Db } from "../db/changes.ts";

/** Times are ISO, UTC; durations milliseconds, null where an end of them is not known. */
export type Pressed = {
  id: string;
  /** Null where it was nobody's console: the command line, or a person since unknown. */
  who: string | null;
  via: string;
  what: string;
  input: unknown;
  outcome: string;
  commandId: string | null;
  /** By the console's clock; the others by the database's. */
  pressedAt: string | null;
  arrivedAt: string;
  repliedAt: string;
  tookMs: number;
  /** Of the deliveries it sent on their way: how many there are, how many are public, and since when. */
  deliveries: number;
  published: number;
  firstPublicAt: string | null;
  lastPublicAt: string | null;
  pressToPublicMs: number | null;
  momentToPublicMs: number | null;
};

const page = 500;

/** All of it, or what was answered at or after `since`. */
export async function* listPressed(db: Db, since: Date | null): AsyncGenerator<Pressed> {
  // Ends: the numbers only rise, and what is pressed meanwhile is fewer than a page.
  for (let after = "0"; ;) {
    const rows = await readPage(db, since, after);
    yield* rows.map(pressedOf);
    if (rows.length < page) return;
    after = rows.at(-1)!.id;
  }
}

type Row = {
  id: string;
  who: string | null;
  via: string;
  name: string;
  input: unknown;
  outcome: string;
  commandId: string | null;
  pressedAt: Date | null;
  at: Date;
  tookMs: number;
  deliveries: number;
  published: number;
  firstPublicAt: Date | null;
  lastPublicAt: Date | null;
  momentAt: Date | null;
};

async function readPage(db: Db, since: Date | null, after: string): Promise<Row[]> {
  // A fire's reply names its post; whoever sends again, or at another time, names the deliveries.
  const { rows } = await sql<Row>`
    SELECT a.id, p.name AS who, a.via, a.name, a.input, a.outcome, a.command_id, a.pressed_at, a.at, a.took_ms, sent.*
    FROM actions a
    LEFT JOIN people p ON p.id = a.person_id
    LEFT JOIN commands c ON c.id = a.command_id AND a.name = 'post.fire'
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS deliveries, count(d.public_at)::int AS published, min(d.public_at) AS first_public_at,
        max(d.public_at) AS last_public_at, min(posts.moment_at) AS moment_at
      FROM deliveries d JOIN posts ON posts.id = d.post_id
      WHERE a.outcome = 'ok' AND (d.post_id = (c.reply->'value'->>'postId')::uuid OR d.id = ANY (ARRAY (
        SELECT named::uuid FROM jsonb_array_elements_text(CASE a.name
          WHEN 'delivery.sendNow' THEN a.input->'deliveries'
          WHEN 'delivery.reslot' THEN a.input->'deliveries'
          WHEN 'delivery.settle' THEN jsonb_build_array(a.input->'deliveryId') END) AS named)))
    ) AS sent
    WHERE a.id > ${after}::bigint AND (${since}::timestamptz IS NULL OR a.at >= ${since}::timestamptz)
    ORDER BY a.id LIMIT ${page}`.execute(db);
  return rows;
}

function pressedOf(row: Row): Pressed {
  return {
    id: row.id,
    who: row.who,
    via: row.via,
    what: row.name,
    input: row.input,
    outcome: row.outcome,
    commandId: row.commandId,
    pressedAt: row.pressedAt?.toISOString() ?? null,
    arrivedAt: new Date(row.at.getTime() - row.tookMs).toISOString(),
    repliedAt: row.at.toISOString(),
    tookMs: row.tookMs,
    deliveries: row.deliveries,
    published: row.published,
    firstPublicAt: row.firstPublicAt?.toISOString() ?? null,
    lastPublicAt: row.lastPublicAt?.toISOString() ?? null,
    pressToPublicMs: between(row.pressedAt, row.firstPublicAt),
    momentToPublicMs: between(row.momentAt, row.firstPublicAt),
  };
}

function between(from: Date | null, to: Date | null): number | null {
  return from && to ? to.getTime() - from.getTime() : null;
}
