/** ODF's competitors: athletes and teams. */
import type { Participant } from "#shared/moments.ts";
import { personOf } from "../../reading/person.ts";
import type { Element } from "../../reading/xml.ts";
import { child, required, value } from "../../reading/xml.ts";

/** A competitor with their place in this message, where they have one. */
export function participantOf(
  competitor: Element,
  place: { rank: number | null; result: string | null; irm: string | null },
): Participant {
  const isTeam = value(competitor, "Type") === "T";
  const description = isTeam
    ? child(competitor, "Description")
    : child(competitor, "Composition", "Athlete", "Description");
  return personOf({
    code: required(competitor, "Code", "give each Competitor its code"),
    type: isTeam ? "team" : "athlete",
    givenName: value(description, "GivenName"),
    familyName: value(description, "FamilyName"),
    name: value(description, "TeamName"),
    organisation: value(competitor, "Organisation"),
    gender: value(description, "Gender"),
    ...place,
  });
}
