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

/** Refuses `nearWords`, naming the live account, who, when, and both texts, where one says again what was said there. */
export async function assertUnlike(tx: Tx, words: readonly Words[]): Promise<void> {
  for (const one of words) {
    const isRepeat = repeats(one.text);
    const near = (await saidLately(tx, one)).find(({ text }) => isRepeat(text));
    if (near) throw refusal(near, one);
  }
}

type Said = { postId: string; handle: string; by: string | null; at: Date; text: string };

async function saidLately(tx: Tx, { accountId, locale }: Words): Promise<Said[]> {
  const { rows } = await sql<Said>`
    SELECT d.post_id, a.handle, who.name AS by, coalesce(d.public_at, d.due_at) AS at, d.payload ->> 'text' AS text
    FROM deliveries d
    JOIN posts p ON p.id = d.post_id
    JOIN accounts a ON a.id = d.account_id AND a.realm = 'live'
    LEFT JOIN people who ON who.id = p.fired_by
    WHERE d.account_id = ${accountId} AND d.locale_key = ${locale} AND d.kind = 'post'
      AND d.taken_back_at IS NULL AND d.state NOT IN ('cancelled', 'rejected', 'missed')
      AND d.due_at > ${fromNow(-dayMs)} AND d.due_at < ${fromNow(soonMs)}
    ORDER BY d.due_at DESC LIMIT ${mostRead}`.execute(tx);
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
