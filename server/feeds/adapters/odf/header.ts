/** What every ODF message says of itself, and the unit it is about. */
import { badField } from "../../bad-message.ts";
import { eventAlias } from "../../reading/alias.ts";
import type { Told, Unit } from "../../reading/unit.ts";
import type { ReadingContext } from "../../statement.ts";
import { disciplineName, eventName, phaseName } from "../../words/names.ts";
import { absolute, instantOf, offsetOf } from "../../reading/times.ts";
import type { Element } from "../../reading/xml.ts";
import { child, required, value } from "../../reading/xml.ts";

export type Header = Told & {
  documentType: string;
  key: string;
  version: number;
  stampedAt: string;
  resultStatus: string | null;
  competitionCode: string;
  rsc: string;
  /** A part of the unit, as `H1`. */
  subcode: string | null;
  /** Absent: the provider takes the message back. */
  competition: Element | null;
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
  const subcode = value(body, "DocumentSubcode");
  const parts = [competitionCode, rsc, subcode, documentType, value(body, "DocumentSubtype")];
  const key = parts.map((part) => part ?? "").join("|");
  return {
    documentType,
    key,
    document: key,
    version: versionOf(body),
    stampedAt: `${date}T${time}`,
    resultStatus: value(body, "ResultStatus"),
    test: value(body, "FeedFlag") !== "P",
    occurredAt,
    statedAt: occurredAt,
    competitionCode,
    rsc,
    subcode,
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
  const [sportName, english] = [value(sport, "DisciplineName"), value(sport, "EventName")];
  const named = eventName(discipline, english);
  const event = named ?? { fr: header.rsc.slice(0, 22), en: header.rsc.slice(0, 22) };
  return {
    eventCode: eventCodeOf(header.competitionCode, header.rsc),
    unitCode: `${header.competitionCode}/${header.rsc}`,
    final: header.rsc.slice(22, 26).startsWith("FNL"),
    subject: { event, phase: phaseName(header.rsc.slice(22, 26)) },
    alias: sportName && english ? eventAlias(header.competitionCode, sportName, english) : null,
    discipline: disciplineName(discipline, sportName),
    venue: value(venue, "VenueName"),
    startsAt: absolute(startOf(header.competition)),
  };
}

function startOf(competition: Element | null): string | null {
  return (
    value(child(competition, "ExtendedInfos", "UnitDateTime"), "StartDate") ??
    value(child(competition, "Unit"), "StartDate")
  );
}

/**
 * Orders what several documents say of one thing: by the time it was said; of one instant, by the documents' own
 * numbers.
 */
export function inOrder({ statedAt, version }: Header): number {
  return Date.parse(statedAt) * 1000 + Math.min(version, 999);
}

function versionOf(body: Element): number {
  const version = Number(required(body, "Version", "number each message of a document, rising"));
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw badField(
    "Version",
    "must be a positive whole number, rising with each message of a document",
  );
}
