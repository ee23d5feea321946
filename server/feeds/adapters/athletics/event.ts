/** Events of athletics, by codes that files write in several ways: `20W` and `20KW`, `3000S` and `3000SC`, `Mar` and `MAR`. */
import type { Bilingual } from "#shared/locales.ts";
import { eventAlias } from "../../reading/alias.ts";
import { disciplineName, eventName } from "../../words/names.ts";

/** `name`: in English, without whose event it is; null where the code is none we know. */
export type Discipline = { code: string; name: string | null; measure: Measure | null };
/** What counts: the lower time, the longer or higher mark, the points. */
export type Measure = "time" | "distance" | "points";

const jumpsAndThrows: Record<string, string> = {
  HJ: "High Jump",
  PV: "Pole Vault",
  LJ: "Long Jump",
  TJ: "Triple Jump",
  SP: "Shot Put",
  DT: "Discus Throw",
  HT: "Hammer Throw",
  JT: "Javelin Throw",
  WT: "Weight Throw",
};
/** How many parts each has. */
const combined: Record<string, { name: string; parts: number }> = {
  PEN: { name: "Pentathlon", parts: 5 },
  HEP: { name: "Heptathlon", parts: 7 },
  OCT: { name: "Octathlon", parts: 8 },
  DEC: { name: "Decathlon", parts: 10 },
};
const roads: Record<string, string> = { MAR: "Marathon", HM: "Half Marathon" };
/** A code of figures: how it is written here, and what it is called. Walks of up to 100 are in kilometres. */
const races: readonly [RegExp, (length: string) => [string, string]][] = [
  [/^4X(\d{2,4})$/, (leg) => [`4X${leg}`, `4 x ${leg}m Relay`]],
  [/^(\d+)H$/, (length) => [`${length}H`, `${length}m Hurdles`]],
  [/^(\d+)SC?$/, (length) => [`${length}SC`, `${length}m Steeplechase`]],
  [/^(\d{1,2}|100)K?W$/, (length) => [`${length}KW`, `${length}km Race Walk`]],
  [/^(\d+)W$/, (length) => [`${length}W`, `${length}m Race Walk`]],
  [/^(\d+)K$/, (length) => [`${length}K`, `${length}km`]],
  [/^(\d+)$/, (length) => [length, `${length}m`]],
];

/** A discipline by its code. */
export function disciplineOf(given: string): Discipline {
  const code = given.toUpperCase().replace(/\s+/g, "");
  const field = jumpsAndThrows[code];
  if (field) return { code, name: field, measure: "distance" };
  const many = combined[code];
  if (many) return { code, name: many.name, measure: "points" };
  const road = roads[code];
  if (road) return { code, name: road, measure: "time" };
  for (const [pattern, write] of races) {
    const [found, length = ""] = pattern.exec(code) ?? [];
    if (found === undefined) continue;
    const [own, name] = write(length);
    return { code: own, name, measure: "time" };
  }
  return { code, name: null, measure: null };
}

/** The same where a name is there too: files are known to have the codes of the two relays the wrong way round. */
export function disciplineNamed(code: string, name: string | null): Discipline {
  const leg = /\b4\s*x\s*(\d{2,4})\b/i.exec(name ?? "")?.[1];
  return disciplineOf(leg ? `4X${leg}` : code);
}

/** A combined event by its name, with whatever stands behind it (`Heptathlon Group A`); null for what is none. */
export function combinedNamed(name: string): Discipline | null {
  const code = /^(\w+)athlon\b/i.exec(name.trim()) ? name.trim().slice(0, 3) : "";
  const known = disciplineOf(code);
  return known.measure === "points" ? known : null;
}

/** What a result says its unit is a part of, also where we do not know how many parts that has. */
export function wholeNamed(name: string): Discipline {
  const code = name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, "")
    .slice(0, 40);
  return combinedNamed(name) ?? { code, name: name.trim(), measure: "points" };
}

/** How many parts a combined event has; null for any other. */
export function partsOf({ code }: Discipline): number | null {
  return combined[code]?.parts ?? null;
}

/** An event of one meeting: its code, its names, and by names what joins it with feeds that have other codes. */
export type Event = {
  eventCode: string;
  alias: string;
  name: Bilingual;
  discipline: Bilingual | null;
};

const whose: Record<string, string> = { W: "Women's", F: "Women's", M: "Men's", X: "Mixed" };

/** `gender`: `W`, `M` or `X`. `given`: the name it has in the message, for codes we do not know. */
export function eventOf(
  competition: string,
  gender: string,
  { code, name }: Discipline,
  given: string | null,
): Event {
  const core = name ?? given?.replace(/\s+(wo)?men$|\s+mixed$/i, "") ?? code;
  const english = `${whose[gender] ?? ""} ${core}`.trim();
  return {
    eventCode: `${competition}/ATH${gender}${code}`,
    alias: eventAlias(competition, "Athletics", english),
    name: eventName("ATH", english) ?? { fr: english, en: english },
    discipline: disciplineName("ATH", null),
  };
}
