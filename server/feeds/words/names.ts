/** Names of disciplines, events and phases in both languages, from a discipline's code or English name and English names. */
import type { Bilingual } from "#shared/locales.ts";
import { disciplineOf } from "./disciplines.ts";
import { frenchEvent } from "./events.ts";

const genders = {
  women: { fr: "femmes", en: "women's" },
  men: { fr: "hommes", en: "men's" },
  mixed: { fr: "mixte", en: "mixed" },
} as const;
type Gender = keyof typeof genders;

const phases: Record<string, Bilingual> = {
  FNL: { fr: "finale", en: "final" },
  SFNL: { fr: "demi-finale", en: "semi-final" },
  QFNL: { fr: "quart de finale", en: "quarter-final" },
  "8FNL": { fr: "huitième de finale", en: "round of 16" },
  QUAL: { fr: "qualifications", en: "qualification" },
  PREL: { fr: "tour préliminaire", en: "preliminary round" },
  HEAT: { fr: "séries", en: "heats" },
  RND1: { fr: "premier tour", en: "round 1" },
  RND2: { fr: "deuxième tour", en: "round 2" },
  REP: { fr: "repêchages", en: "repechage" },
};

/** The discipline's name by its code, else by its English name; that name in both languages where it is none we know. */
export function disciplineName(code: string, english: string | null): Bilingual | null {
  const known = disciplineOf(code) ?? (english ? disciplineOf(english) : null);
  if (known) return { ...known.name };
  return english ? { fr: english, en: english } : null;
}

/**
 * `Women's 100m` → « 100 m femmes », “women's 100 m”; `Mixed Team` of judo → « judo, équipes mixtes », “judo, mixed team”.
 * `discipline` is a code or an English name. An event we do not know keeps its name in both languages.
 */
export function eventName(discipline: string, english: string | null): Bilingual | null {
  if (!english) return null;
  const sport = disciplineOf(discipline);
  const { gender, core } = genderedOf(english);
  if (core === "") return gender && wholeSport(sport?.name ?? null, gender);
  const french = frenchEvent(core);
  const name = {
    fr: gender ? `${french} ${agreed(gender, french)}` : french,
    en: gender ? `${genders[gender].en} ${core}` : core,
  };
  if (!sport || sport.alone) return name;
  return { fr: `${sport.name.fr}, ${name.fr}`, en: `${sport.name.en}, ${name.en}` };
}

/** Whose event it is, by its English name; null for a mixed one, and where it does not say. */
export function eventGender(english: string): "W" | "M" | null {
  const { gender } = genderedOf(english);
  if (gender === "women") return "W";
  return gender === "men" ? "M" : null;
}

/** The phase by its four letters in the document code; null for the event as a whole. */
export function phaseName(code: string): Bilingual | null {
  const known = phases[code.replace(/-+$/, "")];
  return known ? { ...known } : null;
}

/** `Women's 100m`, `25m Pistol Women`, `Lightweight Men's Double Sculls`: the word stands anywhere. */
function genderedOf(english: string): { gender: Gender | null; core: string } {
  const found = /(?:^|\s)(women|men|mixed)(?:['’]?s)?(?=\s|$)/i.exec(english);
  const rest = found ? english.replace(found[0], " ") : english;
  const core = readable(rest.trim().replace(/\s+/g, " "));
  return { gender: (found?.[1]?.toLowerCase() as Gender | undefined) ?? null, core };
}

/** `Men` of rugby sevens: the sport itself. */
function wholeSport(sport: Bilingual | null, gender: Gender): Bilingual {
  const { fr, en } = genders[gender];
  return sport ? { fr: `${sport.fr} ${fr}`, en: `${en} ${sport.en}` } : { fr, en: gender };
}

function agreed(gender: Gender, french: string): string {
  return gender === "mixed" && french.endsWith("équipes") ? "mixtes" : genders[gender].fr;
}

function readable(core: string): string {
  return core
    .replace(/(\d)(k?m)\b/gi, "$1 $2")
    .replace(/(?<=\d)\s*kg\b/gi, " kg")
    .replace(/\p{Lu}\p{Ll}+/gu, (word) => word.toLowerCase());
}
