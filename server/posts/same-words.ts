/**
 * The same words never go twice to one live account within a day, whichever moment they are about. A rehearsal is played
 * again and again, in the words it had the first time: its accounts are not guarded.
 */
import { sql } from "kysely";
import { Refusal } from "#shared/errors.ts";
import type { Rendering } from "#shared/commands.ts";
import { advisory } from "../db/advisory.ts";
import type { Tx } from "../db/changes.ts";
import { fromNow } from "../db/now.ts";

type Words = Pick<Rendering, "accountId" | "locale" | "text">;

const dayMs = 24 * 60 * 60_000;

/**
 * Lets one transaction at a time say these words to these accounts, until it ends: who comes second sees what the first
 * made. Always in one order, so that two cannot wait for each other.
 */
export async function lockWords(tx: Tx, words: readonly Words[]): Promise<void> {
  const keys = words.map(({ accountId, locale, text }) => `${accountId} ${locale} ${text}`);
  await sql`
    SELECT pg_advisory_xact_lock(${advisory.words}::int, key)
    FROM (SELECT DISTINCT hashtext(said) AS key FROM unnest(${keys}::text[]) AS said ORDER BY key) AS keys`.execute(
    tx,
  );
}

/**
 * Refuses `sameWords`, naming the account, who and when: one of these texts to live accounts equals, byte for byte, one that
 * is planned, on its way, public or in doubt there, due less than a day from now or a day ago. Under `lockWords`.
 */
export async function assertNewWords(tx: Tx, words: readonly Words[]): Promise<void> {
  if (words.length === 0) return;
  const texts = sql<Words>`
    unnest(${words.map((one) => one.accountId)}::uuid[], ${words.map((one) => one.locale)}::text[],
      ${words.map((one) => one.text)}::text[])`;
  const { rows } = await sql<Said>`
    SELECT d.post_id, d.locale_key, a.handle, who.name AS by, coalesce(d.public_at, d.due_at) AS at
    FROM ${texts} AS new (account_id, locale, text)
    JOIN deliveries d ON d.account_id = new.account_id AND d.locale_key = new.locale
      AND md5(d.payload ->> 'text') = md5(new.text) AND d.payload ->> 'text' = new.text
    JOIN posts p ON p.id = d.post_id
    JOIN accounts a ON a.id = d.account_id
    LEFT JOIN people who ON who.id = p.fired_by
    WHERE d.kind = 'post' AND d.taken_back_at IS NULL AND d.state NOT IN ('cancelled', 'rejected', 'missed')
      AND d.due_at > ${fromNow(-dayMs)} AND d.due_at < ${fromNow(dayMs)}
    ORDER BY d.due_at DESC LIMIT 1`.execute(tx);
  const [one] = rows;
  if (!one) return;
  throw new Refusal("sameWords", {
    field: "accounts",
    message: `${one.handle} (${one.localeKey}) was already given these very words by ${one.by ?? "the rundown"}`,
    account: one.handle,
    locale: one.localeKey,
    by: one.by,
    at: one.at.toISOString(),
    postId: one.postId,
  });
}

type Said = { postId: string; localeKey: string; handle: string; by: string | null; at: Date };
