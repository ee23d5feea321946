import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { v7 as uuidv7 } from "uuid";
import { systemClock } from "#server/clock.ts";
import type { Db } from "#server/db/changes.ts";
import { position, readSince } from "#server/db/changes.ts";
import { connect } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { createReceive } from "#server/feeds/receive.ts";
import type { Receive, Received } from "#server/feeds/receive.ts";
import { createFeed } from "#server/feeds/store.ts";
import { listMoments } from "#server/moments/store.ts";
import { createSealer } from "#server/sealed.ts";
import type { Change } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { freshDatabase } from "./postgres.ts";

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const contentTypes: Record<string, string> = {
  odf: "application/xml",
  odf2: "application/xml",
  rebond: "application/cloudevents+json",
};

export type Sent = {
  source?: string;
  id?: string;
  contentType?: string;
  headers?: Record<string, string>;
};

/** The feeds part on a real database, without a server around it: campaign, feeds `odf`, `odf2` and `rebond`. */
export type Feeds = {
  db: Db;
  secrets: Record<string, string>;
  receive: Receive;
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

export async function openFeeds(): Promise<Feeds> {
  const database = await freshDatabase();
  await migrate(database.url, quiet);
  const { db, close } = connect(database.url, quiet, 8);
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
    const rest = { neverMedalled: ["LCA", "DMA"], undoMs: 0, rehearsalPlaying: false };
    await db
      .insertInto("campaigns")
      .values({ id: campaignId, name: both, mode: "rehearsal", ...places, ...rest })
      .execute();
    const secrets: Record<string, string> = {};
    for (const name of ["odf", "odf2", "rebond"]) {
      const format = name === "rebond" ? "rebond" : "odf";
      secrets[name] = (
        await db.transaction().execute((tx) => createFeed(tx, { campaignId, name, format, sealer }))
      ).secret;
    }
    return { campaignId, secrets };
  }

  const receive = createReceive({
    db,
    sealer,
    clock: systemClock,
    log: quiet,
    onMomentChanged: async (_tx, moment) => {
      handedOn.push(moment);
      return [];
    },
  });
  const moments = () => listMoments(db, desk.campaignId, 2000);
  return {
    db,
    receive,
    handedOn,
    get secrets() {
      return desk.secrets;
    },
    take(
      body,
      {
        source = "odf",
        id = randomUUID(),
        contentType = contentTypes[source] ?? "",
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
