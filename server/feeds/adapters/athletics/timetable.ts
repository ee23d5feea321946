/** The timetable: when each round starts, by the clock of the venue. It says nothing by itself: results have no time of day. */
import { badField } from "../../bad-message.ts";
import { groupBy } from "../../reading/group.ts";
import { instantOf } from "../../reading/times.ts";
import { children, type Element } from "../../reading/xml.ts";
import type { ReadingContext, Statement } from "../../statement.ts";
import { combinedNamed, disciplineNamed, type Event, eventOf } from "./event.ts";
import { competitionIn, contextOf, textIn } from "./message.ts";
import { roundLettered, sessionOf } from "./rounds.ts";

const most = 2000;
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
/** One line of it: what stands from one `time` to the next, by name, and the date above it. */
type Line = { date: string; fields: Map<string, string> };
type Start = { event: Event; date: string; session: string; at: string };

/** A statement an event and day. Throws `BadMessage` for a date or a time it cannot use. */
export function readTimetable(message: Element, context: ReadingContext): Statement[] {
  const competition = competitionIn(context, textIn(message, "meetingid"));
  const starts = children(message, "timetable")
    .flatMap(linesOf)
    .map((line) => startOf(line, competition, context.venueZone));
  const days = groupBy(starts, ({ event, date }) => `timetable|${event.eventCode}|${date}`);
  return [...days].flatMap(([key, ofDay]) => {
    const [first] = ofDay;
    if (!first) return [];
    // Of groups that start one after the other, the first start is the unit's.
    const inOrder = ofDay.toSorted((a, b) => (a.at < b.at ? 1 : -1));
    const byName = Object.fromEntries(inOrder.map(({ session, at }) => [session, at]));
    return [{ ...contextOf(key, first.event, context), starts: byName }];
  });
}

/** The elements follow each other without brackets: each `time` begins a line. */
function linesOf(timetable: Element): Line[] {
  const lines: Line[] = [];
  let date: string | null = null;
  for (const { name, text } of timetable.children) {
    const value = text.trim();
    if (name === "date") date = dateOf(value);
    else if (name === "time") {
      if (date === null) throw badField("date", "is missing before the first time");
      lines.push({ date, fields: new Map([[name, value]]) });
    } else lines.at(-1)?.fields.set(name, value.slice(0, 160));
    if (lines.length > most)
      throw badField("timetable", `more than ${most} lines; send one day at a time`);
  }
  return lines.filter(({ fields }) => fields.get("time"));
}

/** `13 August 2016`, `13.08.2016` or `2016-08-13` as the last of these. */
function dateOf(text: string): string {
  const [, day = "", month = "", year = ""] =
    /^(\d{1,2})[ .](\p{L}+|\d{1,2})[ .](\d{4})$/u.exec(text) ?? [];
  const number = Number(month) || months.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const date = day
    ? `${year}-${String(number).padStart(2, "0")}-${day.padStart(2, "0")}`
    : text.slice(0, 10);
  if (!Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && /^\d{4}-\d{2}-\d{2}$/.test(date))
    return date;
  throw badField("date", `"${text.slice(0, 40)}" is no date; write it as 13 August 2016`);
}

function startOf({ date, fields }: Line, competition: string, zone: string): Start {
  const time = fields.get("time") ?? "";
  const [, hours = "", minutes = ""] = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/.exec(time) ?? [];
  const at = instantOf(date, `${hours.padStart(2, "0")}${minutes}00000`, zone, null);
  if (at === null)
    throw badField("time", `"${time.slice(0, 40)}" is no time of day; write it as 09:30`);
  const name = fields.get("eventname") ?? null;
  const own = disciplineNamed(neededIn(fields, "eventcode"), name);
  const whole = combinedNamed(fields.get("roundname") ?? "");
  const gender = neededIn(fields, "gender").toUpperCase();
  const event = eventOf(competition, gender, whole ?? own, whole ? null : name);
  const round = whole ? "m" : roundLettered(neededIn(fields, "roundcode"));
  return { event, date, session: sessionOf(date, round, whole && own.code), at };
}

function neededIn(fields: Line["fields"], name: string): string {
  const value = fields.get(name);
  if (value) return value;
  throw badField(name, `is missing after the time ${fields.get("time")}`);
}
