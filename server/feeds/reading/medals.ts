/** Medals of one event, whatever format they came in. */
import type { Draft } from "#server/moments/draft.ts";
import type { MedalColour, Participant } from "#shared/moments.ts";
import type { Medalled } from "../statement.ts";
import { contextOf, medalHeadline } from "../words/headlines.ts";
import { medalAlias, teamMedalAlias } from "./alias.ts";
import { draftBase, type Told, type Unit } from "./unit.ts";

export type Award = { medal: MedalColour; who: Participant };

/** One draft a competitor: its colour is content, so that another colour is a correction of the same moment. */
export function medalDrafts(
  told: Told,
  unit: Unit,
  awards: readonly Award[],
  standing: Draft["standing"],
): Draft[] {
  const base = draftBase(told, unit);
  return awards.map(({ medal, who }) => ({
    ...base,
    key: `medal:${unit.eventCode}:${who.code}`,
    alias: aliasOf(unit, { medal, who }),
    kind: "medal",
    standing,
    headline: medalHeadline(medal, who, unit.subject),
    context: contextOf({ ...unit.subject, phase: null }, unit.venue),
    participants: [who],
    facts: { ...base.facts, medal, outcome: medal },
  }));
}

/** Who has which medal, to compare with the ranking. */
export function medalledOf(awards: readonly Award[]): Medalled[] {
  return awards.map(({ who, medal }) => ({ competitor: who.code, medal }));
}

/** A person by delegation and name. A team by its medal: a delegation may have several in an event, all of its name. */
function aliasOf({ alias }: Unit, { medal, who }: Award): string | null {
  if (alias === null || who.organisation === null) return null;
  if (who.type === "team") return teamMedalAlias(alias, who.organisation, medal);
  return medalAlias(alias, who.organisation, who.name);
}
