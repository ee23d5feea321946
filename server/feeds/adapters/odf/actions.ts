/**
 * DT_PLAY_BY_PLAY: goals, sendings-off and ends of periods. A message has one period (its subcode) or, as the master, all
 * of them: so each period is a document of its own, and the later word on it holds, whichever message brought it.
 */
import { badField } from "../../bad-message.ts";
import { child, children, type Element } from "../../reading/xml.ts";
import { type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import { actionsOf, type Action, sidesOf } from "./action.ts";
import { draftsOf, type Match, type OfPeriod } from "./action-drafts.ts";
import { type Header, inOrder, unitOf } from "./header.ts";

/** Where a goal is an event. A basket, or one of sixty goals, is none. */
const goalSports = ["FBL", "FUT", "HOC", "IHO"];
/** What the master clears when it leaves it out. */
const periods = "H1 H2 ET-H1 ET-H2 OT OT1 OT2 PSO Q1 Q2 Q3 Q4 P1 P2 P3 SO".split(" ");
const mostPeriods = 40;

/** A statement a period. Throws `BadMessage` for an action without what names it. */
export function readActions(header: Header, { venueZone }: ReadingContext): Statement[] {
  const list = child(header.competition, "Actions");
  const rows = children(list, "Action");
  const actions = actionsOf(rows, { period: header.subcode, zone: venueZone });
  const drafts = list ? draftsOf(matchOf(header, list, actions)) : [];
  const told = header.subcode ? [header.subcode] : periodsOf(actions);
  return [...told.map((period) => periodOf(header, drafts, period)), markerOf(header)];
}

function matchOf(header: Header, list: Element, actions: readonly Action[]): Match {
  const [unit, sides] = [unitOf(header), sidesOf(list, actions)];
  return { told: header, unit, sides, actions, goalsAreNews: isGoalSport(header) };
}

function periodsOf(actions: readonly Action[]): string[] {
  const all = [...new Set([...periods, ...actions.map(({ period }) => period)])];
  if (all.length > mostPeriods)
    throw badField("Period", `has more than ${mostPeriods} codes in one match`);
  return all;
}

function periodOf(header: Header, drafts: readonly OfPeriod[], period: string): Statement {
  const { eventCode, unitCode } = unitOf(header);
  const key = `actions|${unitCode}|${period}`;
  return {
    ...statementOf({ ...orderOf(header), key, eventCode, alias: null, type: "moment" }),
    invalidated: header.competition === null,
    drafts: drafts
      .filter((each) => each.period === period)
      .map(({ draft }) => ({ ...draft, document: key })),
  };
}

/** So that nobody is told of the lead apart from the goals. */
function markerOf(header: Header): Statement {
  const { eventCode, unitCode } = unitOf(header);
  const key = `actions|${unitCode}`;
  return {
    ...statementOf({ ...orderOf(header), key, eventCode, alias: null, type: "context" }),
    unit: unitCode,
    tellsGoals: isGoalSport(header) && header.competition !== null,
  };
}

function isGoalSport({ rsc }: Header): boolean {
  return goalSports.includes(rsc.slice(0, 3));
}

function orderOf(header: Header) {
  const { stampedAt, statedAt } = header;
  return { version: inOrder(header), stampedAt, statedAt };
}
