/** The sample evening's own day sheet, moved to now: imported at the start of every loop, like a producer's. */
import { readFile } from "node:fs/promises";
import { offsetMs } from "#server/feeds/reading/times.ts";

const file = new URL("./day-sheet.csv", import.meta.url);
/** When the evening starts, as the file has it, on the venue's wall clock. */
const writtenStart = Date.parse("2024-08-03T20:00:00Z");
const writtenTime = /2024-08-03 \d\d:\d\d:\d\d/g;

/** What its slots are called, and no one else's. */
export const sheetPrefix = "evening-";

export type Start = {
  /** Names this playing of the evening: its slots are its own. */
  loop: string;
  /** Epoch milliseconds. */
  startedAt: number;
  /** IANA zone of the venue. */
  zone: string;
  /** How many times faster than it happened. */
  speed: number;
};

/** The sheet as if the evening started then. */
export async function daySheet({ loop, startedAt, zone, speed }: Start): Promise<string> {
  const text = await readFile(file, "utf8");
  // Whole seconds, and never earlier than the loop.
  const start = Math.ceil(startedAt / 1000) * 1000;
  return text
    .replaceAll(new RegExp(`^${sheetPrefix}`, "gm"), `${sheetPrefix}${loop}-`)
    .replaceAll("Europe/Paris", zone)
    .replace(writtenTime, (written) => {
      const after = (Date.parse(`${written.replace(" ", "T")}Z`) - writtenStart) / speed;
      const instant = start + Math.round(after / 1000) * 1000;
      return new Date(instant + offsetMs(zone, instant))
        .toISOString()
        .slice(0, 19)
        .replace("T", " ");
    });
}
