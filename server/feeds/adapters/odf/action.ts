/** One row of DT_PLAY_BY_PLAY, and the two sides it is played by. */
import type { Bilingual } from "#shared/locales.ts";
import type { Participant } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import type { Score, SideName } from "../../reading/football-match.ts";
import { personOf } from "../../reading/person.ts";
import { absolute, instantOf } from "../../reading/times.ts";
import { child, children, type Element, required, value, whole } from "../../reading/xml.ts";
import { organisationName } from "#shared/organisations.ts";

/** What the row is, of all that may be news. */
export type Action = {
  what: "goal" | "penalty" | "own" | "red" | "secondYellow" | "ended";
  id: string;
  period: string;
  order: number;
  /** `45+3`, `12:34`; null where it is not said. */
  minute: string | null;
  /** After it, where it changed. */
  score: Score | null;
  /** ISO UTC; null where it is not said. */
  at: string | null;
  /** Who did it, by the code of their side; an assist after the scorer. */
  competitor: string | null;
  organisation: string | null;
  people: Participant[];
};
export type Side = { code: string; organisation: string | null; name: Bilingual };

const cards: Record<string, "red" | "secondYellow"> = {
  RC: "red",
  CRC: "red",
  TRC: "red",
  EXC: "red",
  TEXC: "red",
  YRC: "secondYellow",
  CYRC: "secondYellow",
};
/** Kicks of a shoot-out are no goals. */
const shootouts = ["PSO", "SO", "SOC", "GWS"];
const most = 200;

/** What a row does not say: the period, where the message has one only, and the zone of local times. */
type Around = { period: string | null; zone: string };

/** The rows that may be news, in their order; the rest is silent. */
export function actionsOf(rows: readonly Element[], around: Around): Action[] {
  const actions = rows.flatMap((row) => {
    const what = whatOf(row);
    return what ? [actionOf(row, what, around)] : [];
  });
  if (actions.length > most)
    throw badField("Action", `more than ${most} goals, cards and ends of periods in one match`);
  return actions.toSorted((a, b) => a.order - b.order);
}

function whatOf(row: Element): Action["what"] | null {
  const action = value(row, "Action") ?? "";
  if (action === "ENDP") return "ended";
  const card = cards[action];
  if (card) return card;
  const scored = value(row, "ScoreH") !== null && value(row, "ScoreA") !== null;
  if (!scored || shootouts.includes(value(row, "Period") ?? "")) return null;
  if (action === "OG") return "own";
  if (action !== "GOAL" && value(row, "Result") !== "GOAL") return null;
  if (action.startsWith("V")) return null;
  return action === "PEN" || action === "PTY" ? "penalty" : "goal";
}

function actionOf(row: Element, what: Action["what"], around: Around): Action {
  const [home, away] = [whole(row, "ScoreH"), whole(row, "ScoreA")];
  const competitor = child(row, "Competitor");
  return {
    what,
    id: required(row, "Id", "give each action the id it keeps"),
    period: value(row, "Period") ?? around.period ?? required(row, "Period", "say when it was"),
    order: whole(row, "Order") ?? 0,
    minute: value(row, "When")?.replace(/['’\s]/g, "") ?? null,
    score: home === null || away === null ? null : { home, away },
    at: instantIn(value(row, "TimeStamp"), around.zone),
    competitor: value(competitor, "Code"),
    organisation: value(competitor, "Organisation"),
    people: competitor ? peopleOf(competitor) : [],
  };
}

/** `2026-05-27T20:16:42`, at the venue unless it carries its offset. */
function instantIn(at: string | null, zone: string): string | null {
  const local = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(at ?? "");
  if (!local) return null;
  const [, date = "", hours, minutes, seconds] = local;
  return absolute(at) ?? instantOf(date, `${hours}${minutes}${seconds}000`, zone, null);
}

/** The scorer, or whoever is sent off, before the assist. */
function peopleOf(competitor: Element): Participant[] {
  const athletes = children(child(competitor, "Composition"), "Athlete").toSorted(
    (a, b) => Number(isAssist(a)) - Number(isAssist(b)),
  );
  const people = [...athletes, ...children(child(competitor, "Coaches"), "Coach")];
  return people.slice(0, 2).flatMap((person) => {
    const description = child(person, "Description");
    const familyName = value(description, "FamilyName");
    if (!familyName) return [];
    return [
      personOf({
        code: value(person, "Code") ?? familyName,
        type: "athlete",
        givenName: value(description, "GivenName"),
        familyName,
        organisation: value(competitor, "Organisation"),
        gender: value(description, "Gender"),
      }),
    ];
  });
}

function isAssist(athlete: Element): boolean {
  return value(athlete, "Role")?.startsWith("A") ?? false;
}

/** Home and away, by the delegation that any row has of them, or that their own code ends in. */
export function sidesOf(list: Element, actions: readonly Action[]): Record<SideName, Side> {
  const side = (name: "Home" | "Away"): Side => {
    const code = required(list, name, "give Actions the code of each side");
    const told = actions.find(({ competitor }) => competitor === code)?.organisation;
    const organisation = told ?? /([A-Z]{3})\d{2}$/.exec(code)?.[1] ?? null;
    const known = organisation ? organisationName(organisation) : null;
    const shown = organisation ?? code;
    return { code, organisation, name: known ?? { fr: shown, en: shown } };
  };
  return { home: side("Home"), away: side("Away") };
}
