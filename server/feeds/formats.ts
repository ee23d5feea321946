/** Every format: who reads it, what it comes as, and how much its word counts where another feed says otherwise. */
import type { FeedFormat } from "#shared/feeds.ts";
import { readAthletics } from "./adapters/athletics.ts";
import { readMedals } from "./adapters/medals.ts";
import { readOdf } from "./adapters/odf.ts";
import { readOpta } from "./adapters/opta.ts";
import { readRaceControl } from "./adapters/race-control.ts";
import { readRebond } from "./adapters/rebond.ts";
import { readResults } from "./adapters/results.ts";
import { readRss } from "./adapters/rss.ts";
import { readSportsml } from "./adapters/sportsml.ts";
import { readStatsBomb } from "./adapters/statsbomb.ts";
import { readStatsPerform } from "./adapters/statsperform.ts";
import { readTennis } from "./adapters/tennis.ts";
import type { Reading, ReadingContext } from "./statement.ts";

export type Format = {
  /** Pure: text and context in, statements out. Throws `BadMessage` naming what was wrong. */
  read: (text: string, context: ReadingContext) => Reading;
  /** The content types it comes as, and the one to advise. */
  types: RegExp;
  wanted: string;
  /** 1: whoever decides results, or our own people. 2: who measures them. 3: who repeats them. */
  authority: 1 | 2 | 3;
};

const xml = { types: /^(application|text)\/([\w.-]+\+)?xml$/, wanted: "application/xml" };
const table = { types: /^(text\/csv|application\/([\w.-]+\+)?json)$/, wanted: "text/csv" };
const json = { types: /^application\/([\w.-]+\+)?json$/, wanted: "application/json" };

/** Adding a format: one adapter, one line here, one in `shared/feeds.ts`, one in docs/feeds.md. */
export const formats: Partial<Record<FeedFormat, Format>> = {
  odf: { read: readOdf, ...xml, authority: 1 },
  results: { read: readResults, ...table, authority: 2 },
  athletics: {
    read: readAthletics,
    types: /^(application|text)\/([\w.-]+\+)?(xml|json)$/,
    wanted: "application/json",
    authority: 2,
  },
  medals: { read: readMedals, ...table, authority: 3 },
  statsperform: { read: readStatsPerform, ...json, authority: 2 },
  opta: { read: readOpta, ...xml, authority: 2 },
  statsbomb: { read: readStatsBomb, ...json, authority: 3 },
  sportsml: { read: readSportsml, ...xml, authority: 2 },
  tennis: { read: readTennis, ...table, authority: 2 },
  racecontrol: { read: readRaceControl, ...json, authority: 1 },
  rss: { read: readRss, ...xml, wanted: "application/rss+xml", authority: 3 },
  rebond: { read: readRebond, ...json, wanted: "application/cloudevents+json", authority: 1 },
};

export function formatOf(name: FeedFormat): Format {
  const format = formats[name];
  if (!format) throw new Error(`a feed has a format nobody reads: ${name}`);
  return format;
}
