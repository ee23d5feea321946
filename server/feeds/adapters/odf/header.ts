/** What every ODF message says of itself, and the unit it is about. */
import type { Draft, Marks } from "#server/moments/draft.ts";
import type { Bilingual } from "#shared/locales.ts";
import type { Facts } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import type { ReadingContext } from "../../statement.ts";
import type { Subject } from "./headlines.ts";
import { contextOf } from "./headlines.ts";
import { disciplineName, eventName, phaseName } from "./names.ts";
import { absolute, instantOf, offsetOf } from "./times.ts";
import type { Element } from "./xml.ts";
import { child, required, value } from "./xml.ts";

export type Header = {
  documentType: string;
  key: string;
  version: number;
  stampedAt: string;
  resultStatus: string | null;
  test: boolean;
  occurredAt: string;
  competitionCode: string;
  rsc: string;
  /** Absent: the provider takes the message back. */
  competition: Element | null;
};

/** The unit a moment is about: codes, names, and where it is. */
export type Unit = {
  eventCode: string;
  unitCode: string;
  final: boolean;
  subject: Subject;
  discipline: Bilingual | null;
  venue: string | null;
  startsAt: string | null;
};

const rscLength = 34;

/** Reads and checks the header. Throws `BadMessage` naming the attribute at fault. */
export function headerOf(body: Element, context: ReadingContext): Header {
  if (body.name !== "OdfBody")
    throw badField("OdfBody", `the root element is ${body.name.slice(0, 40)}; send one OdfBody`);
  const documentType = required(
    body,
    "DocumentType",
    "say what kind of message it is, as DT_RESULT",
  );
  const competitionCode = required(body, "CompetitionCode", "say which competition it is of");
  const rsc = rscOf(
    required(body, "DocumentCode", "give the 34-character code of the unit or event"),
    "DocumentCode",
  );
  const date = required(body, "Date", "give the local date, YYYY-MM-DD");
  const time = required(body, "Time", "give the local time, HHMMSSmmm");
  const competition = child(body, "Competition");
  const occurredAt = instantOf(date, time, context.venueZone, offsetOf(startOf(competition)));
  if (!occurredAt) throw badField("Time", "Date must be YYYY-MM-DD and Time HHMMSSmmm");
  const parts = [
    competitionCode,
    rsc,
    value(body, "DocumentSubcode"),
    documentType,
    value(body, "DocumentSubtype"),
  ];
  return {
    documentType,
    key: parts.map((part) => part ?? "").join("|"),
    version: versionOf(body),
    stampedAt: `${date}T${time}`,
    resultStatus: value(body, "ResultStatus"),
    test: value(body, "FeedFlag") !== "P",
    occurredAt,
    competitionCode,
    rsc,
    competition,
  };
}

/** A code padded to its full length; longer ones are refused. */
export function rscOf(code: string, field: string): string {
  if (code.length > rscLength)
    throw badField(field, `has ${code.length} characters; a code has ${rscLength}`);
  return code.padEnd(rscLength, "-");
}

/** The event part is the first 22 characters; the competition keeps two editions apart. */
export function eventCodeOf(competitionCode: string, rsc: string): string {
  return `${competitionCode}/${rsc.slice(0, 22)}`;
}

/** The unit of a DT_RESULT or DT_MEDALLISTS. */
export function unitOf(header: Header): Unit {
  const infos = child(header.competition, "ExtendedInfos");
  const sport = child(infos, "SportDescription");
  const venue = child(infos, "VenueDescription");
  const discipline = header.rsc.slice(0, 3);
  const named = eventName(discipline, value(sport, "EventName"));
  const event = named ?? { fr: header.rsc.slice(0, 22), en: header.rsc.slice(0, 22) };
  return {
    eventCode: eventCodeOf(header.competitionCode, header.rsc),
    unitCode: `${header.competitionCode}/${header.rsc}`,
    final: header.rsc.slice(22, 26).startsWith("FNL"),
    subject: { event, phase: phaseName(header.rsc.slice(22, 26)) },
    discipline: disciplineName(discipline, value(sport, "DisciplineName")),
    venue: value(venue, "VenueName"),
    startsAt: absolute(startOf(header.competition)),
  };
}

/** Everything of a draft that does not depend on what happened. */
export function draftBase(
  header: Header,
  unit: Unit,
): Omit<Draft, "key" | "kind" | "standing" | "headline" | "participants"> {
  const facts: Facts = {
    eventCode: unit.eventCode,
    eventName: unit.subject.event,
    discipline: unit.discipline,
    phase: unit.subject.phase,
    venue: unit.venue,
    medal: null,
    result: null,
    score: null,
    record: null,
    startsAt: unit.startsAt,
    firstEver: false,
    outcome: "",
  };
  const marks: Marks = { final: unit.final, gapSeconds: null, records: [] };
  return {
    eventCode: unit.eventCode,
    context: contextOf(unit.subject, unit.venue),
    facts,
    marks,
    test: header.test,
    occurredAt: header.occurredAt,
    document: header.key,
    version: header.version,
  };
}

function startOf(competition: Element | null): string | null {
  return (
    value(child(competition, "ExtendedInfos", "UnitDateTime"), "StartDate") ??
    value(child(competition, "Unit"), "StartDate")
  );
}

function versionOf(body: Element): number {
  const version = Number(required(body, "Version", "number each message of a document, rising"));
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw badField(
    "Version",
    "must be a positive whole number, rising with each message of a document",
  );
}
