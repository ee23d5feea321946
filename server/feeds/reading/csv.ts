/** Reads a body of CSV with a header into rows by column. */
import { CsvError, parse } from "csv-parse/sync";
import { BadMessage } from "../bad-message.ts";

/** The rows; throws `BadMessage` with the line for what is no table, or a row of another width. */
export function readCsv(text: string): Record<string, string>[] {
  try {
    return parse<Record<string, string>>(text, {
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim()),
      skip_empty_lines: true,
      max_record_size: 1_000_000,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error["lines"];
    throw new BadMessage(
      400,
      "malformed",
      `not CSV with a header at ${typeof line === "number" ? line : 1}:1: ${error.code}`,
    );
  }
}
