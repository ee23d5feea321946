/** Who plays, in F7 and F24: numbers, with a letter before them in F7 only. */
import type { Side } from "../../reading/football-match.ts";
import { sideNamed } from "../../words/football.ts";

/** `569` of `t569`. */
export function numberOf(reference: string): string {
  return reference.replace(/^[a-z]+(?=\d)/i, "");
}

export function sideOf(id: string, given: string): Side {
  return { id: numberOf(id), ...sideNamed(given) };
}

/** The match as both documents name it; by its sides and day where its number was left out. */
export function codeOf(id: string | null, home: Side, away: Side, day: string | null): string {
  if (id) return `opta/${numberOf(id)}`;
  return `opta/${[home.id, away.id].toSorted().join("-")}-${day?.slice(0, 10) ?? ""}`;
}
