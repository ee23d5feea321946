/**
 * Wall times as the console shows them before the server has said what they mean: it decides, and asks where the clocks
 * change. `wall` is `2026-07-24T20:20`, without a zone.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

/** What a clock on a wall in `zone` shows at an instant (epoch ms), to the minute. */
export function wallIn(zone: string, at: number): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "short",
    });
    formats.set(zone, format);
  }
  return format.format(at).replace(" ", "T");
}

/** An instant (epoch ms) at which that wall shows `wall`; null where none does, or it is no time at all. */
export function instantOf(zone: string, wall: string): number | null {
  const wanted = Date.parse(`${wall}Z`);
  if (Number.isNaN(wanted)) return null;
  let at = wanted;
  // Once for the zone's offset, once more where the offset is another one there.
  for (let round = 0; round < 2; round += 1) at += wanted - Date.parse(`${wallIn(zone, at)}Z`);
  return wallIn(zone, at) === wall ? at : null;
}

/** The first whole minute at least `ms` after `now`. */
export function nextMinute(now: number, ms: number): number {
  return Math.ceil((now + ms) / 60_000) * 60_000;
}
