/** Files of the rehearsal network: one JSON line a thing, on disk before it is acknowledged unless it need not be. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { z } from "zod";

/** Opens the file: what is in it, oldest first, and a way to add; a last line cut by a crash is closed and ignored. */
export function openLedger<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
  { waits = true }: { waits?: boolean } = {},
): { lines: z.output<Schema>[]; add: (line: z.output<Schema>) => void } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const written = existsSync(file) ? readFileSync(file, "utf8") : "";
  const out = openSync(file, "a", 0o600);
  if (written !== "" && !written.endsWith("\n")) writeSync(out, "\n");
  process.once("exit", () => closeSync(out));
  return {
    lines: written.split("\n").flatMap((line) => readLine(schema, line)),
    add(line) {
      writeSync(out, `${JSON.stringify(line)}\n`);
      if (waits) fsyncSync(out);
    },
  };
}

function readLine<Schema extends z.ZodType>(schema: Schema, line: string): z.output<Schema>[] {
  try {
    return [schema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
