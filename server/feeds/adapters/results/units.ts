/** The results table: one row a competitor and unit. Each unit is a document; its version is the time of its last word. */
import type { Draft } from "#server/moments/draft.ts";
import { badField } from "../../bad-message.ts";
import { eventAlias } from "../../reading/alias.ts";
import { groupBy } from "../../reading/group.ts";
import { lead, leaderOf, start } from "../../reading/live.ts";
import { personOf, splitName } from "../../reading/person.ts";
import { type Line, podiumOf, settled } from "../../reading/ranking.ts";
import { cellOf, neededCell, type Row, type Table } from "../../reading/table.ts";
import { absolute, instantOf } from "../../reading/times.ts";
import type { Told, Unit } from "../../reading/unit.ts";
import { type Decides, type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import { disciplineName, eventName } from "../../words/names.ts";
import { prospectsOf } from "./prospects.ts";
import { decidedBy, stageNamed } from "./stages.ts";

const rscLength = 34;
const standings: Record<string, Draft["standing"]> = {
  FINISHED: "confirmed",
  OFFICIAL: "confirmed",
  UNOFFICIAL: "provisional",
  PROTESTED: "protested",
  PROVISIONAL: "protested",
};
const during = ["RUNNING", "LIVE", "INTERMEDIATE", "UNCONFIRMED", "PARTIAL", "INTERRUPTED"];
const before = ["START_LIST", "SCHEDULED", "UNSCHEDULED", "GETTING_READY", "DELAYED", "POSTPONED"];
const never = ["RESCHEDULED", "CANCELLED", "SCHEDULED_BREAK"];

/** What is told of a unit, whatever it says. */
type Heading = { unit: Unit; decides: Decides | null; status: string };

/** A statement a unit. Throws `BadMessage` naming column and row. */
export function readUnits({ rows }: Table, context: ReadingContext): Statement[] {
  const placed = rows.map((row, at) => ({ row, at, code: codeOf(row, at) }));
  return [...groupBy(placed, ({ code }) => code).values()].flatMap((unit) => {
    const [first] = unit;
    if (!first) return [];
    const heading = headingOf(first.row, first.at, first.code, context);
    const told = toldBy(unit, heading.unit, context);
    const lines = unit
      .filter(({ row }) => cellOf(row, "participant_code", "participant_name") !== null)
      .map(({ row, at }) => lineOf(row, at));
    return [statementFor(told, heading, lines)];
  });
}

function statementFor(told: Told, { unit, decides, status }: Heading, lines: Line[]): Statement {
  const standing = standings[status] ?? null;
  const first = during.includes(status) ? leaderOf(lines) : null;
  const prospects = standing && prospectsOf(told, unit, lines, decides, standing);
  return {
    ...statementOf({
      key: told.document ?? "",
      version: told.version ?? 0,
      stampedAt: told.statedAt,
      statedAt: told.statedAt,
      eventCode: unit.eventCode,
      alias: unit.alias,
      type: "result",
    }),
    contested: standing === "protested",
    drafts: standing ? settled(told, unit, lines, standing) : [],
    passing: during.includes(status) ? [start(told, unit)] : [],
    leader: first && { competitor: first.who.code, draft: lead(told, unit, first) },
    podium: standing && unit.final ? podiumOf(lines) : null,
    ...(prospects && { prospects }),
  };
}

/** Some services put the discipline before the code of a whole event. */
function codeOf(row: Row, at: number): string {
  const code = neededCell(row, at, "stage_code").replace(/^[A-Z0-9]{3}_/, "");
  if (code.length <= rscLength) return code.padEnd(rscLength, "-");
  throw badField(
    "stage_code",
    `has ${code.length} characters in row ${at + 1}; a code has ${rscLength}`,
  );
}

function headingOf(row: Row, at: number, code: string, { settings }: ReadingContext): Heading {
  const competition = settings.competition ?? "";
  const event = neededCell(row, at, "event_name", "event");
  const discipline = cellOf(row, "discipline_name", "discipline");
  const phase = code.slice(22, 26);
  const stage = { words: cellOf(row, "stage", "event_stage") ?? "", event, phase };
  const decides = decidedBy(stage);
  const unit: Unit = {
    eventCode: `${competition}/${code.slice(0, 22)}`,
    unitCode: `${competition}/${code}`,
    alias: discipline && eventAlias(competition, discipline, event),
    final: decides === "gold" || decides === "bronze",
    subject: {
      event: eventName(code.slice(0, 3), event) ?? { fr: event, en: event },
      phase: stageNamed(stage),
    },
    discipline: disciplineName(code.slice(0, 3), discipline),
    venue: cellOf(row, "venue"),
    startsAt: null,
  };
  return { unit, decides, status: statusOf(row, at) };
}

function statusOf(row: Row, at: number): string {
  const status = (cellOf(row, "stage_status") ?? "FINISHED").toUpperCase();
  const known = [...Object.keys(standings), ...during, ...before, ...never];
  if (known.includes(status)) return status;
  const given = `"${status.slice(0, 40)}" in row ${at + 1}`;
  throw badField("stage_status", `${given} is no status we know; use ${known.join(", ")}`);
}

function toldBy(
  rows: readonly { row: Row; at: number }[],
  unit: Unit,
  context: ReadingContext,
): Told {
  const dates = rows.map(({ row, at }) => dateOf(row, at, context.venueZone));
  const last = dates.toSorted().at(-1) ?? "";
  return {
    document: `results|${unit.unitCode}`,
    version: Date.parse(last),
    test: false,
    occurredAt: last,
    statedAt: last,
  };
}

/** ISO UTC; a time without offset is the venue's. */
function dateOf(row: Row, at: number, zone: string): string {
  const given = neededCell(row, at, "date");
  const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.(\d{3})\d*)?$/.exec(given);
  const [, day = "", hour, minute, second, fraction = "000"] = local ?? [];
  const date = local
    ? instantOf(day, `${hour}${minute}${second}${fraction}`, zone, null)
    : absolute(given);
  if (date) return date;
  throw badField("date", `"${given.slice(0, 40)}" in row ${at + 1} is no time; use ISO 8601`);
}

function lineOf(row: Row, at: number): Line {
  const irm = cellOf(row, "result_irm");
  const rank = rankOf(row) ?? { W: 1, L: 2 }[cellOf(row, "result_wlt") ?? ""] ?? null;
  const isTeam = /^t/i.test(cellOf(row, "participant_type") ?? "");
  const name = cellOf(row, "participant_name");
  const who = personOf({
    code: neededCell(row, at, "participant_code"),
    type: isTeam ? "team" : "athlete",
    ...(name && !isTeam ? splitName(name) : {}),
    name,
    organisation: cellOf(row, "participant_country_code"),
    gender: cellOf(row, "gender"),
    rank,
    result: cellOf(row, "result") ?? irm,
    irm,
  });
  return { who, records: [], isTime: cellOf(row, "result_type") === "TIME" };
}

/** Ranks are written `1` or `1.0`. */
function rankOf(row: Row): number | null {
  const rank = Number(cellOf(row, "rank") ?? Number.NaN);
  return Number.isInteger(rank) && rank > 0 ? rank : null;
}
