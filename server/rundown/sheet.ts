/** A day sheet's text, cut into rows: CSV as spreadsheets save it. What it cannot cut, it says where. */
import { CsvError, parse } from "csv-parse/sync";
import { type SheetProblem, sheetRows } from "#shared/day-sheet.ts";
import { problem } from "./problems.ts";

/** `row` as a spreadsheet numbers it: the header is 1. Cells are trimmed, as many as the header has. */
export type SheetRow = { row: number; cells: string[] };
export type Sheet = { header: string[]; rows: SheetRow[]; problems: SheetProblem[] };

/** Blank rows count no row, but are read: more of everything than this is not read at all. */
const mostRecords = 5000;
/** A row of texts in two languages for a dozen accounts takes a tenth of each. */
const longestRow = 100_000;
const mostColumns = 200;
const longestHeader = 10_000;

/** Cuts the text. `rows` has those that are sound; a sheet that is no CSV, empty or too long has none. */
export function readSheet(text: string): Sheet {
  const nothing = { header: [], rows: [] };
  const records = recordsOf(text);
  if (!Array.isArray(records)) return { ...nothing, problems: [records] };
  const [header = [], ...rest] = records;
  const rows = rest
    .map((cells, index) => ({ row: index + 2, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (rows.length > sheetRows || records.length >= mostRecords)
    return { ...nothing, problems: [problem("tooManyRows", {}, { most: sheetRows })] };
  if (header.length > mostColumns)
    return { ...nothing, problems: [problem("notCsv", { row: 1 }, { why: "too many columns" })] };
  if (rows.length === 0) return { ...nothing, problems: [problem("empty")] };
  const sound = rows.filter(({ cells }) => cells.length === header.length);
  const problems = rows
    .filter((each) => !sound.includes(each))
    .map(({ row, cells }) =>
      problem("notCsv", { row, value: cells.join(" ") }, { why: lengths(cells, header) }),
    );
  return { header, rows: sound, problems };
}

function lengths(cells: readonly string[], header: readonly string[]): string {
  return `the row has ${cells.length} cells, the header ${header.length}`;
}

function recordsOf(text: string): string[][] | SheetProblem {
  try {
    return parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      relax_column_count: true,
      max_record_size: longestRow,
      to: mostRecords,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(error["records"] ?? 0) + 1;
    return problem("notCsv", { row }, { why: reasons[error.code] ?? error.code });
  }
}

const reasons: Record<string, string> = {
  CSV_MAX_RECORD_SIZE: "a row is longer than any row of a day sheet; is a quote never closed?",
  CSV_QUOTE_NOT_CLOSED: "a quote is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "a quote is closed in the middle of a cell",
  INVALID_OPENING_QUOTE: "a quote stands in the middle of a cell that does not start with one",
};

/** What stands more often in the first line, outside quotes; no header is longer than what is looked at. */
function separatorOf(text: string): "," | ";" {
  const [line = ""] = text.slice(0, longestHeader).split(/\r|\n/, 1);
  const bare = line.replace(/"[^"]*"/g, "");
  return bare.split(";").length > bare.split(",").length ? ";" : ",";
}
