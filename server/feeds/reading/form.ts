/** What was known of a field before a race, and what that makes of its result: an upset, a personal best that is none. */
import type { Draft } from "#server/moments/draft.ts";
import type { Bests, Entered, Field, Runner } from "../statement.ts";
import { measureOf } from "./measure.ts";

/** The winner of a final is a surprise where at least so many of the field had a better season. */
const enough = 3;

/** A result or a medal as the entries of its event make it; any other draft as it is. */
export function withForm(draft: Draft, field: Field, entered: readonly Entered[]): Draft {
  const winners = winnersIn(draft, field);
  if (winners.length === 0) return draft;
  const known = knownBy(field, entered);
  const surprising = draft.marks.final && winners.some((each) => isUpset(each, field, known));
  const claims = winners.filter(({ claimsBest }) => claimsBest);
  const isDenied = claims.length > 0 && claims.every((each) => isContradicted(each, field, known));
  const { signs, records } = draft.marks;
  return {
    ...draft,
    marks: {
      ...draft.marks,
      signs: surprising ? [...signs, "upset"] : signs,
      records: isDenied ? records.filter((code) => code !== "PB") : records,
    },
  };
}

function winnersIn({ kind, participants }: Draft, { runners }: Field): Runner[] {
  const first = runners.filter(({ rank }) => rank === 1);
  if (kind === "result") return first;
  return kind === "medal"
    ? first.filter(({ competitor }) => competitor === participants[0]?.code)
    : [];
}

type Known = (competitor: string) => Bests | null;

/** By the entries of its own round, else of the last one before it: those of a later one may know how it ended. */
function knownBy({ round }: Field, entered: readonly Entered[]): Known {
  const inTime = entered
    .filter((each) => each.round <= round)
    .toSorted((a, b) => b.round - a.round);
  return (competitor) =>
    inTime.map(({ bests }) => bests[competitor]).find((bests) => bests !== undefined) ?? null;
}

/** Whoever has no season's best counts for nobody: three that were better are three, whatever is missing. */
function isUpset(winner: Runner, field: Field, known: Known): boolean {
  const own = seasonOf(winner, known);
  const better = field.runners.filter((each) => isBetter(field, seasonOf(each, known), own));
  return better.length >= enough;
}

/** NaN where nobody knows. Entries written anew after the race have its own mark in them, which says nothing of before. */
function seasonOf({ competitor, mark }: Runner, known: Known): number {
  const season = measureOf(known(competitor)?.seasonal ?? null);
  return season === measureOf(mark) ? Number.NaN : season;
}

function isContradicted({ competitor, mark }: Runner, field: Field, known: Known): boolean {
  return isBetter(field, measureOf(known(competitor)?.personal ?? null), measureOf(mark));
}

function isBetter({ byTime }: Field, one: number, other: number): boolean {
  return byTime ? one < other : one > other;
}
