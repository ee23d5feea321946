/** DT_RESULT: one unit's results, sent in full every time. */
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import type { Cast, Statement } from "../../statement.ts";
import { isThrough, placeOfBout } from "../../reading/codes.ts";
import { lead, leaderOf, start } from "../../reading/live.ts";
import { qualified } from "../../reading/qualified.ts";
import { awaiting, type Line, podiumOf, settled } from "../../reading/ranking.ts";
import type { Unit } from "../../reading/unit.ts";
import { recordOf } from "../../words/records.ts";
import type { Header } from "./header.ts";
import { unitOf } from "./header.ts";
import { participantOf } from "./people.ts";
import type { Element } from "../../reading/xml.ts";
import { child, children, value, whole } from "../../reading/xml.ts";

/** Statuses of a unit: before, during, with a result that stands in some way. */
const standings: Record<string, Draft["standing"]> = {
  UNOFFICIAL: "provisional",
  OFFICIAL: "confirmed",
  PROTESTED: "protested",
  PROVISIONAL: "protested",
};
const before = ["START_LIST"];
const during = ["LIVE", "INTERMEDIATE", "UNCONFIRMED", "PARTIAL"];

/** What the message states. Throws `BadMessage` for a status or a line it cannot use. */
export function readResult(header: Header): Statement {
  const status = header.resultStatus ?? "";
  const standing = standings[status];
  if (!standing && ![...before, ...during].includes(status)) {
    const known = [...before, ...during, ...Object.keys(standings)].join(", ");
    throw badField(
      "ResultStatus",
      `"${status.slice(0, 40)}" is not a status we know; use ${known}`,
    );
  }
  const unit = unitOf(header);
  const lines = children(header.competition, "Result").map(lineOf);
  const leader = leaderOf(lines);
  const isLive = during.includes(status);
  return {
    key: header.key,
    version: header.version,
    stampedAt: header.stampedAt,
    statedAt: header.statedAt,
    eventCode: unit.eventCode,
    alias: unit.alias,
    type: "result",
    invalidated: header.competition === null,
    contested: standing === "protested" && header.competition !== null,
    drafts: standing
      ? [
          ...settled(header, unit, lines, standing),
          ...qualified(header, unit, throughIn(header), awaiting(lines, standing)),
        ]
      : [],
    passing: isLive && header.competition ? [start(header, unit)] : [],
    leader:
      isLive && leader ? { competitor: leader.who.code, draft: lead(header, unit, leader) } : null,
    podium: standing && unit.final ? podiumOf(lines) : null,
    medals: null,
    unit: unit.unitCode,
    ...(!standing && header.competition && { cast: castOf(unit, lines) }),
  };
}

/** Larger fields are told by their names at the start only. */
const largest = 200;

function castOf(unit: Unit, lines: readonly Line[]): Cast {
  return { unit, people: lines.slice(0, largest).map(({ who }) => who) };
}

/** Whoever has a mark of qualification, by place (Q) or by time (q). */
function throughIn({ competition }: Header): Participant[] {
  return children(competition, "Result")
    .filter((result) => isThrough(value(result, "QualificationMark") ?? ""))
    .map((result) => lineOf(result).who);
}

/** A competitor's line of DT_RESULT or DT_CURRENT. */
export function lineOf(result: Element): Line {
  const competitor = child(result, "Competitor");
  if (!competitor) throw badField("Competitor", "is missing in a Result; say whose result it is");
  // A rank without a mark is one of the whole combined event, not of this unit.
  const found = extended(result, "LIVE");
  const live = value(found, "Value") === null ? null : found;
  const wlt = placeOfBout[value(result, "WLT") ?? ""] ?? null;
  const rank = whole(result, "Rank") ?? (live && whole(live, "Rank")) ?? wlt;
  const irm = value(result, "IRM");
  const mark = value(result, "Result") ?? value(live, "Value") ?? irm;
  const indicators = children(child(result, "RecordIndicators"), "RecordIndicator").flatMap(setIn);
  const photo = photoOf(result);
  return {
    who: participantOf(competitor, { rank, result: mark, irm }),
    records: indicators.map(({ code }) => code),
    equalled: indicators.filter(({ isEqualled }) => isEqualled).map(({ code }) => code),
    isTime: value(result, "ResultType") === "TIME",
    ...(photo && { photo }),
  };
}

function setIn(indicator: Element): { code: string; isEqualled: boolean }[] {
  const type = value(indicator, "RecordType") ?? value(indicator, "Code");
  if (type === null) return [];
  const { code, isEqualled } = recordOf(type);
  return [{ code, isEqualled: isEqualled || value(indicator, "Equalled") === "Y" }];
}

/** A result of a sport's own: `PHOTO`, or `LIVE` of what is under way. */
function extended(result: Element, code: string): Element | null {
  const all = children(child(result, "ExtendedResults"), "ExtendedResult");
  return all.find((each) => value(each, "Code") === code) ?? null;
}

/** E, or Y: evaluated. P, or a time that nobody has checked yet: pending. */
function photoOf(result: Element): Line["photo"] | null {
  const photo = value(result, "PhotoFinish") ?? value(extended(result, "PHOTO"), "Value");
  if (photo === "P" || value(result, "Unchecked") === "Y") return "pending";
  return photo === "E" || photo === "Y" ? "evaluated" : null;
}
