/** Whom the desk can be told to look for, found as it is typed. Pure. */
import type { Locale } from "#shared/locales.ts";
import type { Moment, Participant } from "#shared/moments.ts";
import { beginsName, foldedName } from "#shared/names.ts";
import { organisationCodes, organisationName } from "#shared/organisations.ts";

/** `value` is what the desk keeps; `name` is shown, with `note` beside it. */
export type Found = { value: string; name: string; note: string };

const most = 6;

/** A delegation as it is shown; one that is not in the dictionary by its code alone. */
export function delegation(code: string, locale: Locale): Found {
  const name = organisationName(code)?.[locale];
  return name ? { value: code, name, note: code } : { value: code, name: code, note: "" };
}

/** By code, or by the beginning of any word of its name in either language; an exact code first. */
export function findDelegations(typed: string, locale: Locale, taken: readonly string[]): Found[] {
  const code = typed.trim().toUpperCase();
  return organisationCodes
    .filter((each) => !taken.includes(each) && isAskedFor(each, code, typed))
    .map((each) => delegation(each, locale))
    .toSorted(
      (a, b) => nearness(a.value, typed) - nearness(b.value, typed) || a.name.localeCompare(b.name),
    )
    .slice(0, most);
}

function isAskedFor(each: string, code: string, typed: string): boolean {
  if (code === "") return false;
  const name = organisationName(each);
  return (
    each.startsWith(code) ||
    (name !== null && (beginsName(typed, name.fr) || beginsName(typed, name.en)))
  );
}

/** What names it best: its code, a whole name in either language, the beginning of its code, that of a word. */
function nearness(code: string, typed: string): number {
  const name = organisationName(code);
  const [asCode, asName] = [typed.trim().toUpperCase(), foldedName(typed)];
  if (code === asCode) return 0;
  if (name && [name.fr, name.en].some((each) => foldedName(each) === asName)) return 1;
  if (code.startsWith(asCode)) return 2;
  // A shorter name is the more likely: Allemagne, before Allemagne de l’Est.
  return 3 + Math.min(name?.fr.length ?? 0, name?.en.length ?? 0);
}

/** A code the dictionary does not know, where it is written as one; else null. */
export function unknownCode(typed: string, taken: readonly string[]): string | null {
  const code = typed.trim().toUpperCase();
  const isOne = /^[A-Z]{3}$/.test(code) && !organisationCodes.includes(code);
  return isOne && !taken.includes(code) ? code : null;
}

/** People of the moments on the desk, by code or name. One whose name another has, too, is kept by code. */
export function findPeople(
  typed: string,
  moments: readonly Pick<Moment, "participants">[],
  taken: readonly string[],
): Found[] {
  const people = peopleOf(moments);
  return people
    .filter(({ code, name }) => code === typed.trim() || beginsName(typed, name))
    .map((each) => foundOf(each, people))
    .filter(({ value }, at, all) => !holds(taken, value) && at === firstOf(all, value))
    .slice(0, most);
}

function firstOf(all: readonly Found[], value: string): number {
  return all.findIndex((each) => each.value === value);
}

/** One who is followed, as the desk knows them. */
export function person(value: string, moments: readonly Pick<Moment, "participants">[]): Found {
  const folded = foldedName(value);
  const known = peopleOf(moments).find(
    ({ code, name }) => code === value || foldedName(name) === folded,
  );
  return known
    ? { value, name: known.name, note: known.organisation ?? "" }
    : { value, name: value, note: "" };
}

/** Whether a list has a name already, however it is spelled. */
export function holds(list: readonly string[], name: string): boolean {
  return list.some((each) => each === name || foldedName(each) === foldedName(name));
}

function peopleOf(moments: readonly Pick<Moment, "participants">[]): Participant[] {
  const byCode = new Map<string, Participant>();
  for (const { participants } of moments)
    for (const each of participants) if (each.type === "athlete") byCode.set(each.code, each);
  return [...byCode.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function foundOf(one: Participant, all: readonly Participant[]): Found {
  const { code, name, organisation } = one;
  const isShared = all.some((each) => each.code !== code && isNamesake(each, one));
  return { value: isShared ? code : name, name, note: organisation ?? "" };
}

/** Two feeds know one person by two codes: the same name in the same delegation is that person. */
function isNamesake(a: Participant, b: Participant): boolean {
  return a.organisation !== b.organisation && foldedName(a.name) === foldedName(b.name);
}
