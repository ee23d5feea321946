/** Names of disciplines, events and phases in both languages, from ODF's English ones. */
import type { Bilingual } from "#shared/locales.ts";

/** Discipline by its three letters. Where the event's own name says the sport, `alone` is true. */
const disciplines: Record<string, { name: Bilingual; alone: boolean }> = {
  ATH: { name: { fr: "athlétisme", en: "athletics" }, alone: true },
  SWM: { name: { fr: "natation", en: "swimming" }, alone: true },
  ARC: { name: { fr: "tir à l’arc", en: "archery" }, alone: false },
  BDM: { name: { fr: "badminton", en: "badminton" }, alone: false },
  BKB: { name: { fr: "basket-ball", en: "basketball" }, alone: false },
  BOX: { name: { fr: "boxe", en: "boxing" }, alone: false },
  CRD: { name: { fr: "cyclisme sur route", en: "road cycling" }, alone: false },
  CTR: { name: { fr: "cyclisme sur piste", en: "track cycling" }, alone: false },
  DIV: { name: { fr: "plongeon", en: "diving" }, alone: false },
  FBL: { name: { fr: "football", en: "football" }, alone: false },
  FEN: { name: { fr: "escrime", en: "fencing" }, alone: false },
  GAR: { name: { fr: "gymnastique artistique", en: "artistic gymnastics" }, alone: false },
  HBL: { name: { fr: "handball", en: "handball" }, alone: false },
  JUD: { name: { fr: "judo", en: "judo" }, alone: false },
  ROW: { name: { fr: "aviron", en: "rowing" }, alone: false },
  RU7: { name: { fr: "rugby à 7", en: "rugby sevens" }, alone: false },
  SAL: { name: { fr: "voile", en: "sailing" }, alone: false },
  SHO: { name: { fr: "tir", en: "shooting" }, alone: false },
  TEN: { name: { fr: "tennis", en: "tennis" }, alone: false },
  TRI: { name: { fr: "triathlon", en: "triathlon" }, alone: true },
  TTE: { name: { fr: "tennis de table", en: "table tennis" }, alone: false },
  VVO: { name: { fr: "volley-ball", en: "volleyball" }, alone: false },
  WLF: { name: { fr: "haltérophilie", en: "weightlifting" }, alone: false },
  WPO: { name: { fr: "water-polo", en: "water polo" }, alone: false },
};

const events: Record<string, string> = {
  "triple jump": "triple saut",
  "long jump": "saut en longueur",
  "high jump": "saut en hauteur",
  "pole vault": "saut à la perche",
  "shot put": "lancer du poids",
  "discus throw": "lancer du disque",
  "hammer throw": "lancer du marteau",
  "javelin throw": "lancer du javelot",
  decathlon: "décathlon",
  heptathlon: "heptathlon",
  marathon: "marathon",
  team: "équipes",
  individual: "individuel",
  singles: "simple",
  doubles: "double",
};
const words: [RegExp, string][] = [
  [/^(.+ m) hurdles$/, "$1 haies"],
  [/^(.+ m) steeplechase$/, "$1 steeple"],
  [/^(.+ m) freestyle$/, "$1 nage libre"],
  [/^(.+ m) backstroke$/, "$1 dos"],
  [/^(.+ m) breaststroke$/, "$1 brasse"],
  [/^(.+ m) butterfly$/, "$1 papillon"],
  [/^(.+ m) individual medley$/, "$1 quatre nages"],
];
const genders = {
  women: { fr: "femmes", en: "women's" },
  men: { fr: "hommes", en: "men's" },
  mixed: { fr: "mixtes", en: "mixed" },
} as const;

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

/** The discipline's name; from the message's English where the code is not one we know. */
export function disciplineName(code: string, english: string | null): Bilingual | null {
  const known = disciplines[code];
  if (known) return { ...known.name };
  return english ? { fr: english, en: english } : null;
}

/** `Women's 100m` → « 100 m femmes », “women's 100 m”; `Mixed Team` of judo → « judo, équipes mixtes », “judo, mixed team”. */
export function eventName(discipline: string, english: string | null): Bilingual | null {
  if (!english) return null;
  const split = /^(women|men|mixed)(?:['’]s)?\s+(.+)$/i.exec(english);
  const gender = split ? genders[split[1]?.toLowerCase() as keyof typeof genders] : null;
  const core = readable(split?.[2] ?? english);
  const french = frenchEvent(core);
  const name = {
    fr: gender ? `${french} ${gender.fr}` : french,
    en: gender ? `${gender.en} ${core}` : core,
  };
  const sport = disciplines[discipline];
  if (!sport || sport.alone) return name;
  return { fr: `${sport.name.fr}, ${name.fr}`, en: `${sport.name.en}, ${name.en}` };
}

/** The phase by its four letters in the document code; null for the event as a whole. */
export function phaseName(code: string): Bilingual | null {
  const known = phases[code.replace(/-+$/, "")];
  return known ? { ...known } : null;
}

function readable(core: string): string {
  return core
    .replace(/(\d)(k?m)\b/gi, "$1 $2")
    .replace(/\bkg\b/gi, "kg")
    .replace(/[A-Z][a-z]+/g, (word) => word.toLowerCase());
}

function frenchEvent(core: string): string {
  const known = events[core];
  if (known) return known;
  if (core.endsWith(" relay")) return `relais ${frenchEvent(core.slice(0, -" relay".length))}`;
  const found = words.find(([pattern]) => pattern.test(core));
  return found ? core.replace(found[0], found[1]) : core;
}
