/** DT_RECORD: the records of an event, or of a whole discipline, as they stand and stood. Says nothing by itself. */
import { badField } from "../../bad-message.ts";
import { groupBy } from "../../reading/group.ts";
import { child, children, type Element, required, value } from "../../reading/xml.ts";
import { type HeldRecord, type Statement, statementOf } from "../../statement.ts";
import { eventCodeOf, type Header, rscOf } from "./header.ts";
import { participantOf } from "./people.ts";

const most = 2000;
/** Of one event; those of nations are the first to be left out. */
const perEvent = 200;

/** A statement an event. Throws `BadMessage` for a record without type or mark. */
export function readRecords(header: Header): Statement[] {
  const records = children(header.competition, "Record");
  if (records.length > most)
    throw badField("Record", `more than ${most} in a message; send one discipline at a time`);
  const byEvent = groupBy(records, (record) => eventOf(header, record));
  // An event's own document that is taken back, or has none any more, takes them back.
  const own = eventCodeOf(header.competitionCode, header.rsc);
  if (!byEvent.has(own)) byEvent.set(own, []);
  return [...byEvent].map(([eventCode, of]) => statementFor(header, eventCode, of));
}

function statementFor(header: Header, eventCode: string, records: readonly Element[]): Statement {
  const { version, stampedAt, statedAt } = header;
  const key = `${header.key}|${eventCode}`;
  const held = records
    .flatMap((record) => children(record, "RecordType").flatMap(heldOf))
    .toSorted((a, b) => Number(a.type === "NR") - Number(b.type === "NR"));
  return {
    ...statementOf({
      key,
      version,
      stampedAt,
      statedAt,
      eventCode,
      alias: null,
      type: "context",
    }),
    records: held.slice(0, perEvent),
  };
}

/** By the record's own code where it is one of an event; else the document's. */
function eventOf({ competitionCode, rsc }: Header, record: Element): string {
  const code = value(record, "Code");
  const isOfEvent = code !== null && code.length >= 22 && code.startsWith(rsc.slice(0, 3));
  return eventCodeOf(competitionCode, isOfEvent ? rscOf(code, "Record@Code") : rsc);
}

/** A record that nobody holds has no mark. */
function heldOf(element: Element): HeldRecord[] {
  const type = required(element, "RecordType", "say which record it is, as WR");
  return children(element, "RecordData").flatMap((data) => {
    const mark = value(data, "Result");
    return mark === null ? [] : [{ type, mark, ...circumstancesOf(data) }];
  });
}

function circumstancesOf(data: Element): Omit<HeldRecord, "type" | "mark"> {
  const competitor = child(data, "Competitor");
  const who = competitor && participantOf(competitor, { rank: null, result: null, irm: null });
  return {
    isTime: (value(data, "ResultType") ?? "TIME").endsWith("TIME"),
    who: who && { code: who.code, name: who.name, organisation: who.organisation },
    place: value(data, "Place"),
    date: value(data, "Date"),
  };
}
