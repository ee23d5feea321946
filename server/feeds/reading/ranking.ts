/** From the ranking of a unit to what the desk should say, whatever format it came in. */
import { createHash } from "node:crypto";
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import type { Placed } from "../statement.ts";
import {
  disqualificationHeadline,
  recordHeadline,
  resultHeadline,
  retirementHeadline,
} from "../words/headlines.ts";
import { isRecord } from "../words/records.ts";
import { absent, disqualified, retired } from "./codes.ts";
import { measureOf } from "./measure.ts";
import { draftBase, type Told, type Unit } from "./unit.ts";

/** How many of a unit's competitors a moment shows; the outcome covers them all. */
const shown = 8;

/** A competitor's line in a ranking. */
export type Line = {
  who: Participant;
  records: string[];
  /** Those of `records` that were equalled, not broken. */
  equalled?: string[];
  isTime: boolean;
  /** Their place was read off the photo, or is still to be. */
  photo?: "evaluated" | "pending";
};

/** What a ranking states: the result, who is out of a final, and the records set. */
export function settled(
  told: Told,
  unit: Unit,
  lines: readonly Line[],
  standing: Draft["standing"],
): Draft[] {
  const outBy = (reasons: readonly string[]) =>
    unit.final ? lines.filter(({ who }) => reasons.includes(who.irm ?? "")) : [];
  return [
    ...resultOf(told, unit, lines, awaiting(lines, standing)),
    ...outBy(disqualified).map((line) => disqualification(told, unit, line, standing)),
    ...outBy([...retired, ...absent]).map((line) => retirement(told, unit, line, standing)),
    ...lines.flatMap((line) =>
      line.records
        .filter(isRecord)
        .map((code) => record(told, unit, line, code, awaiting([line], standing))),
    ),
  ];
}

/** Nothing is confirmed while the photo may still change who is among the first three. */
export function awaiting(lines: readonly Line[], standing: Draft["standing"]): Draft["standing"] {
  const isAwaited = lines.some(
    ({ who, photo }) => photo === "pending" && who.irm === null && (who.rank ?? 0) <= 3,
  );
  return isAwaited && standing === "confirmed" ? "provisional" : standing;
}

function resultOf(
  told: Told,
  unit: Unit,
  lines: readonly Line[],
  standing: Draft["standing"],
): Draft[] {
  const ranked = lines
    .filter((line) => line.who.rank !== null)
    .toSorted((a, b) => (a.who.rank ?? 0) - (b.who.rank ?? 0));
  const winners = ranked.filter((line) => line.who.rank === 1);
  if (winners.length === 0) return [];
  const base = draftBase(told, unit);
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
        signs: ranked.slice(0, 2).some((line) => line.photo) ? ["photo"] : [],
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
  const gap = measureOf(second.who.result) - measureOf(first.who.result);
  return Number.isFinite(gap) && gap >= 0 ? Math.round(gap * 1000) / 1000 : null;
}

/** The places of a unit that decides medals, to compare with the medals. */
export function podiumOf(lines: readonly Line[]): Placed[] {
  return lines.flatMap(({ who }) =>
    who.rank === null ? [] : [{ competitor: who.code, rank: who.rank, result: who.result }],
  );
}

function disqualification(
  told: Told,
  unit: Unit,
  { who }: Line,
  standing: Draft["standing"],
): Draft {
  const base = draftBase(told, unit);
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

function retirement(told: Told, unit: Unit, { who }: Line, standing: Draft["standing"]): Draft {
  const base = draftBase(told, unit);
  return {
    ...base,
    key: `retirement:${unit.unitCode}:${who.code}`,
    kind: "retirement",
    standing,
    headline: retirementHeadline(who, unit.subject),
    participants: [who],
    facts: { ...base.facts, result: who.irm, outcome: who.irm ?? "" },
  };
}

function record(
  told: Told,
  unit: Unit,
  line: Line,
  code: string,
  standing: Draft["standing"],
): Draft {
  const base = draftBase(told, unit);
  const { who, equalled = [] } = line;
  const isEqualled = equalled.includes(code);
  return {
    ...base,
    key: `record:${unit.unitCode}:${who.code}:${code}`,
    kind: "record",
    standing,
    headline: recordHeadline(code, who, unit.subject, isEqualled),
    participants: [who],
    facts: {
      ...base.facts,
      result: who.result,
      record: code,
      outcome: `${code}:${who.result ?? ""}${isEqualled ? ":equalled" : ""}`,
    },
    marks: { ...base.marks, records: [code] },
  };
}
