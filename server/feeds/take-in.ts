/** From raw bytes to the change log: what becomes of messages that share a transaction. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Clock } from "#server/clock.ts";
import { append, type Tx } from "#server/db/changes.ts";
import type { OnMomentChanged } from "#server/moments/apply.ts";
import { BadMessage } from "./bad-message.ts";
import type { Standing } from "./known.ts";
import { type Fate, hasSameBody, keepRaw, type Raw, settleRaw } from "./messages.ts";
import type { Source } from "./source.ts";
import { type Late, state } from "./state.ts";
import type { Reading } from "./statement.ts";
import { noteHealth } from "./trouble.ts";

export type Message = {
  /** The provider's own, or made of what came: the same message, the same id. */
  externalId: string;
  contentType: string;
  body: Buffer;
  late?: Late;
};
/** Of a feed we follow: who does, and where it stands after this message. */
export type Followed = { follower: string; cursor: unknown };
/** A message on its way in, and what it says, or why that cannot be told. */
export type Entering = {
  source: Source;
  message: Message;
  followed: Followed | null;
  what: Reading | BadMessage;
};

/** What became of it; `moments` counts those it changed. `problem`: why it could not be read, where it was kept all the same. */
export type Taken = {
  outcome: "accepted" | "unreadable" | Standing;
  moments: number;
  problem: BadMessage | null;
};

/** Another process follows this feed by now. */
export class LeaseLost extends Error {
  constructor() {
    super("another process follows this feed");
    this.name = "LeaseLost";
  }
}

type Parts = { tx: Tx; clock: Clock; onMomentChanged: OnMomentChanged };
type Answer = Taken | LeaseLost | BadMessage;
type Kept = { entering: Entering; rowId: string };

/** Answers for each, in their order; an error in place of an answer is that message's alone, and nothing of it is kept. */
export async function takeIn(parts: Parts, all: readonly Entering[]): Promise<Answer[]> {
  const { tx } = parts;
  const answers = new Map<Entering, Answer>();
  for (const each of await hearFrom(tx, all)) answers.set(each, new LeaseLost());
  const ours = all.filter((each) => !answers.has(each));
  const rowIds = await keepRaw(tx, ours.map(rawOf));
  const kept: Kept[] = [];
  for (const [at, entering] of ours.entries()) {
    const rowId = rowIds[at] ?? null;
    if (rowId === null) answers.set(entering, await sentAgain(tx, entering));
    else kept.push({ entering, rowId });
  }
  const taken = await takeKept(parts, kept);
  kept.forEach(({ entering }, at) => answers.set(entering, taken[at]!));
  return all.map((each) => answers.get(each)!);
}

/** All that is new. */
async function takeKept(parts: Parts, kept: readonly Kept[]): Promise<Taken[]> {
  const { tx } = parts;
  const stating = kept.flatMap(({ entering: { source, message, what } }) =>
    isRead(what)
      ? [{ source, of: ofIt(source, message), reading: what, late: message.late ?? false }]
      : [],
  );
  const { stated, changes } = await state(parts, stating);
  const fates: Fate[] = [];
  const taken: Taken[] = [];
  for (const { entering, rowId } of kept) {
    const { source, what } = entering;
    const { outcome, moments, health } = isRead(what) ? stated.shift()! : unreadable(what);
    const problem = isRead(what) ? null : what;
    fates.push({
      id: rowId,
      outcome,
      document: isRead(what) ? what.statements[0] : undefined,
      problem,
    });
    taken.push({ outcome, moments, problem });
    if (health.trouble || source.feed.trouble)
      changes.push(...(await noteHealth(tx, source.feed.id, health)));
  }
  await settleRaw(tx, fates);
  const [first] = kept;
  if (first && changes.length > 0) await append(tx, first.entering.source.campaign.id, changes);
  return taken;
}

function isRead(what: Reading | BadMessage): what is Reading {
  return !(what instanceof BadMessage);
}

function rawOf({ source: { feed, campaign }, message }: Entering): Raw {
  const { externalId, contentType, body } = message;
  return { campaignId: campaign.id, feedId: feed.id, externalId, contentType, body };
}

function ofIt({ feed, campaign }: Source, { body }: Message) {
  const bodyHash = createHash("sha256").update(body).digest("hex");
  return { campaignId: campaign.id, feedId: feed.id, bodyHash };
}

/** One that was taken in before; of a feed that sends to us, the same id with other bytes is an error of the sender. */
async function sentAgain(tx: Tx, entering: Entering): Promise<Taken | BadMessage> {
  if (!entering.followed && !(await hasSameBody(tx, rawOf(entering)))) return idReused();
  return { outcome: "duplicate", moments: 0, problem: null };
}

function unreadable(problem: BadMessage) {
  const detail = problem.message;
  return {
    outcome: "unreadable" as const,
    moments: 0,
    health: { trouble: { code: "unreadable" as const, detail }, healed: [] },
  };
}

function idReused(): BadMessage {
  return new BadMessage(
    409,
    "idReused",
    "webhook-id was used for a message with other bytes; give each message its own",
    "webhook-id",
  );
}

/**
 * Notes that their feeds were heard; answers those whose feed another process follows by now. What is followed stands
 * where its message leaves it, and only its follower may say so.
 */
async function hearFrom(tx: Tx, all: readonly Entering[]): Promise<Entering[]> {
  const lost: Entering[] = [];
  const sent = new Set<string>();
  // Rows are always locked in the order of their ids.
  for (const each of all.toSorted((a, b) => (a.source.feed.id < b.source.feed.id ? -1 : 1))) {
    const { id } = each.source.feed;
    if (each.followed) {
      if (!(await moveOn(tx, id, each.followed))) lost.push(each);
    } else if (!sent.has(id)) {
      sent.add(id);
      await hearSender(tx, id);
    }
  }
  return lost;
}

const now = sql<Date>`clock_timestamp()`;

/** Kept to about a second, so that a burst does not queue on one row. */
async function hearSender(tx: Tx, id: string): Promise<void> {
  const stale = sql<boolean>`(last_message_at IS NULL OR last_message_at < clock_timestamp() - interval '500 ms')`;
  await tx
    .updateTable("feeds")
    .set({ lastMessageAt: now })
    .where("id", "=", id)
    .where(stale)
    .execute();
}

async function moveOn(tx: Tx, id: string, { follower, cursor }: Followed): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("feeds")
    .set({ lastMessageAt: now, cursor: JSON.stringify(cursor ?? null) })
    .where("id", "=", id)
    .where("follower", "=", follower)
    .where("followedUntil", ">", now)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
