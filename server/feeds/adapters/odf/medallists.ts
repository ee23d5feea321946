/** DT_MEDALLISTS: who has which medal of one event, in full every time. */
import type { Draft } from "#server/moments/draft.ts";
import type { MedalColour } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import type { Statement } from "../../statement.ts";
import { type Award, medalDrafts, medalledOf } from "../../reading/medals.ts";
import type { Header } from "./header.ts";
import { unitOf } from "./header.ts";
import { participantOf } from "./people.ts";
import type { Element } from "../../reading/xml.ts";
import { children, value } from "../../reading/xml.ts";

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
    statedAt: header.statedAt,
    eventCode: unit.eventCode,
    alias: unit.alias,
    type: "medallists",
    invalidated: header.competition === null,
    contested: false,
    drafts: medalDrafts(header, unit, awards, standing),
    passing: [],
    leader: null,
    podium: null,
    medals: medalledOf(awards),
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
