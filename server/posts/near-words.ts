/**
 * Nearly the same words do not go to one live account within a day unless somebody says why: two editors tell of one thing,
 * or one forgets. The very same words never go, whatever is said (`same-words`); a rehearsal says everything again.
 */
import { sql } from "kysely";
import type { Rendering } from "#shared/commands.ts";
import { Refusal } from "#shared/errors.ts";
import { repeats } from "#shared/nearness.ts";
import type { Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";

type Words = Pick<Rendering, "accountId" | "locale" | "text">;

const dayMs = 24 * 60 * 60_000;
/** What an account is about to say counts as said. */
const soonMs = 60 * 60_000;
/** The newest an account was given in a language, which is what its readers remember. */
const mostRead = 200;

/** Refuses `nearWords`, naming the account, who, when, and both texts, where one of these to live accounts says again what was said there. */
export async function assertUnlike(tx: Tx, words: readonly Words[]): Promise<void> {
  if (words.length === 0) return;
  const said = await saidLately(tx, words);
  for (const one of words) {
    const isRepeat = repeats(one.text);
    const near = said.find(
      ({ accountId, locale, text }) =>
        accountId === one.accountId && locale === one.locale && isRepeat(text),
    );
    if (near) throw refusal(near, one);
  }
}

type Said = Words & { postId: string; handle: string; by: string | null; at: Date };

/** Of each account in each language, the newest first. */
async function saidLately(tx: Tx, words: readonly Words[]): Promise<Said[]> {
  const places = sql`
    unnest(${words.map((one) => one.accountId)}::uuid[], ${words.map((one) => one.locale)}::text[])`;
  const { rows } = await sql<Said>`
    SELECT place.account_id, place.locale, a.handle, said.*
    FROM ${places} AS place (account_id, locale)
    JOIN accounts a ON a.id = place.account_id
    CROSS JOIN LATERAL (
      SELECT d.post_id, who.name AS by, coalesce(d.public_at, d.due_at) AS at, d.payload ->> 'text' AS text
      FROM deliveries d
      JOIN posts p ON p.id = d.post_id
      LEFT JOIN people who ON who.id = p.fired_by
      WHERE d.account_id = place.account_id AND d.locale_key = place.locale AND d.kind = 'post'
        AND d.taken_back_at IS NULL AND d.state NOT IN ('cancelled', 'rejected', 'missed')
        AND d.due_at > ${fromNow(-dayMs)} AND d.due_at < ${fromNow(soonMs)}
      ORDER BY d.due_at DESC LIMIT ${mostRead}
    ) AS said`.execute(tx);
  return rows;
}

function refusal({ postId, handle, by, at, text }: Said, one: Words): Refusal {
  return new Refusal("nearWords", {
    field: "anyway",
    message: `${handle} (${one.locale}) was given nearly these words by ${by ?? "the rundown"}: “${text}”. Say why in anyway.reason, or say something else`,
    account: handle,
    locale: one.locale,
    by,
    at: at.toISOString(),
    postId,
    said: text,
    now: one.text,
  });
}
