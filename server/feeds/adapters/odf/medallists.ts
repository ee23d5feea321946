/** DT_MEDALLISTS: who has which medal of one event, in full every time. */
import type { Draft } from "#server/moments/draft.ts";
import type { MedalColour, Participant } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import type { Statement } from "../../statement.ts";
import { contextOf, medalHeadline } from "./headlines.ts";
import type { Header, Unit } from "./header.ts";
import { draftBase, unitOf } from "./header.ts";
import { participantOf } from "./people.ts";
import type { Element } from "./xml.ts";
import { children, value } from "./xml.ts";

const colours: Record<string, MedalColour> = {
  ME_GOLD: "gold",
  ME_SILVER: "silver",
  ME_BRONZE: "bronze",
};
const standings: Record<string, Draft["standing"]> = {
  UNOFFICIAL: "provisional",
  OFFICIAL: "confirmed",
  PROTESTED: "protested",
  PROVISIONAL: "protested",
};

type Award = { medal: MedalColour; who: Participant };

/** What the message states: one draft per competitor, whose colour is content. Throws `BadMessage` for what it cannot use. */
export function readMedallists(header: Header): Statement {
  const standing = standings[header.resultStatus ?? ""];
  if (!standing) {
    throw badField(
      "ResultStatus",
      `"${(header.resultStatus ?? "").slice(0, 40)}" is no status of medallists; use ${Object.keys(standings).join(", ")}`,
    );
  }
  const unit = unitOf(header);
  const awards = children(header.competition, "Medal").flatMap(awardsOf);
  return {
    key: header.key,
    version: header.version,
    stampedAt: header.stampedAt,
    eventCode: unit.eventCode,
    type: "medallists",
    invalidated: header.competition === null,
    contested: false,
    drafts: awards.map((award) => medalDraft(header, unit, award, standing)),
    passing: [],
    leader: null,
    podium: null,
    medals: awards.map(({ who, medal }) => ({ competitor: who.code, medal })),
  };
}

function awardsOf(element: Element): Award[] {
  const code = value(element, "Code") ?? "";
  const medal = colours[code];
  if (!medal)
    throw badField(
      "Medal@Code",
      `"${code.slice(0, 40)}" is no medal; use ${Object.keys(colours).join(", ")}`,
    );
  const competitors = children(element, "Competitor");
  if (competitors.length === 0)
    throw badField("Competitor", "is missing in a Medal; say whose medal it is");
  return competitors.map((competitor) => ({
    medal,
    who: participantOf(competitor, { rank: null, result: null, irm: null }),
  }));
}

function medalDraft(
  header: Header,
  unit: Unit,
  { medal, who }: Award,
  standing: Draft["standing"],
): Draft {
  const base = draftBase(header, unit);
  return {
    ...base,
    key: `medal:${unit.eventCode}:${who.code}`,
    kind: "medal",
    standing,
    headline: medalHeadline(medal, who, unit.subject),
    context: contextOf({ ...unit.subject, phase: null }, unit.venue),
    participants: [who],
    facts: { ...base.facts, medal, outcome: medal },
  };
}
