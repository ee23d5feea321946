/** Reads a chosen file as a day sheet's text. */
import { sheetLength } from "#shared/day-sheet.ts";

export type Read =
  | { ok: true; text: string }
  | { ok: false; why: "notUtf8" | "tooLarge" | "notText" };

/** Bytes beyond which a file is not read at all: UTF-8 takes at most three a UTF-16 unit. */
const mostBytes = sheetLength * 3;

/** Strict: a file that is not UTF-8 is refused, not repaired into something nobody wrote. */
export async function readFile(file: Blob): Promise<Read> {
  if (file.size > mostBytes) return { ok: false, why: "tooLarge" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  // A spreadsheet's own format is a zip archive, or an old one: said by name, for it is the likeliest mistake.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { ok: false, why: "notText" };
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return { ok: false, why: "notText" };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text.length > sheetLength ? { ok: false, why: "tooLarge" } : { ok: true, text };
  } catch {
    return { ok: false, why: "notUtf8" };
  }
}
