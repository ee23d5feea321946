/** The schedule table: which units decide medals, and which are not held as planned. It has names and no codes. */
import type { Draft } from "#server/moments/draft.ts";
import { aliasOf } from "../../reading/alias.ts";
import { changedSchedule } from "../../reading/codes.ts";
import { groupBy } from "../../reading/group.ts";
import { namedEvent } from "../../reading/medal-list.ts";
import { cellOf, neededCell, type Row, type Table } from "../../reading/table.ts";
import { absolute, wallClock } from "../../reading/times.ts";
import { draftBase, type Told, type Unit } from "../../reading/unit.ts";
import { type Decides, type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import { scheduleHeadline } from "../../words/headlines.ts";
import { stageNamed, withoutEvent } from "./stages.ts";

/** A statement an event and day: the newest table of a day is what holds of it. */
export function readPlan({ rows }: Table, context: ReadingContext): Statement[] {
  const competition = context.settings.competition ?? "";
  const units = rows.map((row, at) => {
    const named = {
      discipline: neededCell(row, at, "discipline"),
      event: neededCell(row, at, "event"),
    };
    const day = cellOf(row, "day") ?? neededCell(row, at, "start_date").slice(0, 10);
    return { row, day, event: namedEvent(competition, named), name: named.event };
  });
  const days = groupBy(units, ({ event, day }) => `plan|${event.eventCode}|${day}`);
  return [...days].flatMap(([key, ofEvent]) => {
    const [first] = ofEvent;
    if (!first) return [];
    const { eventCode, alias } = first.event;
    const told = toldBy(key, context.receivedAt);
    const heading = {
      key,
      version: context.receivedAt,
      stampedAt: told.statedAt,
      statedAt: told.statedAt,
    };
    const plan = [...new Set(ofEvent.flatMap(({ row }) => decidedIn(row)))];
    const places = groupBy(ofEvent, placeOf);
    const passing = [...places.values()].flatMap((units) =>
      units.flatMap((each, at) => changesOf(told, unitOf(each, at), each.row, context)),
    );
    return [{ ...statementOf({ ...heading, eventCode, alias, type: "plan" }), plan, passing }];
  });
}

type Planned = { row: Row; day: string; event: Unit; name: string };

function toldBy(document: string, receivedAt: number): Told {
  const at = new Date(receivedAt).toISOString();
  return { document, version: receivedAt, test: false, occurredAt: at, statedAt: at };
}

/** A semi-final that decides third place gives bronze to who loses it. */
function decidedIn(row: Row): Decides[] {
  const medal = Number(cellOf(row, "event_medal") ?? 0);
  if (cellOf(row, "status") === "CANCELLED") return [];
  if (medal === 1) return ["gold"];
  if (medal !== 3) return [];
  return [/semi[- ]?final/i.test(cellOf(row, "phase") ?? "") ? "semifinal" : "bronze"];
}

/** Units without a code are told apart by stage and place, and of one place by their order. */
function placeOf({ row, day }: Planned): string {
  return `${day}|${aliasOf(cellOf(row, "phase") ?? "")}|${cellOf(row, "location_code", "venue_code") ?? ""}`;
}

function unitOf(planned: Planned, at: number): Unit {
  const { row, event, name } = planned;
  const words = withoutEvent(cellOf(row, "phase") ?? "", name);
  return {
    ...event,
    unitCode: `${event.eventCode}|${placeOf(planned)}#${at + 1}`,
    subject: { ...event.subject, phase: stageNamed({ words, event: name, phase: phaseIn(words) }) },
    venue: cellOf(row, "venue"),
    startsAt: absolute(cellOf(row, "start_date")),
  };
}

/** The letters of a phase that its words name. */
function phaseIn(words: string): string {
  if (/^semi[- ]?finals?$/i.test(words)) return "SFNL";
  if (/^quarter[- ]?finals?$/i.test(words)) return "QFNL";
  return /^finals?$/i.test(words) ? "FNL" : "";
}

function changesOf(told: Told, unit: Unit, row: Row, { venueZone }: ReadingContext): Draft[] {
  const status = (cellOf(row, "status") ?? "").toUpperCase();
  if (!changedSchedule.includes(status)) return [];
  const base = draftBase(told, unit);
  const at = unit.startsAt && wallClock(unit.startsAt, venueZone);
  return [
    {
      ...base,
      key: `schedule:${unit.unitCode}`,
      kind: "schedule",
      standing: "confirmed",
      headline: scheduleHeadline(status, at, unit.subject),
      participants: [],
      facts: { ...base.facts, outcome: `${status}:${unit.startsAt ?? ""}` },
    },
  ];
}
