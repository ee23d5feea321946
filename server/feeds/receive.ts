/** Takes one message in: signature, reading, and one transaction from the raw bytes to the change log. */
import { createHash } from "node:crypto";
import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { Clock } from "#server/clock.ts";
import type { Db, Tx } from "#server/db/changes.ts";
import { append } from "#server/db/changes.ts";
import type { FeedsTable } from "#server/db/schema.ts";
import type { Log } from "#server/log.ts";
import type { OnMomentChanged } from "#server/moments/apply.ts";
import { applyDrafts } from "#server/moments/apply.ts";
import type { CampaignFacts } from "#server/moments/raise.ts";
import type { Sealer } from "#server/sealed.ts";
import type { NewChange } from "#shared/changes.ts";
import { readOdf } from "./adapters/odf.ts";
import { readRebond } from "./adapters/rebond.ts";
import type { RefusedStatus } from "./bad-message.ts";
import { BadMessage } from "./bad-message.ts";
import { detect } from "./detect.ts";
import type { Raw, Standing } from "./documents.ts";
import {
  compare,
  hasSameBody,
  isFirst,
  keepRaw,
  lockNames,
  othersOf,
  remember,
  settleRaw,
} from "./documents.ts";
import type { Reading, ReadingContext, Statement } from "./statement.ts";
import type { FeedFormat } from "./store.ts";
import { placeOf } from "./store.ts";
import { createTurnstile } from "./turnstile.ts";
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

type Parts = { db: Db; sealer: Sealer; clock: Clock; log: Log; onMomentChanged: OnMomentChanged };
type Source = { feed: Selectable<FeedsTable>; campaign: CampaignFacts & { venueZone: string } };

const formats: Record<
  FeedFormat,
  { read: (text: string, context: ReadingContext) => Reading; types: RegExp; wanted: string }
> = {
  odf: { read: readOdf, types: /^(application|text)\/([\w.-]+\+)?xml$/, wanted: "application/xml" },
  rebond: {
    read: readRebond,
    types: /^application\/([\w.-]+\+)?json$/,
    wanted: "application/cloudevents+json",
  },
};
const told: Record<"accepted" | Standing, string> = {
  accepted: "taken in",
  newer: "taken in",
  duplicate: "already taken in; nothing changed",
  superseded: "a newer version is already known; kept, nothing changed",
};

/** Well under the pool's size: consoles and deliveries need connections too. */
const atOnce = 8;
const waitingLimit = 1000;

/** The one way in for live data. Refused messages leave nothing behind. */
export function createReceive({ db, sealer, clock, log, onMomentChanged }: Parts): Receive {
  const inTurn = createTurnstile(atOnce, waitingLimit);
  return async (incoming) => {
    try {
      const source = await sourceOf(db, incoming.source);
      const id = verified(source, incoming);
      const { read } = formatOf(source, incoming.contentType);
      const reading = read(textOf(incoming.body), {
        venueZone: source.campaign.venueZone,
        receivedAt: clock.now(),
      });
      return await inTurn(() =>
        db.transaction().execute((tx) => takeIn(tx, source, id, incoming, reading)),
      );
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

  async function takeIn(
    tx: Tx,
    source: Source,
    externalId: string,
    incoming: Incoming,
    reading: Reading,
  ): Promise<Received> {
    const { feed, campaign } = source;
    const raw: Raw = {
      campaignId: campaign.id,
      feedId: feed.id,
      externalId,
      contentType: incoming.contentType,
      body: incoming.body,
    };
    const rowId = await keepRaw(tx, raw);
    if (rowId === null) {
      if (await hasSameBody(tx, raw)) {
        await heardFrom(tx, feed.id);
        return accepted("duplicate", 0);
      }
      throw new BadMessage(
        409,
        "idReused",
        "webhook-id was used for a message with other bytes; give each message its own",
        "webhook-id",
      );
    }
    const of = {
      campaignId: campaign.id,
      feedId: feed.id,
      bodyHash: createHash("sha256").update(incoming.body).digest("hex"),
    };
    await lockNames(tx, campaign.id, namesOf(reading, campaign));
    const { outcome, changes } = await state(tx, source, of, reading);
    await settleRaw(tx, rowId, outcome, reading.statements[0]);
    await heardFrom(tx, feed.id);
    if (changes.length > 0) await append(tx, campaign.id, changes);
    return accepted(outcome, changes.filter((change) => change.type.startsWith("moment.")).length);
  }

  async function state(
    tx: Tx,
    { feed, campaign }: Source,
    of: { campaignId: string; feedId: string; bodyHash: string },
    reading: Reading,
  ): Promise<{ outcome: "accepted" | Standing; changes: NewChange[] }> {
    if (reading.once && !(await isFirst(tx, of, reading.once)))
      return { outcome: "duplicate", changes: [] };
    const standings: Standing[] = [];
    const changes: NewChange[] = [];
    for (const statement of reading.statements) {
      const { standing, before } = await compare(tx, feed.id, statement, of.bodyHash);
      standings.push(standing);
      if (standing !== "newer") continue;
      const { summary, drafts } = detect(
        statement,
        before,
        await othersOf(tx, campaign.id, feed.id, statement),
      );
      await remember(tx, of, statement, summary);
      const from = { feed: feed.name, format: feed.format };
      changes.push(...(await applyDrafts(tx, { campaign, source: from, drafts, onMomentChanged })));
    }
    const isStale = standings.length > 0 && !standings.includes("newer");
    if (!isStale) return { outcome: "accepted", changes };
    return {
      outcome: standings.every((each) => each === "duplicate") ? "duplicate" : "superseded",
      changes,
    };
  }
}

async function sourceOf(db: Db, name: string): Promise<Source> {
  const isName = /^[\w.-]{1,60}$/.test(name);
  const feed = isName
    ? await db.selectFrom("feeds").selectAll().where("name", "=", name).executeTakeFirst()
    : undefined;
  if (!feed)
    throw new BadMessage(404, "unknownSource", `there is no feed named "${name.slice(0, 60)}"`);
  const campaign = await db
    .selectFrom("campaigns")
    .select(["id", "neverMedalled", "venueZone"])
    .where("id", "=", feed.campaignId)
    .executeTakeFirstOrThrow();
  return { feed, campaign };
}

function formatOf({ feed }: Source, contentType: string): (typeof formats)[FeedFormat] {
  const format = formats[feed.format as FeedFormat];
  if (!format) throw new Error(`feed ${feed.name} has a format nobody reads: ${feed.format}`);
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (format.types.test(type)) return format;
  throw new BadMessage(
    415,
    "wrongContentType",
    `Content-Type "${type.slice(0, 60)}" is not of this feed; send ${format.wanted}`,
    "content-type",
  );
}

function textOf(body: Buffer): string {
  const text = decoded(body);
  if (text.includes("\0"))
    throw new BadMessage(400, "nulCharacter", "the body has a NUL character; remove it");
  return text;
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new BadMessage(400, "invalidUtf8", "the body is not valid UTF-8; encode it as UTF-8");
  }
}

/** What two messages may not change at once: an event, and whether a delegation has a first medal. */
function namesOf({ statements }: Reading, campaign: CampaignFacts): string[] {
  const events = statements.map((statement) => `event|${statement.eventCode}`);
  return [
    ...events,
    ...statements
      .flatMap(organisationsOf)
      .filter((code) => campaign.neverMedalled.includes(code))
      .map((code) => `first|${code}`),
  ];
}

function organisationsOf({ drafts }: Statement): string[] {
  return drafts.flatMap((draft) => draft.participants[0]?.organisation ?? []);
}

/** Kept to about a second, so that a burst does not queue on one row. */
async function heardFrom(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable("feeds")
    .set({ lastMessageAt: sql<Date>`clock_timestamp()` })
    .where("id", "=", id)
    .where(
      sql<boolean>`(last_message_at IS NULL OR last_message_at < clock_timestamp() - interval '500 ms')`,
    )
    .execute();
}

function accepted(outcome: "accepted" | Standing, moments: number): Received {
  return { status: 202, outcome, message: told[outcome], moments };
}

function refused({ status, outcome, field, message }: BadMessage): Received {
  return { status, outcome, ...(field === null ? {} : { field }), message, moments: 0 };
}
