/** DT_SCHEDULE_UPDATE: only the units that changed, so each unit is a document of its own. */
import type { Draft } from "#server/moments/draft.ts";
import type { ReadingContext, Statement } from "../../statement.ts";
import { ceremonyHeadline, scheduleHeadline, startHeadline } from "./headlines.ts";
import type { Header, Unit } from "./header.ts";
import { draftBase, eventCodeOf, rscOf } from "./header.ts";
import { disciplineName, eventName, phaseName } from "./names.ts";
import { absolute, wallClock } from "./times.ts";
import type { Element } from "./xml.ts";
import { child, children, required, value } from "./xml.ts";

const changes = ["DELAYED", "POSTPONED", "RESCHEDULED", "CANCELLED"];
/** PhaseType of opening and closing ceremonies, and of medal ceremonies. */
const ceremonies = ["0", "6"];
const phaseWords = /\s+(final|semi-?finals?|quarter-?finals?|heats?|round)\b.*$/i;

/** What the message states, a statement per unit. Throws `BadMessage` for a unit without code or status. */
export function readSchedule(header: Header, context: ReadingContext): Statement[] {
  return children(header.competition, "Unit").map((element) => {
    const rsc = rscOf(required(element, "Code", "give each Unit its code"), "Unit@Code");
    const unit = unitOf(header, element, rsc);
    return {
      key: `${header.key}#${rsc}`,
      version: header.version,
      stampedAt: header.stampedAt,
      eventCode: unit.eventCode,
      type: "schedule",
      invalidated: false,
      contested: false,
      drafts: [],
      passing: passingOf(header, unit, element, context.venueZone),
      leader: null,
      podium: null,
      medals: null,
    };
  });
}

function unitOf(header: Header, element: Element, rsc: string): Unit {
  const english = value(child(element, "ItemName"), "Value") ?? value(element, "ItemName");
  const discipline = rsc.slice(0, 3);
  const phase = phaseName(rsc.slice(22, 26));
  const name = eventName(discipline, phase ? (english?.replace(phaseWords, "") ?? null) : english);
  return {
    eventCode: eventCodeOf(header.competitionCode, rsc),
    unitCode: `${header.competitionCode}/${rsc}`,
    final: rsc.slice(22, 26).startsWith("FNL"),
    subject: { event: name ?? { fr: rsc, en: rsc }, phase },
    discipline: disciplineName(discipline, null),
    venue: value(child(element, "VenueDescription"), "VenueName"),
    startsAt: absolute(value(element, "StartDate")),
  };
}

function passingOf(header: Header, unit: Unit, element: Element, zone: string): Draft[] {
  const status = required(element, "ScheduleStatus", "say how the unit stands");
  const base = { ...draftBase(header, unit), standing: "confirmed" as const, participants: [] };
  if (changes.includes(status)) {
    const headline = scheduleHeadline(
      status,
      unit.startsAt && wallClock(unit.startsAt, zone),
      unit.subject,
    );
    const facts = { ...base.facts, outcome: `${status}:${unit.startsAt ?? ""}` };
    return [{ ...base, key: `schedule:${unit.unitCode}`, kind: "schedule", headline, facts }];
  }
  if (status !== "RUNNING") return [];
  const facts = { ...base.facts, outcome: "started" };
  if (ceremonies.includes(value(element, "PhaseType") ?? "")) {
    return [
      {
        ...base,
        key: `ceremony:${unit.unitCode}`,
        kind: "ceremony",
        headline: ceremonyHeadline(unit.subject),
        facts,
      },
    ];
  }
  return [
    {
      ...base,
      key: `start:${unit.unitCode}`,
      kind: "start",
      headline: startHeadline(unit.subject),
      facts,
    },
  ];
}
