/** The sample evening: which file is sent when, and how a file is moved to now. */
import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { instantOf, offsetMs, offsetOf } from "#server/feeds/reading/times.ts";

/** One message: its file in `evening/`, the feed it goes to, and when, seconds after the loop starts. */
export type Cue = { file: string; source: "odf" | "rebond"; afterS: number };

const folder = new URL("./evening/", import.meta.url);

/** The loop, thirteen minutes: a file's name begins with the second it is sent at. */
export const evening: readonly Cue[] = readdirSync(folder)
  .toSorted()
  .map((file) => ({
    file,
    source: file.endsWith(".xml") ? "odf" : "rebond",
    afterS: Number.parseInt(file, 10),
  }));

/** The text of a cue's file. */
export function readCue(cue: Cue): Promise<string> {
  return readFile(new URL(cue.file, folder), "utf8");
}

export const contentTypes = {
  odf: "application/xml",
  rebond: "application/cloudevents+json",
} as const;

/** `text` as if it had been written now, in a competition of its own, so that every loop raises fresh moments. */
export function movedToNow(
  text: string,
  source: Cue["source"],
  loop: string,
  now: number,
  zone: string,
): string {
  return source === "odf" ? movedOdf(text, loop, now, zone) : movedEvent(text, loop, now);
}

function movedOdf(text: string, loop: string, now: number, zone: string): string {
  const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1] ?? "";
  const written = Date.parse(
    instantOf(attribute("Date"), attribute("Time"), zone, offsetOf(attribute("StartDate"))) ?? "",
  );
  const local = localIso(now, zone);
  const date = local.slice(0, 10);
  const shifted = (start: string) =>
    withOffset(roundToMinute(now + Date.parse(start) - written), zone);
  return text
    .replace(/\sCompetitionCode="[^"]*"/, ` CompetitionCode="${loop}"`)
    .replace(/\sDate="[^"]*"/g, ` Date="${date}"`)
    .replace(/\sLogicalDate="[^"]*"/, ` LogicalDate="${date}"`)
    .replace(/\sTime="[^"]*"/, ` Time="${local.slice(11).replace(/[:.]/g, "")}"`)
    .replace(/\sStartDate="([^"]*)"/g, (_, start: string) => ` StartDate="${shifted(start)}"`);
}

function movedEvent(text: string, loop: string, now: number): string {
  const event = JSON.parse(text) as { id: string; time: string; data: { key: string } };
  const data = { ...event.data, key: `${event.data.key}-${loop}` };
  return JSON.stringify({
    ...event,
    id: `${event.id}-${loop}`,
    time: new Date(now).toISOString(),
    data,
  });
}

function roundToMinute(instant: number): number {
  return Math.round(instant / 60_000) * 60_000;
}

/** `2024-08-03T21:20:00.000` on a wall clock of the zone. */
function localIso(instant: number, zone: string): string {
  return new Date(instant + offsetMs(zone, instant)).toISOString().slice(0, -1);
}

function withOffset(instant: number, zone: string): string {
  const minutes = Math.round(offsetMs(zone, instant) / 60_000);
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${localIso(instant, zone).slice(0, 19)}${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
