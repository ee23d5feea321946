/** Feeds: in which format they speak, how their messages reach us, and what the desk knows of each. */
import { z } from "zod";
import { feedId } from "./ids.ts";
import type { Bilingual } from "./locales.ts";

/** Every format there is an adapter for, with the name a producer picks it by. */
export const feedFormats = {
  odf: { fr: "ODF (XML d’organisateur)", en: "ODF (organiser’s XML)" },
  results: { fr: "Tableaux de résultats (CSV, JSON)", en: "Results tables (CSV, JSON)" },
  athletics: {
    fr: "Athlétisme (engagés, horaires, résultats)",
    en: "Athletics (entries, timetable, results)",
  },
  medals: { fr: "Liste des médailles", en: "Medal list" },
  statsperform: { fr: "Stats Perform MA1, MA3", en: "Stats Perform MA1, MA3" },
  opta: { fr: "Opta F7, F24", en: "Opta F7, F24" },
  statsbomb: { fr: "StatsBomb", en: "StatsBomb" },
  sportsml: { fr: "SportsML, NewsML-G2", en: "SportsML, NewsML-G2" },
  tennis: { fr: "Tennis, point par point", en: "Tennis, point by point" },
  racecontrol: { fr: "Direction de course", en: "Race control" },
  rss: { fr: "RSS, Atom", en: "RSS, Atom" },
  rebond: { fr: "Rebond (CloudEvents)", en: "Rebond (CloudEvents)" },
} as const satisfies Record<string, Bilingual>;
export type FeedFormat = keyof typeof feedFormats;
export const feedFormat = z.enum(Object.keys(feedFormats) as [FeedFormat, ...FeedFormat[]]);

/** What a format cannot know by itself; absent where it need not. */
export const feedSettings = z.strictObject({
  /** The competition's code, where messages do not say it (`OG2024`): joins its events with those of other feeds. */
  competition: z
    .string()
    .regex(/^[\w.-]{1,40}$/)
    .optional(),
  /** When the game starts (ISO with offset), for formats that only count from there. */
  startsAt: z.iso.datetime({ offset: true }).optional(),
  /** The two sides in the order the format numbers them, where messages only number them. */
  sides: z.tuple([z.string().min(1).max(80), z.string().min(1).max(80)]).optional(),
  /** How many sets are played at most, where messages do not say it: without it only a third set won ends a match. */
  bestOf: z.union([z.literal(3), z.literal(5)]).optional(),
  /** Where the whole of it is asked for after each connection of `sse`, `websocket` and `stream`: they do not say again what was missed. */
  resync: z.string().min(1).max(2000).optional(),
  /** The header that the feed's key goes in; `authorization` unless said. */
  keyHeader: z.enum(["authorization", "x-api-key"]).optional(),
});
export type FeedSettings = z.infer<typeof feedSettings>;

/** How messages come: pushed to us and signed, asked for, streamed, or dropped in a folder of the server. */
export const feedConnectors = ["webhook", "poll", "sse", "websocket", "stream", "folder"] as const;
export const feedConnector = z.enum(feedConnectors);
export type FeedConnector = z.infer<typeof feedConnector>;

/** What keeps a feed from being trusted as it stands. */
export const feedTrouble = z.object({
  /** `unreachable`: nobody answers. `refused`: it is answered with an error. `unreadable`: its messages make no sense to us. `shrunk`: it took back too much at once, which is not believed. `behind`: it tells what is long past. */
  code: z.enum(["unreachable", "refused", "unreadable", "shrunk", "behind"]),
  since: z.iso.datetime({ offset: true }),
  /** The other side's own words, or the figures. */
  detail: z.string().max(500),
});
export type FeedTrouble = z.infer<typeof feedTrouble>;

export const feed = z.object({
  id: feedId,
  name: z.string(),
  format: feedFormat,
  connector: feedConnector,
  /** Where it is fetched from; null for what is pushed to us. A folder's name for `folder`. */
  address: z.string().nullable(),
  /** Asked for at least this often, milliseconds; null where nobody asks. */
  everyMs: z.number().int().nullable(),
  settings: feedSettings,
  /** It asks with a key, which is never shown. */
  hasKey: z.boolean().default(false),
  /** It raises nothing; what it corrects or takes back is still heard. */
  muted: z.boolean(),
  /** Whatever it says is a test: it reaches rehearsal accounts only. */
  testOnly: z.boolean(),
  trouble: feedTrouble.nullable(),
  /** When the last genuine message came (ISO, UTC); null before the first. */
  lastMessageAt: z.iso.datetime({ offset: true }).nullable(),
  /** How long after its data its picture is on air, milliseconds; null where nobody pressed. */
  pictureDelayMs: z.number().int().nullable().default(null),
  /** How many presses that rests on. */
  picturePresses: z.number().int().default(0),
});
export type Feed = z.infer<typeof feed>;
