/** The people a wording is tried on before it is saved, with names as short as names get, and every fact there can be. */
import { v7 as uuidv7 } from "uuid";
import type { Surroundings } from "#shared/surroundings.ts";
import { campaignId, momentId } from "#shared/ids.ts";
import {
  type MedalColour,
  type Moment,
  type MomentSource,
  noFacts,
  type Participant,
} from "#shared/moments.ts";

const both = (text: string) => ({ fr: text, en: text });
const somebody: Participant = {
  code: "1",
  type: "athlete",
  name: "Ana Li",
  givenName: "Ana",
  familyName: "Li",
  organisation: "FIJ",
  organisationName: both("Fidji"),
  gender: null,
  rank: 1,
  result: "9.8",
  irm: null,
};
/** A team has a country's name and nobody's given name. */
const somebodies: Participant = {
  ...somebody,
  type: "team",
  name: "Fidji",
  givenName: null,
  familyName: null,
};
const cast: readonly (readonly [string, Participant])[] = [
  ["a woman", { ...somebody, gender: "W" }],
  ["a man", { ...somebody, gender: "M" }],
  ["somebody whose gender is unknown", somebody],
  ["a team", somebodies],
  ["a team of women", { ...somebodies, gender: "W" }],
  ["a team of men", { ...somebodies, gender: "M" }],
];
const at = "2000-01-01T00:00:00.000Z";
const source: MomentSource = {
  feed: "trial",
  format: "trial",
  document: null,
  version: null,
  authority: 1,
  standing: "confirmed",
  at,
};
const blank: Omit<Moment, "participants" | "facts"> = {
  id: momentId.parse(uuidv7()),
  campaignId: campaignId.parse(uuidv7()),
  version: 1,
  kind: "medal",
  status: "confirmed",
  headline: both("Ana Li"),
  context: both(""),
  salience: { score: 0, reasons: [] },
  source,
  sources: [source],
  seen: null,
  before: null,
  test: true,
  late: false,
  passed: null,
  occurredAt: at,
  raisedAt: at,
  changedAt: at,
};

/** Clocks and counts to try a wording with. */
export const around: Surroundings = {
  venueZone: "Europe/Paris",
  homeZone: "America/St_Lucia",
  tally: {},
};

/** What a correction puts right: another mark, and somebody else. */
export const said: NonNullable<Surroundings["said"]> = {
  headline: both("Bo Ek"),
  quoted: { outcome: "gold", result: "9.7" },
};

/** A moment to try a wording on, and who it is about in words. */
export type Trial = { about: string; moment: Moment };

/** Everyone of the cast, with each of the medals, and with a record of the world and of a country. */
export function trialsFor(medals: readonly MedalColour[]): Trial[] {
  return cast.flatMap(([about, who]) =>
    medals.flatMap((medal) =>
      ["WR", "NR"].map((record) => ({ about, moment: momentOf(who, medal, record) })),
    ),
  );
}

function momentOf(who: Participant, medal: MedalColour, record: string): Moment {
  return {
    ...blank,
    participants: [who, { ...who, gender: null }],
    facts: {
      ...noFacts,
      eventName: both("100 m"),
      discipline: both("Judo"),
      phase: both("finale"),
      venue: "Est",
      medal,
      result: "9.8",
      score: "1–0",
      record,
    },
  };
}
