/** DT_CURRENT: how a unit stands this moment. It has codes only; the unit's DT_RESULT names them. */
import { leaderOf } from "../../reading/live.ts";
import { children } from "../../reading/xml.ts";
import { type Statement, statementOf } from "../../statement.ts";
import { type Header, unitOf } from "./header.ts";
import { lineOf } from "./results.ts";

/** Who is ahead: said only where it changes, and not already said by the unit's results. */
export function readCurrent(header: Header): Statement {
  const { key, version, stampedAt, statedAt } = header;
  const { eventCode, unitCode } = unitOf(header);
  const first = leaderOf(children(header.competition, "Result").map(lineOf));
  return {
    ...statementOf({ key, version, stampedAt, statedAt, eventCode, alias: null, type: "result" }),
    invalidated: header.competition === null,
    unit: unitCode,
    tellsLeads: true,
    ...(first && { ahead: { told: header, who: first.who } }),
  };
}
