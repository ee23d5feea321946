/** Athletics as statisticians and timers exchange it: entries and timetable (XML), results (JSON). Pure. */
import { badField } from "../bad-message.ts";
import { isJson } from "../reading/table.ts";
import { child, readXml } from "../reading/xml.ts";
import type { Reading, ReadingContext, Statement } from "../statement.ts";
import { readEntries } from "./athletics/entries.ts";
import { readResults } from "./athletics/results.ts";
import { readTimetable } from "./athletics/timetable.ts";

/** What the message states; which of the three it is, its content says. Throws `BadMessage` naming what was wrong. */
export function readAthletics(text: string, context: ReadingContext): Reading {
  return { statements: statementsOf(text, context), once: null };
}

function statementsOf(text: string, context: ReadingContext): Statement[] {
  if (isJson(text)) return readResults(text, context);
  const message = readXml(text);
  if (child(message, "athletes")) return readEntries(message, context);
  if (child(message, "timetable")) return readTimetable(message, context);
  throw badField(
    message.name.slice(0, 40),
    "has neither athletes nor a timetable; send entries, a timetable or results",
  );
}
