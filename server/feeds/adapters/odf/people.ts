/** Competitors: athletes and teams, with names as people write them. */
import type { Participant } from "#shared/moments.ts";
import { organisationName } from "./organisations.ts";
import type { Element } from "./xml.ts";
import { child, required, value } from "./xml.ts";

/** A competitor with their place in this message, where they have one. */
export function participantOf(
  competitor: Element,
  place: { rank: number | null; result: string | null; irm: string | null },
): Participant {
  const code = required(competitor, "Code", "give each Competitor its code");
  const organisation = value(competitor, "Organisation");
  const isTeam = value(competitor, "Type") === "T";
  const description = isTeam
    ? child(competitor, "Description")
    : child(competitor, "Composition", "Athlete", "Description");
  const givenName = isTeam ? null : value(description, "GivenName");
  const familyName = isTeam ? null : readableName(value(description, "FamilyName"));
  const full = [givenName, familyName].filter((part) => part !== null).join(" ");
  const known = organisation ? organisationName(organisation) : null;
  return {
    code,
    type: isTeam ? "team" : "athlete",
    name: (isTeam ? value(description, "TeamName") : full) || known?.en || organisation || code,
    givenName,
    familyName,
    organisation,
    organisationName: known,
    gender: isTeam ? null : genderOf(value(description, "Gender")),
    rank: place.rank,
    result: place.result,
    irm: place.irm,
  };
}

/** `ALFRED` → `Alfred`, `McLAUGHLIN-LEVRONE` → `McLaughlin-Levrone`, `van NIEKERK` → `van Niekerk`. */
export function readableName(name: string | null): string | null {
  if (name === null) return null;
  return name.replace(/\p{Lu}{2,}/gu, (run) =>
    /^(II|III|IV)$/.test(run) ? run : run.slice(0, 1) + run.slice(1).toLocaleLowerCase("en"),
  );
}

function genderOf(code: string | null): "W" | "M" | null {
  if (code === "W" || code === "F") return "W";
  return code === "M" ? "M" : null;
}
