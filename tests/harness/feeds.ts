import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { v7 as uuidv7 } from "uuid";
import { systemClock } from "#server/clock.ts";
import type { Db } from "#server/db/changes.ts";
import { position, readSince } from "#server/db/changes.ts";
import { connect, type Connected } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { readHere } from "#server/feeds/read-here.ts";
import { createReceive } from "#server/feeds/receive.ts";
import type { Receive, Received } from "#server/feeds/receive.ts";
import { createFeed } from "#server/feeds/store.ts";
import { createTake, type Take } from "#server/feeds/take.ts";
import { listMoments } from "#server/moments/store.ts";
import { createSealer, type Sealer } from "#server/sealed.ts";
import { formats } from "#server/feeds/formats.ts";
import type { Change } from "#shared/changes.ts";
import type { FeedFormat, FeedSettings } from "#shared/feeds.ts";
import type { Moment } from "#shared/moments.ts";
import { freshDatabase } from "./postgres.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** The feeds of a desk, by name: in which format, with which settings. */
export type FeedsWanted = Record<string, { format: FeedFormat; settings?: FeedSettings }>;
const usual: FeedsWanted = {
  odf: { format: "odf" },
  odf2: { format: "odf" },
  rebond: { format: "rebond" },
};

export type Sent = {
  source?: string;
  id?: string;
  contentType?: string;
  headers?: Record<string, string>;
};

/** The feeds part on a real database, without a server around it: a campaign, and feeds. */
export type Feeds = {
  db: Db;
  secrets: Record<string, string>;
  receive: Receive;
  /** What following feeds needs of this desk. */
  following: { take: Take; sealer: Sealer; listen: Connected["listen"]; campaignId: string };
  /** Signs and hands in, as a provider would. */
  take: (body: string | Buffer, sent?: Sent) => Promise<Received>;
  moments: () => Promise<Moment[]>;
  /** Standing medals as `colour name`, in podium order. */
  podium: () => Promise<string[]>;
  changes: () => Promise<Change[]>;
  /** Moments whose change was handed on to posts. */
  handedOn: Moment[];
  /** An empty desk again, same database. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
};

/** With feeds `odf`, `odf2` and `rebond`, unless others are wanted. */
export async function openFeeds(wanted: FeedsWanted = usual): Promise<Feeds> {
  const database = await freshDatabase();
  await migrate(database.url, quiet);
  const { db, listen, close } = connect(database.url, quiet, 8);
  const sealer = createSealer(randomBytes(32));
  const handedOn: Moment[] = [];
  let desk = await seed();
  let startedAt = 0;

  async function seed() {
    const campaignId = uuidv7();
    const both = JSON.stringify({ fr: "La soirée", en: "The evening" });
    const places = {
      venueZone: "Europe/Paris",
      venueName: "Paris",
      homeZone: "America/St_Lucia",
      homeName: "Castries",
    };
    const rest = { neverMedalled: ["LCA", "DMA"], rehearsalPlaying: false };
    await db
      .insertInto("campaigns")
      .values({ id: campaignId, name: both, mode: "rehearsal", ...places, ...rest })
      .execute();
    const secrets: Record<string, string> = {};
    for (const [name, { format, settings = {} }] of Object.entries(wanted)) {
      const given = { campaignId, name, format, settings, sealer };
      secrets[name] = (await db.transaction().execute((tx) => createFeed(tx, given))).secret;
    }
    return { campaignId, secrets };
  }

  const clock = systemClock;
  const take = createTake({
    db,
    clock,
    log: quiet,
    read: readHere,
    onMomentChanged: async (_tx, moment) => {
      handedOn.push(moment);
      return [];
    },
  });
  const receive = createReceive({ db, sealer, clock, log: quiet, take });
  const moments = () => listMoments(db, desk.campaignId, 2000);
  return {
    db,
    receive,
    handedOn,
    get following() {
      return { take, sealer, listen, campaignId: desk.campaignId };
    },
    get secrets() {
      return desk.secrets;
    },
    take(
      body,
      {
        source = "odf",
        id = randomUUID(),
        contentType = wantedOf(wanted[source]?.format),
        headers = {},
      } = {},
    ) {
      const bytes = Buffer.from(body);
      const at = new Date();
      const signature = new Webhook(
        desk.secrets[source] ?? `whsec_${Buffer.alloc(32).toString("base64")}`,
      ).sign(id, at, bytes);
      const signed = {
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
        "webhook-signature": signature,
      };
      return receive({ source, headers: { ...signed, ...headers }, body: bytes, contentType });
    },
    moments,
    podium: async () => podiumOf(await moments()),
    changes: () => readSince(db, startedAt, 10_000),
    async restart() {
      await db
        .updateTable("feeds")
        .set((each) => ({ name: each.fn<string>("concat", ["id", "name"]) }))
        .where("name", "in", Object.keys(wanted))
        .execute();
      desk = await seed();
      startedAt = (await position(db)).seq;
      handedOn.length = 0;
    },
    async close() {
      await close();
      await database.drop();
    },
  };
}

function wantedOf(format: FeedFormat | undefined): string {
  return (format && formats[format]?.wanted) ?? "";
}

function podiumOf(moments: readonly Moment[]): string[] {
  return ["gold", "silver", "bronze"].flatMap((colour) =>
    moments
      .filter(
        ({ kind, status, facts }) =>
          kind === "medal" && status !== "withdrawn" && facts.medal === colour,
      )
      .map(({ participants }) => `${colour} ${participants[0]?.name ?? ""}`)
      .toSorted(),
  );
}
