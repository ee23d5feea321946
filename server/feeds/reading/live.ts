/** What a unit says while it is under way. */
import type { Draft } from "#server/moments/draft.ts";
import { leadHeadline, startHeadline } from "../words/headlines.ts";
import type { Statement, Summary } from "../statement.ts";
import type { Line } from "./ranking.ts";
import { draftBase, type Told, type Unit } from "./unit.ts";

/** First by rank; in a duel without ranks, whoever has more. */
export function leaderOf(lines: readonly Line[]): Line | null {
  const first = lines.find((line) => line.who.rank === 1 && line.photo !== "pending");
  if (first) return first;
  const [a, b] = lines;
  if (lines.length !== 2 || !a || !b) return null;
  const margin = Number(a.who.result ?? Number.NaN) - Number(b.who.result ?? Number.NaN);
  if (Number.isNaN(margin) || margin === 0) return null;
  return margin > 0 ? a : b;
}

/** The unit is under way. */
export function start(told: Told, unit: Unit): Draft {
  const base = draftBase(told, unit);
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

/** Somebody else leads. */
export function lead(told: Told, unit: Unit, { who }: Pick<Line, "who">): Draft {
  const base = draftBase(told, unit);
  const facts = { ...base.facts, result: who.result, outcome: who.code };
  const key = `lead:${unit.unitCode}:${told.version}`;
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

/** Who is ahead by a document that has codes only, as the unit's cast calls them; null while nobody has named them. */
export function leadByCode(
  { ahead, unit }: Statement,
  others: readonly Summary[],
): Statement["leader"] {
  const cast = others.find((each) => each.unit === unit && each.cast)?.cast;
  const known = cast?.people.find(({ code }) => code === ahead?.who.code);
  if (!ahead || !cast || !known) return null;
  const { rank, result } = ahead.who;
  const draft = lead(ahead.told, cast.unit, { who: { ...known, rank, result } });
  // Versions are numbered in each document by itself.
  const key = `lead:${cast.unit.unitCode}:current:${ahead.told.version}`;
  return { competitor: known.code, draft: { ...draft, key } };
}
