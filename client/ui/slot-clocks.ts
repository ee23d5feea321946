/** The two clocks of a planned time: where the event is, and where the team sits. */
import type { Campaign } from "#shared/campaigns.ts";
import type { Say } from "../messages/words.tsx";
import { clockIn } from "./time.ts";

type Zones = Pick<Campaign, "venueZone" | "venueName" | "homeZone" | "homeName">;

/** `20:20 Hafen, 13:20 Paris`; the weekday beside each clock that shows another day than it does at `now`. Epoch ms. */
export function slotClocks(
  say: Say,
  zones: Zones,
  at: number,
  now: number,
  locale: string,
): string {
  const { venueZone, venueName, homeZone, homeName } = zones;
  return say("slot.clocks", {
    venue: clockAndDay(venueZone, at, now, locale),
    place: venueName,
    home: clockAndDay(homeZone, at, now, locale),
    homePlace: homeName,
  });
}

const weekMs = 6 * 86_400_000;

/** `20:20`, `sam. 20:20` on another day, `sam. 24 juil. 20:20` in another week; seconds only where there are any. */
export function clockAndDay(zone: string, at: number, now: number, locale: string): string {
  const clock = clockIn(zone, at).replace(/:00$/, "");
  const day = dayIn(zone, at, locale);
  if (day === dayIn(zone, now, locale)) return clock;
  const isNear = Math.abs(at - now) < weekMs;
  return `${isNear ? day.split(" ")[0]!.replace(/,$/, "") : day} ${clock}`;
}

const days = new Map<string, Intl.DateTimeFormat>();

function dayIn(zone: string, at: number, locale: string): string {
  const key = `${locale} ${zone}`;
  let format = days.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      weekday: "short",
      day: "numeric",
      month: "short",
    });
    days.set(key, format);
  }
  return format.format(at);
}

/** What tells two equal wall times of a zone apart: `UTC+2`. */
export function offsetIn(zone: string, at: number): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" });
  const name = parts.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? zone;
  return name.replace("GMT", "UTC");
}
