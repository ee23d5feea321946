/** Times in words. Durations are milliseconds; instants are ISO text or epoch milliseconds on the server's clock. */
import type { Say } from "../messages/words.tsx";
import { tenths } from "./tenths.ts";

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Wall clock of an instant in a zone: `20:14:07`. */
export function clockIn(zone: string, at: string | number): string {
  let format = clocks.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("fr-FR", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(zone, format);
  }
  return format.format(typeof at === "string" ? Date.parse(at) : at);
}

/** How long ago: `il y a 9 s`, coarser as it gets older. */
export function ago(say: Say, elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  if (seconds < 1) return say("ago.now");
  if (seconds < 90) return say("ago.seconds", { count: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return say("ago.minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? say("ago.hours", { count: hours })
    : say("ago.days", { count: Math.floor(hours / 24) });
}

/** A length of time in words: `9 s`, `2 min 14`. */
export function span(say: Say, lengthMs: number): string {
  const seconds = Math.max(0, Math.round(lengthMs / 1000));
  if (seconds < 60) return say("span.seconds", { count: seconds });
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, "0");
  if (minutes < 60) return say("span.minutes", { minutes, seconds: rest });
  return say("span.hours", {
    hours: Math.floor(minutes / 60),
    minutes: String(minutes % 60).padStart(2, "0"),
  });
}

/** A running count: `0:08`, `12:30`, `1:02:03`. */
export function counter(lengthMs: number): string {
  const seconds = Math.max(0, Math.floor(lengthMs / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** Time left: a running count, in days from two on. */
export function countdown(say: Say, leftMs: number): string {
  const days = Math.floor(leftMs / 86_400_000);
  return days < 2 ? counter(leftMs) : say("span.days", { count: days });
}

/** A length of time where, under ten seconds, a tenth matters: `3,1 s`. */
export function precise(say: Say, lengthMs: number, locale: string): string {
  if (lengthMs >= 10_000) return span(say, lengthMs);
  return say("span.seconds", { count: tenths(lengthMs, locale) });
}
