/** Rounds of a meeting, which entries and timetables have as letters and results as words. */
import type { Bilingual } from "#shared/locales.ts";
import { eventName, phaseName } from "../../words/names.ts";

/** `p` preliminary, `q` qualification, `h` heats, `r` further rounds, `s` semi-finals, `f` final, `m` part of a combined event. */
export type Round = "p" | "q" | "h" | "r" | "s" | "f" | "m";

const order: Record<Round, number> = { p: 0, q: 1, h: 1, m: 1, r: 2, s: 3, f: 4 };
const phases: Record<Round, string> = {
  p: "PREL",
  q: "QUAL",
  h: "HEAT",
  r: "",
  s: "SFNL",
  f: "FNL",
  m: "",
};

/** From the first round to the final. */
export function orderOf(round: Round): number {
  return order[round];
}

/** By the first letter of an entry's heat (`h3`, `qA`; empty: there is one round) or of a timetable's code. */
export function roundLettered(code: string): Round {
  const letter = code.trim().slice(0, 1).toLowerCase();
  // Entries write the parts of a combined event as `c`.
  if (letter === "c") return "m";
  if (letter === "") return "f";
  return letter in order ? (letter as Round) : "r";
}

/** By the word of a result; what is called a qualification is one, whatever round it is said to be. */
export function roundNamed(word: string, name: string | null): Round {
  if (/^qualif/i.test(name ?? "")) return "q";
  const known: Record<string, Round> = { PRELIM: "p", QUAL: "q", HEAT: "h", SEMI: "s", FINAL: "f" };
  return known[word.toUpperCase()] ?? "r";
}

/** What a unit is called: of heats and semi-finals with their number, of a part of a combined event with its name. */
export function phaseOf(round: Round, name: string | null, part: string | null): Bilingual | null {
  const number = /\b(\d+)$/.exec(name ?? "")?.[1];
  const own = part === null ? null : eventName("", part);
  const heat = number ? { fr: `série ${number}`, en: `heat ${number}` } : null;
  if (own) return heat ? both(own, heat) : own;
  const phase = phaseName(phases[round]);
  if (round === "h" && heat) return heat;
  if (round === "p" && phase && heat) return both(phase, heat);
  if (round === "s" && phase && number)
    return { fr: `${phase.fr} ${number}`, en: `${phase.en} ${number}` };
  return phase ?? (name ? { fr: name, en: name } : null);
}

function both(one: Bilingual, other: Bilingual): Bilingual {
  return { fr: `${one.fr}, ${other.fr}`, en: `${one.en}, ${other.en}` };
}

/** What a timetable calls a unit: all heats of a day are one line of it. */
export function sessionOf(date: string, round: Round, part: string | null): string {
  return [date, round, part ?? ""].join("|");
}
