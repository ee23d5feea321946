/** What the palette offers for what was typed. Pure. */
import type { Moment } from "#shared/moments.ts";

const mostMoments = 8;
/** Older ones are searched for. */
const newest = 200;

/** Case and accents do not count. */
function folded(words: string): string {
  return words.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** Whether every word typed begins a word of these. */
function isMeant(typed: string, words: string): boolean {
  const all = folded(words).split(/[^\p{L}\p{N}]+/u);
  const asked = folded(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return asked.every((each) => all.some((word) => word.startsWith(each)));
}

/** The acts that what was typed may mean, in the order of the registry; all of them while nothing is typed. */
export function findActs<Act extends { words: string }>(
  typed: string,
  acts: readonly Act[],
): Act[] {
  return acts.filter(({ words }) => isMeant(typed, words));
}

/** The newest moments it may mean; none while nothing is typed. */
export function findMoments(typed: string, moments: readonly Moment[]): Moment[] {
  return typed.trim() === "" ? [] : searchMoments(typed, moments.slice(0, newest));
}

/** The moments it may mean by their headline in either language, the newest first; while nothing is typed, the newest. */
export function searchMoments(typed: string, moments: readonly Moment[]): Moment[] {
  return moments
    .filter(({ headline }) => isMeant(typed, `${headline.fr} ${headline.en}`))
    .slice(0, mostMoments);
}
