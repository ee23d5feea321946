/** DT_FLAGBEARERS and DT_PRESENTER: who carries a flag, who hands the medals over. */
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import { personOf } from "../../reading/person.ts";
import { draftBase } from "../../reading/unit.ts";
import { child, type Element, value } from "../../reading/xml.ts";
import { type Statement, statementOf } from "../../statement.ts";
import { flagbearersHeadline, presentersHeadline } from "../../words/headlines.ts";
import { type Header, unitOf } from "./header.ts";

/** A parade has some two hundred delegations; a moment shows this many of its people. */
const shown = 50;

/** What the message states: one moment with the people it names, whatever elements it names them in. */
export function readCeremony(header: Header): Statement {
  const unit = unitOf(header);
  const people = header.competition ? peopleIn(header.competition, null) : [];
  const base = { ...draftBase(header, unit), standing: "confirmed" as const };
  const isParade = header.documentType === "DT_FLAGBEARERS";
  const draft: Draft = {
    ...base,
    key: `${isParade ? "flagbearers" : "presenters"}:${unit.unitCode}`,
    kind: "ceremony",
    headline: isParade ? flagbearersHeadline(people) : presentersHeadline(people, unit.subject),
    participants: people.slice(0, shown),
    facts: {
      ...base.facts,
      outcome: people
        .map(({ organisation, name }) => `${organisation ?? ""}:${name}`)
        .toSorted()
        .join("|")
        .slice(0, 4000),
    },
  };
  const { key, version, stampedAt, statedAt } = header;
  const { eventCode, alias } = unit;
  return {
    ...statementOf({ key, version, stampedAt, statedAt, eventCode, alias, type: "schedule" }),
    invalidated: header.competition === null,
    drafts: people.length > 0 ? [draft] : [],
  };
}

/** Everyone with a name, in the order of the document; the delegation is the nearest one stated above. */
function peopleIn(element: Element, organisation: string | null): Participant[] {
  const here = value(element, "Organisation") ?? organisation;
  const description = child(element, "Description");
  const familyName = value(description, "FamilyName");
  const self = familyName
    ? [
        personOf({
          code: value(element, "Code") ?? familyName,
          type: "athlete",
          givenName: value(description, "GivenName"),
          familyName,
          organisation: here ?? value(description, "Organisation"),
          gender: value(description, "Gender"),
        }),
      ]
    : [];
  return [...self, ...element.children.flatMap((each) => peopleIn(each, here))];
}
