/** Dates of feeds: RFC 822 (`Sat, 03 Aug 2024 21:20:00 +0200`) and RFC 3339 (`2024-08-03T21:20:00+02:00`). */
import { badField } from "../../bad-message.ts";

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Hours ahead of UTC of the zones the standard names, and of two it does not. A name nobody knows means UTC. */
const zones: Record<string, number> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  CET: 1,
  CEST: 2,
};
const full =
  /^([12]\d{3}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d)?(\.\d{1,3})?\d*(Z|z|[+-]\d\d:?\d\d)?)?$/;
const mail =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3})[a-z]*\.?\s+(\d{4}|\d{2})\s+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([+-]\d{4}|[a-z]{1,5}))?$/i;

/** ISO UTC. Throws `BadMessage` naming the field for what is neither. */
export function instantIn(written: string, field: string): string {
  const instant = fromFull(written) ?? fromMail(written) ?? Number.NaN;
  if (!Number.isNaN(instant)) return new Date(instant).toISOString();
  throw badField(
    field,
    `"${written.slice(0, 40)}" is not a date as Sat, 03 Aug 2024 21:20:00 +0200 or 2024-08-03T21:20:00+02:00`,
  );
}

function fromFull(written: string): number | null {
  const [, date, time = "00:00", seconds = ":00", parts = "", zone = "Z"] =
    full.exec(written) ?? [];
  return date === undefined
    ? null
    : Date.parse(`${date}T${time}${seconds}${parts}${zone.toUpperCase()}`);
}

function fromMail(written: string): number | null {
  const found = mail.exec(written);
  if (!found) return null;
  const [, day = "", month = "", year = "", hour = "", minute = "", second = "0", zone = "GMT"] =
    found;
  const at = months.indexOf(month.toLowerCase());
  const wholeYear =
    year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const isDate =
    at >= 0 && wholeYear >= 1000 && wholeYear < 3000 && Number(day) >= 1 && Number(day) <= 31;
  if (!isDate || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return Number.NaN;
  const local = Date.UTC(wholeYear, at, Number(day), Number(hour), Number(minute), Number(second));
  return local - offsetMs(zone);
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) return (zones[zone.toUpperCase()] ?? 0) * 3_600_000;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
