/** DT_RESULT: one unit's results, sent in full every time. */
import { createHash } from "node:crypto";
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import type { Statement } from "../../statement.ts";
import {
  disqualificationHeadline,
  leadHeadline,
  recordHeadline,
  resultHeadline,
  startHeadline,
} from "./headlines.ts";
import type { Header, Unit } from "./header.ts";
import { draftBase, unitOf } from "./header.ts";
import { participantOf } from "./people.ts";
import type { Element } from "./xml.ts";
import { child, children, value, whole } from "./xml.ts";

/** Statuses of a unit: before, during, with a result that stands in some way. */
const standings: Record<string, Draft["standing"]> = {
  UNOFFICIAL: "provisional",
  OFFICIAL: "confirmed",
  PROTESTED: "protested",
  PROVISIONAL: "protested",
};
const before = ["START_LIST"];
const during = ["LIVE", "INTERMEDIATE", "UNCONFIRMED", "PARTIAL"];
/** How many of a unit's competitors a moment shows; the outcome covers them all. */
const shown = 8;
const disqualified = ["DSQ", "DQB"];
const worldly = (code: string) => code !== "PB" && code !== "SB";

type Line = { who: Participant; records: string[]; isTime: boolean };

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
    eventCode: unit.eventCode,
    type: "result",
    invalidated: header.competition === null,
    contested: standing === "protested" && header.competition !== null,
    drafts: standing ? settled(header, unit, lines, standing) : [],
    passing: isLive && header.competition ? [start(header, unit)] : [],
    leader:
      isLive && leader ? { competitor: leader.who.code, draft: lead(header, unit, leader) } : null,
    podium: standing && unit.final ? podiumOf(lines) : null,
    medals: null,
  };
}

function lineOf(result: Element): Line {
  const competitor = child(result, "Competitor");
  if (!competitor) throw badField("Competitor", "is missing in a Result; say whose result it is");
  const rank = whole(result, "Rank") ?? { W: 1, L: 2 }[value(result, "WLT") ?? ""] ?? null;
  const irm = value(result, "IRM");
  return {
    who: participantOf(competitor, { rank, result: value(result, "Result") ?? irm, irm }),
    records: children(child(result, "RecordIndicators"), "RecordIndicator")
      .map((record) => value(record, "RecordType") ?? value(record, "Code"))
      .filter((code) => code !== null),
    isTime: value(result, "ResultType") === "TIME",
  };
}

/** First by rank; in a duel without ranks, whoever has more. */
function leaderOf(lines: readonly Line[]): Line | null {
  const first = lines.find((line) => line.who.rank === 1);
  if (first) return first;
  const [a, b] = lines;
  if (lines.length !== 2 || !a || !b) return null;
  const margin = Number(a.who.result ?? Number.NaN) - Number(b.who.result ?? Number.NaN);
  if (Number.isNaN(margin) || margin === 0) return null;
  return margin > 0 ? a : b;
}

function settled(
  header: Header,
  unit: Unit,
  lines: readonly Line[],
  standing: Draft["standing"],
): Draft[] {
  const out = unit.final ? lines.filter((line) => disqualified.includes(line.who.irm ?? "")) : [];
  return [
    ...resultOf(header, unit, lines, standing),
    ...out.map((line) => disqualification(header, unit, line, standing)),
    ...lines.flatMap((line) =>
      line.records.filter(worldly).map((code) => record(header, unit, line, code, standing)),
    ),
  ];
}

function resultOf(
  header: Header,
  unit: Unit,
  lines: readonly Line[],
  standing: Draft["standing"],
): Draft[] {
  const ranked = lines
    .filter((line) => line.who.rank !== null)
    .toSorted((a, b) => (a.who.rank ?? 0) - (b.who.rank ?? 0));
  const winners = ranked.filter((line) => line.who.rank === 1);
  if (winners.length === 0) return [];
  const base = draftBase(header, unit);
  const score = scoreOf(ranked);
  const loser = score ? (ranked[1]?.who ?? null) : null;
  return [
    {
      ...base,
      key: `result:${unit.unitCode}`,
      kind: "result",
      standing,
      headline: resultHeadline(
        winners.map((line) => line.who).slice(0, 2),
        loser,
        score,
        unit.subject,
      ),
      participants: ranked.slice(0, shown).map((line) => line.who),
      facts: {
        ...base.facts,
        result: score ? null : (winners[0]?.who.result ?? null),
        score,
        outcome: outcomeOf(lines),
      },
      marks: {
        ...base.marks,
        gapSeconds: gapOf(ranked),
        records: winners.flatMap((line) => line.records),
      },
    },
  ];
}

/** Competitor, rank, mark and reason of each, in an order of its own: names, dates and sorting are no outcome. */
function outcomeOf(lines: readonly Line[]): string {
  const told = lines
    .map(({ who }) => [who.code, who.rank, who.result, who.irm].join(":"))
    .toSorted();
  return createHash("sha256").update(told.join("\n")).digest("hex").slice(0, 32);
}

function scoreOf(ranked: readonly Line[]): string | null {
  const [first, second] = ranked.map((line) => line.who.result);
  if (ranked.length !== 2 || !first || !second || ranked[0]?.isTime) return null;
  return /^\d+$/.test(first) && /^\d+$/.test(second) ? `${first}–${second}` : null;
}

function gapOf(ranked: readonly Line[]): number | null {
  const [first, second] = ranked;
  if (!first?.isTime || !second?.isTime) return null;
  const gap = seconds(second.who.result) - seconds(first.who.result);
  return Number.isFinite(gap) && gap >= 0 ? Math.round(gap * 1000) / 1000 : null;
}

function seconds(mark: string | null): number {
  if (!mark || !/^(\d+:){0,2}\d+(\.\d+)?$/.test(mark)) return Number.NaN;
  return mark.split(":").reduce((total, part) => total * 60 + Number(part), 0);
}

function podiumOf(lines: readonly Line[]): Statement["podium"] {
  return lines.flatMap(({ who }) =>
    who.rank === null ? [] : [{ competitor: who.code, rank: who.rank, result: who.result }],
  );
}

function start(header: Header, unit: Unit): Draft {
  const base = draftBase(header, unit);
  const facts = { ...base.facts, outcome: "started" };
  return {
    ...base,
    key: `start:${unit.unitCode}`,
    kind: "start",
    standing: "confirmed",
    headline: startHeadline(unit.subject),
    participants: [],
    facts,
  };
}

function lead(header: Header, unit: Unit, { who }: Line): Draft {
  const base = draftBase(header, unit);
  const facts = { ...base.facts, result: who.result, outcome: who.code };
  const key = `lead:${unit.unitCode}:${header.version}`;
  return {
    ...base,
    key,
    kind: "lead",
    standing: "confirmed",
    headline: leadHeadline(who, unit.subject),
    participants: [who],
    facts,
  };
}

function disqualification(
  header: Header,
  unit: Unit,
  { who }: Line,
  standing: Draft["standing"],
): Draft {
  const base = draftBase(header, unit);
  const headline = disqualificationHeadline(who, unit.subject);
  const facts = { ...base.facts, result: who.irm, outcome: who.irm ?? "" };
  return {
    ...base,
    key: `disqualification:${unit.unitCode}:${who.code}`,
    kind: "disqualification",
    standing,
    headline,
    participants: [who],
    facts,
  };
}

function record(
  header: Header,
  unit: Unit,
  line: Line,
  code: string,
  standing: Draft["standing"],
): Draft {
  const base = draftBase(header, unit);
  const { who } = line;
  return {
    ...base,
    key: `record:${unit.unitCode}:${who.code}:${code}`,
    kind: "record",
    standing,
    headline: recordHeadline(code, who, unit.subject),
    participants: [who],
    facts: {
      ...base.facts,
      result: who.result,
      record: code,
      outcome: `${code}:${who.result ?? ""}`,
    },
    marks: { ...base.marks, records: [code] },
  };
}
