/** The medallists table: one row a person. Whose medals they are is stated, event by event and day by day. */
import type { MedalColour } from "#shared/moments.ts";
import { badField } from "../../bad-message.ts";
import { groupBy } from "../../reading/group.ts";
import { namedEvent } from "../../reading/medal-list.ts";
import { type Award, medalDrafts, medalledOf } from "../../reading/medals.ts";
import { personOf, splitName } from "../../reading/person.ts";
import { cellOf, neededCell, type Row, type Table } from "../../reading/table.ts";
import { instantOf } from "../../reading/times.ts";
import type { Unit } from "../../reading/unit.ts";
import { type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import { organisationNamed } from "#shared/organisations.ts";

const colours: Record<string, MedalColour> = {
  "1": "gold",
  gold: "gold",
  "2": "silver",
  silver: "silver",
  "3": "bronze",
  bronze: "bronze",
};
type Won = { row: Row; at: number; event: Unit; date: string; medal: MedalColour };

/** A statement an event and day. Throws `BadMessage` naming column and row. */
export function readMedallists({ rows }: Table, context: ReadingContext): Statement[] {
  const won = rows.map((row, at) => wonIn(row, at, context));
  const events = groupBy(won, ({ event, date }) => `medallists|${event.eventCode}|${date}`);
  return [...events].flatMap(([key, ofEvent]) => {
    const [first] = ofEvent;
    return first ? [statementFor(key, first, awardsOf(ofEvent), context)] : [];
  });
}

function statementFor(
  key: string,
  { event, date }: Won,
  awards: readonly Award[],
  { receivedAt, venueZone }: ReadingContext,
): Statement {
  const statedAt = new Date(receivedAt).toISOString();
  const told = {
    document: key,
    version: receivedAt,
    test: false,
    occurredAt: occurredOn(date, receivedAt, venueZone),
    statedAt,
  };
  const drafts = medalDrafts(told, event, awards, "confirmed");
  const { eventCode, alias } = event;
  const heading = { key, version: receivedAt, stampedAt: statedAt, statedAt, eventCode, alias };
  return {
    ...statementOf({ ...heading, type: "medallists" }),
    // The table has codes of people and none of events: its medals are known by names.
    drafts: drafts.map((draft) => ({ ...draft, key: draft.alias ?? draft.key })),
    medals: medalledOf(awards),
  };
}

function wonIn(row: Row, at: number, { settings }: ReadingContext): Won {
  const named = {
    discipline: neededCell(row, at, "discipline"),
    event: neededCell(row, at, "event"),
  };
  const date = neededCell(row, at, "medal_date").slice(0, 10);
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(date))
    throw badField("medal_date", `"${date}" in row ${at + 1} is no date; use YYYY-MM-DD`);
  return {
    row,
    at,
    event: namedEvent(settings.competition ?? "", named),
    date,
    medal: medalIn(row, at),
  };
}

function medalIn(row: Row, at: number): MedalColour {
  const given = neededCell(row, at, "medal_code", "medal_type");
  const word = given.toLowerCase().replace(/\.0$/, "").replace(/^me_/, "").split(" ")[0] ?? "";
  const medal = colours[word];
  if (medal) return medal;
  throw badField("medal_type", `"${given.slice(0, 40)}" in row ${at + 1} is no medal`);
}

/** The people of a team have one medal. */
function awardsOf(won: readonly Won[]): Award[] {
  const medals = groupBy(won, ({ row, at, medal }) => `${medal}|${teamOf(row) ?? `#${at}`}`);
  return [...medals.values()].flatMap((rows) => {
    const [first] = rows;
    const team = first && teamOf(first.row);
    if (!first || !team) return first ? [personAward(first)] : [];
    // Of one of its people the table may know nothing.
    const code = rows.map(({ row }) => cellOf(row, "country_code")).find((each) => each !== null);
    const organisation =
      code ?? organisationNamed(team) ?? neededCell(first.row, first.at, "country_code");
    const who = personOf({ code: team, type: "team", name: team, organisation });
    return [{ medal: first.medal, who }];
  });
}

function personAward({ row, at, medal }: Won): Award {
  const organisation = neededCell(row, at, "country_code");
  const name = neededCell(row, at, "name");
  const code = cellOf(row, "code") ?? `${organisation}:${name}`;
  const gender = cellOf(row, "gender");
  return {
    medal,
    who: personOf({ code, type: "athlete", ...splitName(name), name, organisation, gender }),
  };
}

/** The team's name; null for a person. */
function teamOf(row: Row): string | null {
  const isTeam = /^(H?TEAM|HCOUP|COUP)/i.test(cellOf(row, "event_type") ?? "");
  return cellOf(row, "team") ?? (isTeam ? cellOf(row, "country_code") : null);
}

/** The table only has the day: its end, or now, whichever comes first. */
function occurredOn(date: string, receivedAt: number, zone: string): string {
  const end = Date.parse(instantOf(date, "235959000", zone, null) ?? "");
  return new Date(Number.isNaN(end) ? receivedAt : Math.min(end, receivedAt)).toISOString();
}
