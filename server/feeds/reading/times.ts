/** ODF's local times. A message carries no zone: the unit's own offset decides, else the venue's. */

/** ISO UTC of a local `2024-08-05` and `213130000` (HHMMSSmmm); null when they are no such thing. */
export function instantOf(
  date: string,
  time: string,
  zone: string,
  offset: string | null,
): string | null {
  const clock = /^(\d{2})(\d{2})(\d{2})(\d{3})$/.exec(time);
  if (!clock || !/^[12]\d{3}-\d{2}-\d{2}$/.test(date)) return null;
  const local = `${date}T${clock[1]}:${clock[2]}:${clock[3]}.${clock[4]}`;
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return null;
  if (offset) return isoOf(Date.parse(local + offset));
  // Twice: the first guess may fall on the other side of a clock change.
  const guess = asUtc - offsetMs(zone, asUtc);
  return isoOf(asUtc - offsetMs(zone, guess));
}

/** `+02:00` of a time that carries its offset; null when it has none. */
export function offsetOf(time: string | null): string | null {
  return /([+-]\d{2}:\d{2}|Z)$/.exec(time ?? "")?.[1] ?? null;
}

/** ISO UTC of a time with its offset; null when it is absent or unreadable. */
export function absolute(time: string | null): string | null {
  return time && offsetOf(time) ? isoOf(Date.parse(time)) : null;
}

/** `21:20` on a wall clock at the venue. */
export function wallClock(iso: string, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(new Date(iso));
}

/** Making one takes longer than all the rest of a message's times. */
const known = new Map<string, Intl.DateTimeFormat>();

function inZone(zone: string): Intl.DateTimeFormat {
  const before = known.get(zone);
  if (before) return before;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  known.set(zone, made);
  return made;
}

/** How far a zone is ahead of UTC at an instant, milliseconds. */
export function offsetMs(zone: string, instant: number): number {
  const parts = inZone(zone).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(instant / 1000) * 1000;
}

function isoOf(instant: number): string | null {
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}
