/** Takes authentic messages in: each is read by itself, those that come together are kept and stated together. */
import { createHash } from "node:crypto";
import type { Clock } from "#server/clock.ts";
import { again } from "#server/db/again.ts";
import type { Db } from "#server/db/changes.ts";
import type { Log } from "#server/log.ts";
import type { OnMomentChanged } from "#server/moments/apply.ts";
import { inRounds } from "#server/rounds.ts";
import { BadMessage } from "./bad-message.ts";
import type { Read } from "./read-here.ts";
import { contextOf, type Source } from "./source.ts";
import type { Reading } from "./statement.ts";
import { type Entering, type Followed, type Message, type Taken, takeIn } from "./take-in.ts";

/**
 * Of a feed we follow (`followed`), what cannot be read is kept, with the reason: it will not be sent again. Of one that
 * sends to us it is refused by throwing `BadMessage`, and leaves nothing. Throws `LeaseLost` where another follows by now.
 */
export type Take = (source: Source, message: Message, followed: Followed | null) => Promise<Taken>;

export type TakeParts = {
  db: Db;
  clock: Clock;
  log: Log;
  read: Read;
  onMomentChanged: OnMomentChanged;
};

/** Transactions at once, well under the pool's size: consoles and deliveries need connections too. */
const lanes = 8;
const waitingLimit = 1000;
/** Bytes of messages in one transaction: a large one has its own. */
const mostBytes = 1024 * 1024;
/** What comes in a dense flow waits so long for company; what comes alone does not wait. */
const spanMs = 40;

export function createTake({ db, clock, log, read, onMomentChanged }: TakeParts): Take {
  const parts = { clock, onMomentChanged };
  let waiting = 0;
  const inCompany = inRounds<Entering, Taken>(
    (all) => again(() => db.transaction().execute((tx) => takeIn({ tx, ...parts }, all))),
    {
      keyOf: ({ source }) => `${source.campaign.id}|${laneOf(source.feed.id)}`,
      weightOf: ({ message }) => message.body.length,
      mostWeight: mostBytes,
      spanMs,
    },
  );

  const enter = async (entering: Entering): Promise<Taken> => {
    if (waiting >= waitingLimit) throw busy();
    waiting += 1;
    try {
      return await inCompany(entering);
    } finally {
      waiting -= 1;
    }
  };

  return async (source, message, followed) => {
    const what = await understand(source, message, followed !== null);
    try {
      return await enter({ source, message, followed, what });
    } catch (error) {
      if (!followed || !isOfItsContent(error)) throw error;
      log.error({ err: error, feed: source.feed.name }, "a message could not be stored as read");
      const unstorable = new BadMessage(422, "unstorable", "the database cannot hold what it says");
      return enter({ source, message, followed, what: unstorable });
    }
  };

  async function understand(
    source: Source,
    { body }: Message,
    keeps: boolean,
  ): Promise<Reading | BadMessage> {
    try {
      return await read(source.feed.format, body, contextOf(source, clock));
    } catch (error) {
      if (!keeps || (error instanceof BadMessage && error.outcome === "busy")) throw error;
      if (error instanceof BadMessage) return error;
      log.error({ err: error, feed: source.feed.name }, "reading a message failed");
      return new BadMessage(422, "unforeseen", "it is made as no message we know of");
    }
  }
}

/** The messages of a feed keep their order; those of another feed wait for them as little as can be. */
function laneOf(feedId: string): number {
  return createHash("sha256").update(feedId).digest()[0]! % lanes;
}

/** Whether the database refused values (SQLSTATE 22, 23, 54): trying again would fail again. */
function isOfItsContent(error: unknown): boolean {
  const code: unknown = error instanceof Error && "code" in error ? error.code : null;
  return typeof code === "string" && /^(22|23|54)\w{3}$/.test(code);
}

function busy(): BadMessage {
  return new BadMessage(503, "busy", "too many messages wait already; send this one again shortly");
}
