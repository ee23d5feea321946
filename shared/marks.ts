/** Marks, places and times as each language writes them. Feeds write them the English way. */
import type { Locale } from "./locales.ts";

/** `9.78` → « 9,78 »; `2:15.31` → « 2:15,31 ». What is no such figure stays as it is. */
export function markIn(mark: string, locale: Locale): string {
  if (locale !== "fr" || !/^[+-]?(\d+:)*\d+\.\d+$/.test(mark)) return mark;
  return mark.replace(".", ",");
}

/** The same for the marks within a text: « Jane Doe (LCA), 15,01 (Eugene, 2021) ». */
export function marksIn(text: string, locale: Locale): string {
  return text.replace(/(?<![\d.])(\d+:)*\d+\.\d+(?![\d.])/g, (mark) => markIn(mark, locale));
}

/** A rank as it is said: « 1re » of a woman or an unknown team, « 1er », « 2e »; `1st`, `2nd`. */
export function placeIn(rank: number, gender: "W" | "M" | null, locale: Locale): string {
  if (locale === "fr") return rank === 1 ? (gender === "W" ? "1re" : "1er") : `${rank}e`;
  const teen = rank % 100 >= 11 && rank % 100 <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th");
  return `${rank}${ending}`;
}

/** By zone: making one takes longer than using it a hundred times. */
const wallClocks = new Map<string, Intl.DateTimeFormat>();

function wallClockOf(timeZone: string): Intl.DateTimeFormat {
  const known = wallClocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  wallClocks.set(timeZone, made);
  return made;
}

/** The time on a wall in a zone: « 21 h 20 », `21:20`. */
export function wallIn(iso: string, zone: string, locale: Locale): string {
  const clock = wallClockOf(zone).format(new Date(iso));
  if (locale === "en") return clock;
  const [hours, minutes] = clock.split(":");
  return minutes === "00" ? `${Number(hours)}\u00a0h` : `${Number(hours)}\u00a0h\u00a0${minutes}`;
}
