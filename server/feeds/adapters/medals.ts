/** A list of all medals, as somebody who asks for it again and again finds it: CSV or JSON, one row a person. Pure. */
import { z } from "zod";
import type { MedalColour } from "#shared/moments.ts";
import { badField } from "../bad-message.ts";
import { check, readJson } from "../reading/json.ts";
import { listedMedals, type MedalRow } from "../reading/medal-list.ts";
import {
  cellOf,
  isJson,
  neededCell,
  readTable,
  type Row,
  type Table,
  tableOf,
} from "../reading/table.ts";
import { type Reading, type ReadingContext, statementOf } from "../statement.ts";
import { organisationNamed } from "#shared/organisations.ts";

const columns = {
  organisation: [
    "code",
    "noc",
    "country_code",
    "organisation",
    "organization",
    "delegation",
    "country",
  ],
  name: ["name", "athlete", "athlete_name", "participant_name", "competitor"],
  discipline: ["discipline", "discipline_name", "sport"],
  event: ["event", "event_name"],
  medal: ["color", "colour", "medal", "medal_color", "medal_colour", "medal_type"],
} as const;
const needed = ["organisation", "discipline", "event", "medal"] as const;
const observed = z.object({
  observedAt: z.iso.datetime({ offset: true }),
  medals: z.array(z.record(z.string(), z.unknown())),
});

/** What the message states: one statement, of the whole list. Throws `BadMessage` naming what was wrong. */
export function readMedals(text: string, { receivedAt, settings }: ReadingContext): Reading {
  const { table, at } = listOf(text, receivedAt);
  const competition = settings.competition ?? "";
  const statedAt = new Date(at).toISOString();
  const statement = statementOf({
    key: `medals|${competition}`,
    version: at,
    stampedAt: statedAt,
    statedAt,
    eventCode: `${competition}/medals`,
    alias: null,
    type: "list",
  });
  return {
    statements: [{ ...statement, listed: listedMedals(rowsOf(table), competition) }],
    once: null,
  };
}

/** The table, and when it was seen: by its own word, else now. */
function listOf(text: string, receivedAt: number): { table: Table; at: number } {
  if (!isJson(text)) return { table: readTable(text), at: receivedAt };
  const json = readJson(text.replace(/^\uFEFF/, ""));
  if (Array.isArray(json)) return { table: readTable(text), at: receivedAt };
  const { observedAt, medals } = check(observed, json, "");
  return { table: tableOf(medals), at: Date.parse(observedAt) };
}

function rowsOf(table: Table): MedalRow[] {
  const isEmptyJson = table.columns.length === 0 && table.rows.length === 0;
  for (const name of isEmptyJson ? [] : needed)
    if (!columns[name].some((each) => table.columns.includes(each)))
      throw badField(
        columns[name][0],
        "there is no such column; the header is code,name,discipline,event,color",
      );
  return table.rows.map(rowOf);
}

function rowOf(row: Row, at: number): MedalRow {
  return {
    organisation: organisationOf(neededCell(row, at, ...columns.organisation), at),
    discipline: neededCell(row, at, ...columns.discipline),
    event: neededCell(row, at, ...columns.event),
    medal: colourOf(neededCell(row, at, ...columns.medal), at),
    name: cellOf(row, ...columns.name),
  };
}

/** A delegation by its code, or by its name where that is one we know. */
function organisationOf(given: string, at: number): string {
  const code = /^[a-z]{2,4}$/i.test(given) ? given.toUpperCase() : organisationNamed(given);
  if (code !== null) return code;
  throw badField("code", `"${given.slice(0, 40)}" in row ${at + 1} is no delegation's code`);
}

function colourOf(given: string, at: number): MedalColour {
  const word = given
    .toLowerCase()
    .replace(/^me_/, "")
    .replace(/\s+medal$/, "");
  if (["g", "gold", "or"].includes(word)) return "gold";
  if (["s", "silver", "argent"].includes(word)) return "silver";
  if (["b", "bronze"].includes(word)) return "bronze";
  throw badField("color", `"${given.slice(0, 40)}" in row ${at + 1} is no medal; use G, S or B`);
}
