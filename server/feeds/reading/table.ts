/** A table, as CSV with a header or as a JSON array of objects: rows by column, both in lower case. */
import { z } from "zod";
import { badField } from "../bad-message.ts";
import { readCsv } from "./csv.ts";
import { check, readJson } from "./json.ts";

export type Row = Record<string, string>;
/** `columns` are those of the header; of JSON, of its first object. */
export type Table = { columns: string[]; rows: Row[] };

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** Columns we do not know may hold anything. */
const anything = z.array(z.record(z.string(), z.unknown()));
/** Names and codes; what is longer is no cell of any table we know. */
const longest = 160;

/** Throws `BadMessage` for what is no table. */
export function readTable(text: string): Table {
  if (isJson(text)) return tableOf(check(anything, readJson(text), ""));
  const table = tableOf(readCsv(text));
  if (table.rows.length > 0) return table;
  const header = text.replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] ?? "";
  return { columns: header.split(",").map(columnOf), rows: [] };
}

export function isJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text);
}

/** Rows of objects; a value that is no text, number or nothing is left out. */
export function tableOf(objects: readonly Record<string, unknown>[]): Table {
  const rows = objects.map((object) =>
    Object.fromEntries(
      Object.entries(object).map(([name, value]) => [columnOf(name), textOf(value)]),
    ),
  );
  return { columns: Object.keys(rows[0] ?? {}), rows };
}

/** The text of a column by any of its names, cut at 160 characters; null where it is empty or there is none. */
export function cellOf(row: Row, ...names: readonly string[]): string | null {
  const name = names.find((each) => row[each]);
  return name === undefined ? null : (row[name]?.slice(0, longest) ?? null);
}

/** The same where it must be there; throws `BadMessage` naming column and row. */
export function neededCell(row: Row, at: number, ...names: readonly string[]): string {
  const value = cellOf(row, ...names);
  if (value !== null) return value;
  throw badField(names[0] ?? "", `is missing in row ${at + 1}`);
}

function columnOf(name: string): string {
  return name.trim().replace(/^"|"$/g, "").toLowerCase();
}

function textOf(value: unknown): string {
  const known = cell.safeParse(value);
  return known.success && known.data !== null ? String(known.data).trim() : "";
}
