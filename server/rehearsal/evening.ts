/** The sample evening: which file is sent when, and how a file is moved to now. */
import { readFile } from "node:fs/promises";
import { instantOf, offsetMs, offsetOf } from "#server/feeds/adapters/odf/times.ts";

/** One message: its file in `evening/`, the feed it goes to, and when, seconds after the loop starts. */
export type Cue = { file: string; source: "odf" | "rebond"; afterS: number };

/** The loop, about two and a half minutes. */
export const evening: readonly Cue[] = [
  { file: "01.start-list-100m.xml", source: "odf", afterS: 0 },
  { file: "02.live-100m.xml", source: "odf", afterS: 1 },
  { file: "03.delay-judo.xml", source: "odf", afterS: 7 },
  { file: "04.unofficial-100m.xml", source: "odf", afterS: 14 },
  { file: "05.medallists-100m-provisional.xml", source: "odf", afterS: 18 },
  { file: "06.joy-100m.json", source: "rebond", afterS: 26 },
  { file: "07.official-100m-corrected.xml", source: "odf", afterS: 34 },
  { file: "08.medallists-100m.xml", source: "odf", afterS: 38 },
  { file: "09.live-triple-jump.xml", source: "odf", afterS: 50 },
  { file: "10.official-triple-jump.xml", source: "odf", afterS: 62 },
  { file: "11.medallists-triple-jump-provisional.xml", source: "odf", afterS: 66 },
  { file: "12.medallists-triple-jump.xml", source: "odf", afterS: 76 },
  { file: "13.start-list-judo.xml", source: "odf", afterS: 84 },
  { file: "14.live-judo.xml", source: "odf", afterS: 90 },
  { file: "15.level-judo.xml", source: "odf", afterS: 102 },
  { file: "16.draw-judo.json", source: "rebond", afterS: 108 },
  { file: "17.unofficial-judo.xml", source: "odf", afterS: 120 },
  { file: "18.medallists-judo.xml", source: "odf", afterS: 126 },
  { file: "19.crowd-judo.json", source: "rebond", afterS: 134 },
  { file: "20.official-judo.xml", source: "odf", afterS: 142 },
];

const folder = new URL("./evening/", import.meta.url);

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
