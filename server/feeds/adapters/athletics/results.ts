/** Results: the units of a meeting, as far as they are over. Each is a document of its own, and what came last holds. */
import { z } from "zod";
import type { MedalColour } from "#shared/moments.ts";
import { isThrough } from "../../reading/codes.ts";
import { groupBy } from "../../reading/group.ts";
import { check, readJson } from "../../reading/json.ts";
import { type Award, medalDrafts } from "../../reading/medals.ts";
import { qualified } from "../../reading/qualified.ts";
import { type Line, podiumOf, settled } from "../../reading/ranking.ts";
import { instantOf } from "../../reading/times.ts";
import type { Told, Unit } from "../../reading/unit.ts";
import { type Field, type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import {
  type Discipline,
  disciplineNamed,
  eventOf,
  type Measure,
  partsOf,
  wholeNamed,
} from "./event.ts";
import { lineOf, type ResultLine, resultLine } from "./lines.ts";
import { competitionIn } from "./message.ts";
import { orderOf, phaseOf, type Round, roundNamed, sessionOf } from "./rounds.ts";

const text = z.string().max(500);
const lines = z.array(resultLine).max(500);
const unitResult = z.object({
  gender: text.min(1),
  eventCode: text.min(1),
  name: text.nullish(),
  round: text.min(1),
  roundName: text.nullish(),
  date: z.iso.date(),
  athlon: text.nullish(),
  /** Some writers have a lone one without a list. */
  result: z.union([lines, resultLine.transform((one) => [one])]),
});
const meeting = z.object({
  competitionId: z.union([text, z.number().transform(String)]).nullish(),
  venue: text.nullish(),
  events: z.array(unitResult).max(2000),
});
type UnitResult = z.infer<typeof unitResult>;
/** A unit, what is measured in it, and the combined event it is a part of. */
type Read = {
  unit: Unit;
  own: Discipline;
  whole: Discipline | null;
  round: Round;
  given: UnitResult;
};

/** A statement a unit. Throws `BadMessage` naming the field at fault. */
export function readResults(body: string, context: ReadingContext): Statement[] {
  const { competitionId, venue, events } = check(meeting, readJson(body), "");
  const competition = competitionIn(context, competitionId);
  const read = events.map((given) => unitOf(given, competition, venue ?? null));
  const units = groupBy(read, ({ unit }) => unit.unitCode);
  return [...units.values()].flatMap((alike) =>
    numbered(alike).map((each) => statementFor(each, context)),
  );
}

/** Groups of a qualification, or sections of a final, that have no name of their own: none of several decides. */
function numbered(alike: readonly Read[]): readonly Read[] {
  if (alike.length === 1) return alike;
  return alike.map((read, at) => ({
    ...read,
    unit: { ...read.unit, unitCode: `${read.unit.unitCode}#${at + 1}`, final: false },
  }));
}

function unitOf(given: UnitResult, competition: string, venue: string | null): Read {
  const { eventCode, name = null, roundName = null, athlon } = given;
  const own = disciplineNamed(eventCode, name);
  const whole = athlon ? wholeNamed(athlon) : null;
  const round = whole ? "m" : roundNamed(given.round, roundName);
  const event = eventOf(competition, given.gender.toUpperCase(), whole ?? own, whole ? null : name);
  const part = whole ? (own.name ?? eventCode) : null;
  const stage = [whole && own.code, round === "r" ? given.round : round, roundName];
  const unit: Unit = {
    eventCode: event.eventCode,
    unitCode: [event.eventCode, ...stage.filter(Boolean)].join("/").toLowerCase(),
    alias: event.alias,
    // Finals by another name (B, of a section) decide nothing.
    final: round === "f" && /^(final( a)?)?$/i.test(roundName?.trim() ?? ""),
    subject: { event: event.name, phase: phaseOf(round, roundName, part) },
    discipline: event.discipline,
    venue,
    startsAt: null,
  };
  return { unit, own, whole, round, given };
}

function statementFor(read: Read, context: ReadingContext): Statement {
  const { unit, own, given } = read;
  const told = toldBy(unit, given.date, context);
  const all = given.result.map((one) => lineOf(one, given.gender.toUpperCase(), own.measure));
  const isOver = !isUnderWay(own, given.result);
  const drafts = isOver
    ? [
        ...settled(told, unit, all, "confirmed"),
        ...medalDrafts(told, unit, unit.final ? awardsOf(all) : [], "confirmed"),
        ...qualified(told, unit, throughIn(given, all), "confirmed"),
      ]
    : [];
  return {
    ...statementOf({
      key: told.document,
      version: context.receivedAt,
      stampedAt: told.statedAt,
      statedAt: told.statedAt,
      eventCode: unit.eventCode,
      alias: unit.alias,
      type: "result",
    }),
    drafts,
    podium: unit.final && isOver ? podiumOf(all) : null,
    ...(own.measure && { field: fieldOf(read, own.measure, all, told) }),
  };
}

/** The message has the day alone: its end, or now, whichever comes first. */
function toldBy(unit: Unit, date: string, { receivedAt, venueZone }: ReadingContext) {
  const end = Date.parse(instantOf(date, "235959000", venueZone, null) ?? "");
  return {
    document: `results|${unit.unitCode}`,
    version: receivedAt,
    test: false,
    occurredAt: new Date(Math.min(end, receivedAt)).toISOString(),
    statedAt: new Date(receivedAt).toISOString(),
  } satisfies Told;
}

/** A combined event is ranked from its first part on: it is over when its last one has marks. */
function isUnderWay(own: Discipline, results: readonly ResultLine[]): boolean {
  const parts = partsOf(own);
  const told = results.flatMap((one) => (one.results ? [one.results] : []));
  if (parts === null || told.length === 0) return false;
  const done = told.map((each) => each.findLastIndex(({ performance }) => performance) + 1);
  return Math.max(...done) < parts;
}

const colours: readonly MedalColour[] = ["gold", "silver", "bronze"];

/** Ties share a rank, and so a medal. */
function awardsOf(all: readonly Line[]): Award[] {
  return all.flatMap(({ who }) => {
    const medal = who.rank === null ? undefined : colours[who.rank - 1];
    return medal ? [{ medal, who }] : [];
  });
}

function throughIn({ result }: UnitResult, all: readonly Line[]) {
  return all
    .filter((_, at) => isThrough(result[at]?.qualification?.trim() ?? ""))
    .map(({ who }) => who);
}

/** Whoever did not start is not of the field. */
function fieldOf(
  { own, whole, round, given }: Read,
  measure: Measure,
  all: readonly Line[],
  told: Told,
): Field {
  return {
    round: orderOf(round),
    byTime: measure === "time",
    runners: all
      .filter(({ who }) => who.irm !== "DNS")
      .map(({ who, records }) => ({
        competitor: who.code,
        rank: who.rank,
        mark: who.irm ? null : who.result,
        claimsBest: records.includes("PB"),
      })),
    session: sessionOf(given.date, round, whole && own.code),
    onDay: told.occurredAt < told.statedAt,
  };
}
