/** Wall times: what a clock on a wall in some zone shows, and the instant it means. Where the clocks change it is asked, never guessed. */
import { Temporal } from "temporal-polyfill";
import { Refusal } from "#shared/errors.ts";
import type { Fold } from "#shared/slots.ts";

/** `wallAt` as `2026-07-24T20:20:00`, `zone` an IANA name. `fold` counts only where the clocks change. */
export type Wall = { wallAt: string; zone: string; fold: Fold | null };
/** The two instants (ISO, UTC) a wall time may mean; of one that is skipped, on either side of the gap. */
export type Choices = { earlier: string; later: string };
export type Meaning =
  | { kind: "instant"; at: string; asked: boolean }
  | { kind: "timeTwice" | "timeSkipped"; choices: Choices }
  | { kind: "badTime" | "badZone" };

/** The zone as the tz database spells it; null for what is no name of a zone (an offset is none: it knows no summer). */
export function zoneNamed(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from("2000-01-01").toZonedDateTime(text).timeZoneId;
  } catch {
    return null;
  }
}

/** What a wall time means: an instant (`asked`: only because `fold` said which), a question, or nothing. */
export function meaningOf({ wallAt, zone, fold }: Wall): Meaning {
  const wall = plainOf(wallAt);
  if (!wall) return { kind: "badTime" };
  const known = zoneNamed(zone);
  if (!known) return { kind: "badZone" };
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
    wall.toZonedDateTime(known, { disambiguation }),
  ) as [Temporal.ZonedDateTime, Temporal.ZonedDateTime];
  const choices = { earlier: isoOf(earlier), later: isoOf(later) };
  if (choices.earlier === choices.later)
    return { kind: "instant", at: choices.earlier, asked: false };
  if (fold) return { kind: "instant", at: choices[fold], asked: true };
  const exists = earlier.toPlainDateTime().equals(wall);
  return { kind: exists ? "timeTwice" : "timeSkipped", choices };
}

/** The instant a wall time means (ISO, UTC). Refuses `badInput`, and `timeTwice` or `timeSkipped` with both `choices`. */
export function instantOf(wall: Wall): string {
  const meaning = meaningOf(wall);
  switch (meaning.kind) {
    case "instant":
      return meaning.at;
    case "badTime":
      throw new Refusal("badInput", {
        field: "wallAt",
        message: `wallAt: ${wall.wallAt} is no time of any day`,
      });
    case "badZone":
      throw new Refusal("badInput", {
        field: "zone",
        message: `zone: ${wall.zone} is no IANA time zone`,
      });
    case "timeTwice":
    case "timeSkipped":
      throw new Refusal(meaning.kind, {
        field: "fold",
        message: `${wall.wallAt} ${meaning.kind === "timeTwice" ? "happens twice" : "is skipped"} in ${wall.zone}: say earlier or later`,
        choices: meaning.choices,
      });
    default:
      return meaning satisfies never;
  }
}

/** What a wall in `zone` shows at an instant (ISO, UTC; whole seconds), so that it means that instant again. */
export function wallOf(at: string, zone: string): Wall {
  const wallAt = Temporal.Instant.from(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: "second" });
  const meaning = meaningOf({ wallAt, zone, fold: null });
  if (meaning.kind !== "timeTwice") return { wallAt, zone, fold: null };
  return { wallAt, zone, fold: meaning.choices.earlier === at ? "earlier" : "later" };
}

/** When an instant's day ends in a zone (ISO, UTC): the first instant of the next one, after 23, 24 or 25 hours. */
export function endOfDay(at: string, zone: string): string {
  const next = Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 });
  return isoOf(next.toZonedDateTime(zone));
}

/** Null for a day or a minute that no calendar has, and for a leap second, which would be read as the one before. */
function plainOf(text: string): Temporal.PlainDateTime | null {
  try {
    const plain = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    return plain.toString({ smallestUnit: "second" }) === text ? plain : null;
  } catch {
    return null;
  }
}

function isoOf(at: Temporal.ZonedDateTime): string {
  return new Date(at.epochMilliseconds).toISOString();
}
