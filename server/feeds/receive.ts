/** The way in for messages that are sent to us: a signature over the raw bytes, a type, then `take.ts`. */
import type { Clock } from "#server/clock.ts";
import type { Db } from "#server/db/changes.ts";
import type { Log } from "#server/log.ts";
import { inRounds } from "#server/rounds.ts";
import type { Sealer } from "#server/sealed.ts";
import type { RefusedStatus } from "./bad-message.ts";
import { BadMessage } from "./bad-message.ts";
import { type Format, formatOf } from "./formats.ts";
import { type Source, sourceOf } from "./source.ts";
import { placeOf } from "./store.ts";
import type { Take } from "./take.ts";
import type { Taken } from "./take-in.ts";
import type { Headers } from "./verify.ts";
import { verify } from "./verify.ts";

export type Incoming = { source: string; headers: Headers; body: Buffer; contentType: string };

/** The answer: 202 once everything is committed; else what was wrong, naming the field. `moments` counts those it changed. */
export type Received = {
  status: 202 | RefusedStatus;
  outcome: string;
  field?: string;
  message: string;
  moments: number;
};
export type Receive = (incoming: Incoming) => Promise<Received>;

type Parts = { db: Db; sealer: Sealer; clock: Clock; log: Log; take: Take };

const told: Record<Taken["outcome"], string> = {
  accepted: "taken in",
  newer: "taken in",
  duplicate: "already taken in; nothing changed",
  superseded: "a newer version is already known; kept, nothing changed",
  unreadable: "kept, not understood",
};

/** Refused messages leave nothing behind. */
export function createReceive({ db, sealer, clock, log, take }: Parts): Receive {
  // Asked once for all that came while it was asked before: as new as if each had asked.
  const sourceNamed = inRounds<string, Source>(
    async (names) => {
      const source = await sourceOf(db, { name: names[0]! });
      return names.map(() => source);
    },
    { keyOf: (name) => name },
  );
  return async (incoming) => {
    try {
      const source = await sourceNamed(incoming.source);
      const externalId = verified(source, incoming);
      assertType(formatOf(source.feed.format), incoming.contentType);
      const { contentType, body } = incoming;
      const { outcome, moments } = await take(source, { externalId, contentType, body }, null);
      return { status: 202, outcome, message: told[outcome], moments };
    } catch (error) {
      if (!(error instanceof BadMessage)) throw error;
      log.warn(
        { source: incoming.source, outcome: error.outcome, field: error.field },
        "a feed message was refused",
      );
      return refused(error);
    }
  };

  /** The secret is opened for this message only. */
  function verified(source: Source, { headers, body }: Incoming): string {
    return verify(
      sealer.open(placeOf(source.feed.id), source.feed.sealedSecret),
      headers,
      body,
      clock.now(),
    );
  }
}

function assertType(format: Format, contentType: string): void {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (format.types.test(type)) return;
  throw new BadMessage(
    415,
    "wrongContentType",
    `Content-Type "${type.slice(0, 60)}" is not of this feed; send ${format.wanted}`,
    "content-type",
  );
}

function refused({ status, outcome, field, message }: BadMessage): Received {
  return { status, outcome, ...(field === null ? {} : { field }), message, moments: 0 };
}
