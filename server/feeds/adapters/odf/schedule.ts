/**
 * DT_SCHEDULE and DT_SCHEDULE_UPDATE: what is planned and what changed of it, so each unit is a document of its own, and
 * the later word on it holds, whichever of the two brought it.
 */
import type { Draft } from "#server/moments/draft.ts";
import { type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import { ceremonyHeadline, scheduleHeadline, startHeadline } from "../../words/headlines.ts";
import {
  ceremonyPhases,
  changedSchedule,
  runningSchedule,
  silentPhases,
} from "../../reading/codes.ts";
import { draftBase, type Unit } from "../../reading/unit.ts";
import type { Header } from "./header.ts";
import { eventCodeOf, inOrder, rscOf } from "./header.ts";
import { disciplineName, eventName, phaseName } from "../../words/names.ts";
import { absolute, wallClock } from "../../reading/times.ts";
import type { Element } from "../../reading/xml.ts";
import { child, children, required, value } from "../../reading/xml.ts";

const phaseWords = /\s+(final|semi-?finals?|quarter-?finals?|heats?|round)\b.*$/i;

/** What the message states, a statement per unit. Throws `BadMessage` for a unit without code or status. */
export function readSchedule(header: Header, context: ReadingContext): Statement[] {
  return children(header.competition, "Unit").map((element) => {
    const rsc = rscOf(required(element, "Code", "give each Unit its code"), "Unit@Code");
    const unit = unitOf(header, element, rsc);
    const statement = statementOf({
      key: `schedule|${unit.unitCode}`,
      version: inOrder(header),
      stampedAt: header.stampedAt,
      statedAt: header.statedAt,
      eventCode: unit.eventCode,
      alias: unit.alias,
      type: "schedule",
    });
    const { startsAt } = unit;
    return { ...statement, startsAt, passing: passingOf(header, unit, element, context.venueZone) };
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
    alias: null,
    discipline: disciplineName(discipline, null),
    venue: value(child(element, "VenueDescription"), "VenueName"),
    startsAt: absolute(value(element, "StartDate")),
  };
}

function passingOf(header: Header, unit: Unit, element: Element, zone: string): Draft[] {
  const status = required(element, "ScheduleStatus", "say how the unit stands");
  const base = { ...draftBase(header, unit), standing: "confirmed" as const, participants: [] };
  if (changedSchedule.includes(status)) {
    const headline = scheduleHeadline(
      status,
      unit.startsAt && wallClock(unit.startsAt, zone),
      unit.subject,
    );
    const facts = { ...base.facts, outcome: `${status}:${unit.startsAt ?? ""}` };
    return [{ ...base, key: `schedule:${unit.unitCode}`, kind: "schedule", headline, facts }];
  }
  const phaseType = value(element, "PhaseType") ?? "";
  // Nobody starts in a training or a press conference.
  if (status !== runningSchedule || silentPhases.includes(phaseType)) return [];
  const facts = { ...base.facts, outcome: "started" };
  if (ceremonyPhases.includes(phaseType)) {
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
