/**
 * Reads every stored message again, with the code there is now, and says how the desk would differ: nothing is kept. A
 * campaign of its own is made, told everything in the order it came, compared and rolled back.
 */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "#server/db/changes.ts";
import type { MomentRow } from "#server/moments/store.ts";
import { BadMessage } from "./bad-message.ts";
import type { Read } from "./read-here.ts";
import { contextOf, type Source } from "./source.ts";
import { state } from "./state.ts";

/** What an editor would notice of a moment. */
export type Told = {
  kind: MomentRow["kind"];
  status: MomentRow["status"];
  fr: string;
  en: string;
  participants: string[];
  score: number;
};
/** `before` null: it would be new. `after` null: it would be missing. */
export type Difference = { key: string; before: Told | null; after: Told | null };
export type Reinterpreted = {
  messages: number;
  /** Taken in then, and refused by the code there is now. */
  unreadable: { id: string; feed: string; problem: string }[];
  differences: Difference[];
};

type Parts = {
  db: Db;
  read: Read;
  campaignId: string;
  /** A campaign with the same facts, and nothing in it. */
  copyCampaign: (tx: Tx, id: string) => Promise<Source["campaign"]>;
};
type Message = { id: string; feedId: string; body: Buffer; receivedAt: Date };

const atOnce = 200;

/** Compares the moments there are with those the stored messages make now. Everything it writes is rolled back. */
export async function reinterpret({
  db,
  read,
  campaignId,
  copyCampaign,
}: Parts): Promise<Reinterpreted> {
  const done = new RolledBack();
  try {
    await db.transaction().execute(async (tx) => {
      const campaign = await copyCampaign(tx, campaignId);
      const trial = await copyFeeds(tx, campaignId, campaign);
      const { messages, unreadable } = await tellAll(tx, read, campaignId, trial);
      const differences = await compareMoments(tx, campaignId, campaign.id);
      throw done.with({ messages, unreadable, differences });
    });
  } catch (error) {
    if (error !== done) throw error;
  }
  return done.found!;
}

/** Thrown to undo the trial; carries what it showed. */
class RolledBack extends Error {
  found: Reinterpreted | null = null;
  with(found: Reinterpreted): this {
    this.found = found;
    return this;
  }
}

/** The same feeds, with nothing told yet. By the id of the feed each stands for. */
async function copyFeeds(
  tx: Tx,
  campaignId: string,
  campaign: Source["campaign"],
): Promise<Map<string, Source>> {
  const feeds = await tx
    .selectFrom("feeds")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .execute();
  const trial = new Map<string, Source>();
  for (const feed of feeds) {
    const id = uuidv7();
    await tx
      .insertInto("feeds")
      .columns(["id", "campaignId", "name", "format", "settings", "sealedSecret", "connector"])
      .expression((from) =>
        from
          .selectFrom("feeds")
          .select([
            sql<string>`${id}::uuid`.as("id"),
            sql<string>`${campaign.id}::uuid`.as("campaignId"),
            sql<string>`${id}`.as("name"),
            "format",
            "settings",
            "sealedSecret",
            "connector",
          ])
          .where("id", "=", feed.id),
      )
      .execute();
    trial.set(feed.id, { feed: { ...feed, id, campaignId: campaign.id }, campaign });
  }
  return trial;
}

async function tellAll(tx: Tx, read: Read, campaignId: string, trial: Map<string, Source>) {
  const unreadable: Reinterpreted["unreadable"] = [];
  let messages = 0;
  let after = "0";
  for (;;) {
    const some = await messagesAfter(tx, campaignId, after);
    if (some.length === 0) return { messages, unreadable };
    for (const message of some) {
      const source = trial.get(message.feedId)!;
      const problem = await tell(tx, read, source, message);
      if (problem) unreadable.push({ id: message.id, feed: source.feed.name, problem });
      messages += 1;
      after = message.id;
    }
  }
}

/** In the order they came. */
function messagesAfter(tx: Tx, campaignId: string, after: string): Promise<Message[]> {
  return tx
    .selectFrom("messages")
    .select(["id", "feedId", "body", "receivedAt"])
    .where("campaignId", "=", campaignId)
    .where("id", ">", after)
    .orderBy("id")
    .limit(atOnce)
    .execute();
}

async function tell(
  tx: Tx,
  read: Read,
  source: Source,
  { body, receivedAt }: Message,
): Promise<string | null> {
  const clock = { now: () => receivedAt.getTime(), monotonic: () => 0 };
  try {
    const reading = await read(source.feed.format, body, contextOf(source, clock));
    const bodyHash = createHash("sha256").update(body).digest("hex");
    const of = { campaignId: source.campaign.id, feedId: source.feed.id, bodyHash };
    await state({ tx, clock, onMomentChanged: async () => [] }, [
      { source, of, reading, late: false },
    ]);
    return null;
  } catch (error) {
    if (error instanceof BadMessage) return error.message;
    throw error;
  }
}

async function compareMoments(tx: Tx, now: string, then: string): Promise<Difference[]> {
  const [before, after] = [await momentsOf(tx, now), await momentsOf(tx, then)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((key) => ({ key, before: before.get(key) ?? null, after: after.get(key) ?? null }))
    .filter((each) => !isDeepStrictEqual(each.before, each.after));
}

/** By key. A spotter's and other moments that no message made are nobody's to interpret. */
async function momentsOf(tx: Tx, campaignId: string): Promise<Map<string, Told>> {
  const rows = await tx
    .selectFrom("moments")
    .selectAll()
    .where("campaignId", "=", campaignId)
    .where(sql<boolean>`source->>'format' <> 'spotter'`)
    .execute();
  return new Map(rows.map((row) => [row.key, toldBy(row)]));
}

function toldBy(row: MomentRow): Told {
  return {
    kind: row.kind,
    status: row.status,
    fr: row.headline.fr,
    en: row.headline.en,
    participants: row.participants.map(
      ({ name, rank, result }) => `${rank ?? ""} ${name} ${result ?? ""}`,
    ),
    score: row.salience.score,
  };
}
