/** A list of all medals, one row a person: which rows are one medal, and what is said of it. */
import type { Draft } from "#server/moments/draft.ts";
import type { MedalColour } from "#shared/moments.ts";
import { disciplineName, eventGender, eventName } from "../words/names.ts";
import type { KnownMedal, ListedMedal } from "../statement.ts";
import { aliasOf, eventAlias, medalAlias, teamMedalAlias } from "./alias.ts";
import { groupBy } from "./group.ts";
import { medalDrafts } from "./medals.ts";
import { shortName } from "./naming.ts";
import { personOf, splitName } from "./person.ts";
import type { Told, Unit } from "./unit.ts";

/** A row as it is given; `name` null where the list leaves it out. */
export type MedalRow = {
  organisation: string;
  discipline: string;
  event: string;
  medal: MedalColour;
  name: string | null;
};

const ofTeams =
  /\b(teams?|relay|doubles|pairs?|four|eight|quad\w*|synchroni[sz]ed|duet|group|madison|skiff|coxed|two[- ]?(wo)?man|four[- ]?(wo)?man|double(?! trap)|équipes?|relais)\b/i;
const ofPeople = /\b(individual|singles?|all-around|decathlon|heptathlon|individuel)\b|\d\s*kg\b/i;

/** The medals of a list. Rows of one delegation, event and colour are one medal of a team, or as many as there are people. */
export function listedMedals(rows: readonly MedalRow[], competition: string): ListedMedal[] {
  const events = groupBy(rows, (row) => eventNamed(competition, row));
  return [...events].flatMap(([of, ofEvent]) => {
    const shares = [...groupBy(ofEvent, (row) => `${row.organisation}|${row.medal}`).values()];
    const isTeam = isTeamEvent(ofEvent[0]?.event ?? "", shares);
    return shares
      .flatMap((share) => (isTeam ? [ofTeam(share)] : share.filter(isNew).map(ofPerson)))
      .map((medal) => ({ ...medal, of }));
  });
}

/**
 * By its name where that says it. Else by the rows: where a delegation has one row for a medal, people win medals there,
 * and two rows of another are two medals; where every one has several, or one has more than can tie, it is teams.
 */
function isTeamEvent(event: string, shares: readonly MedalRow[][]): boolean {
  if (ofTeams.test(event)) return true;
  if (ofPeople.test(event)) return false;
  if (/\bmixed\b/i.test(event)) return true;
  const sizes = shares.map((share) => share.filter(isNew).length);
  return !sizes.includes(1) || sizes.some((size) => size > 2);
}

/** A person is listed once. */
function isNew(row: MedalRow, at: number, share: readonly MedalRow[]): boolean {
  const { name } = row;
  return name === null || share.findIndex((each) => isSamePerson(each.name, name)) === at;
}

function isSamePerson(one: string | null, other: string): boolean {
  return one !== null && aliasOf(one) === aliasOf(other);
}

function ofTeam(share: readonly MedalRow[]): Omit<ListedMedal, "of"> {
  const { name: _, ...medal } = share[0]!;
  // It is told by its delegation: one of its people is enough to know that they are named.
  return { ...medal, isTeam: true, people: share.flatMap(({ name }) => name ?? []).slice(0, 1) };
}

function ofPerson({ name, ...medal }: MedalRow): Omit<ListedMedal, "of"> {
  return { ...medal, isTeam: false, people: name === null ? [] : [name] };
}

/** What names its moment where other feeds tell it too; null while nobody knows whose it is. */
export function aliasIn({ of, organisation, medal, isTeam, people }: ListedMedal): string | null {
  if (isTeam) return shortName(teamMedalAlias(of, organisation, medal));
  const [person] = people;
  return person === undefined ? null : shortName(medalAlias(of, organisation, person));
}

/** What the desk should say of it. */
export function listedDraft(
  told: Told,
  competition: string,
  { key, alias, ...medal }: KnownMedal,
  standing: Draft["standing"],
): Draft[] {
  const award = { medal: medal.medal, who: winnerOf(medal) };
  const drafts = medalDrafts(told, namedEvent(competition, medal), [award], standing);
  // Whose it is, once that is known, is another outcome.
  const outcome = isUnnamed(medal) ? `${medal.medal}:unnamed` : medal.medal;
  return drafts.map((draft) => ({ ...draft, key, alias, facts: { ...draft.facts, outcome } }));
}

function eventNamed(competition: string, named: Pick<MedalRow, "discipline" | "event">): string {
  return shortName(eventAlias(competition, named.discipline, named.event));
}

/** An event known by its names alone. */
export function namedEvent(
  competition: string,
  named: Pick<MedalRow, "discipline" | "event">,
): Unit {
  const { discipline, event } = named;
  const alias = eventNamed(competition, named);
  const code = `${competition}/${alias}`;
  return {
    eventCode: code,
    unitCode: code,
    alias,
    final: true,
    subject: { event: eventName(discipline, event) ?? { fr: event, en: event }, phase: null },
    discipline: disciplineName("", discipline),
    venue: null,
    startsAt: null,
  };
}

/** A person's, and nobody said whose. */
export function isUnnamed({ isTeam, people }: ListedMedal): boolean {
  return !isTeam && people.length === 0;
}

function winnerOf({ isTeam, people, organisation, event }: ListedMedal) {
  const [name] = people;
  if (isTeam || name === undefined)
    return personOf({ code: organisation, type: "team", organisation });
  const code = `${organisation}:${aliasOf(name)}`;
  const gender = eventGender(event);
  return personOf({ code, type: "athlete", ...splitName(name), name, organisation, gender });
}
