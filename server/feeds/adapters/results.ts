/** Tables of a results service, as CSV or JSON: results, schedule, medallists; each known by its header. Pure. */
import { badField } from "../bad-message.ts";
import { readTable, type Table } from "../reading/table.ts";
import type { Reading, ReadingContext, Statement } from "../statement.ts";
import { readMedallists } from "./results/medallists.ts";
import { readPlan } from "./results/schedule.ts";
import { readUnits } from "./results/units.ts";

type Kind = {
  columns: readonly string[];
  read: (table: Table, context: ReadingContext) => Statement[];
};

const kinds: readonly Kind[] = [
  { columns: ["stage_code", "participant_code", "date"], read: readUnits },
  { columns: ["event_medal", "start_date", "status", "discipline", "event"], read: readPlan },
  { columns: ["medal_date", "country_code", "discipline", "event"], read: readMedallists },
];

/** What the message states: a statement a unit, or an event. Throws `BadMessage` naming what was wrong. */
export function readResults(text: string, context: ReadingContext): Reading {
  const table = readTable(text);
  if (table.columns.length === 0) return { statements: [], once: null };
  const kind = kinds.find(({ columns }) => columns.every((each) => table.columns.includes(each)));
  if (kind) return { statements: kind.read(table, context), once: null };
  const known = kinds.map(({ columns }) => columns.join(",")).join(" or ");
  throw badField("header", `is of no table we know; one has at least the columns ${known}`);
}
