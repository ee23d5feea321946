/** What is said of football, in both languages. Scores and sides stand as the match is announced: the home side first. */
import type { Bilingual } from "#shared/locales.ts";
import { typeset } from "#shared/typeset.ts";
import { organisationName, organisationNamed } from "#shared/organisations.ts";

type Locale = keyof Bilingual;
type Numbers = { home: number; away: number };

export const football: Bilingual = { fr: "football", en: "football" };

/** Names that football uses beside the dictionary's. */
const alsoNamed: Record<string, string> = {
  turkey: "TUR",
  "ivory coast": "CIV",
  "cape verde islands": "CPV",
  "bosnia-herzegovina": "BIH",
  "bosnia and herzegovina": "BIH",
  "republic of ireland": "IRL",
  "dr congo": "COD",
  "congo dr": "COD",
  "korea republic": "KOR",
  "ir iran": "IRI",
  usa: "USA",
};
/** Sides of countries that play as several. */
const homeNations: Record<string, string> = {
  england: "Angleterre",
  scotland: "Écosse",
  wales: "Pays de Galles",
  "northern ireland": "Irlande du Nord",
};

/** A side as the data names it, a country's in French too; `code` where it is a country's we know. */
export function sideNamed(name: string): { name: Bilingual; code: string | null } {
  const known = name.trim().toLowerCase();
  const nation = homeNations[known];
  if (nation) return { name: { fr: nation, en: name }, code: null };
  const code = alsoNamed[known] ?? (name.length > 3 ? organisationNamed(name) : null);
  return { name: { fr: (code && organisationName(code)?.fr) ?? name, en: name }, code };
}

/** « Turquie – Italie ». */
export function matchName(home: Bilingual, away: Bilingual): Bilingual {
  return each((locale) => `${home[locale]} – ${away[locale]}`);
}

/** `90+6` of the 96th minute; `limit` is the minute after which time is added. */
export function minuteText(minute: number, limit: number): string {
  return minute > limit ? `${limit}+${minute - limit}` : String(minute);
}

/** “Turkey 0–3 Italy”. */
function scored(sides: readonly [Bilingual, Bilingual], score: Numbers, locale: Locale): string {
  return `${sides[0][locale]} ${score.home}–${score.away} ${sides[1][locale]}`;
}

/** “Goal: Ana Ruiz, North 2–1 South (90+6)”. Without a scorer it is told for the side. */
export function goalHeadline(
  goal: { type: "goal" | "penalty" | "own"; scorer: string | null; side: Bilingual },
  sides: readonly [Bilingual, Bilingual],
  score: Numbers,
  minute: string,
): Bilingual {
  const words = {
    goal: { fr: "But", en: "Goal" },
    penalty: { fr: "But sur penalty", en: "Penalty goal" },
    own: { fr: "But contre son camp", en: "Own goal" },
  }[goal.type];
  return each((locale) => {
    const forSide = goal.scorer === null;
    const who = goal.scorer ?? goal.side[locale];
    const told = `${scored(sides, score, locale)} (${minute})`;
    if (goal.type === "own" && forSide)
      return `${words[locale]}${locale === "fr" ? " : " : ": "}${told}`;
    if (locale === "en")
      return `${words.en}${forSide ? " for" : ":"} ${who}${forSide ? ":" : ","} ${told}`;
    return forSide ? `${words.fr} pour ${who} : ${told}` : `${words.fr} ${of(who)}, ${told}`;
  });
}

/** “Red card: Ana Ruiz, North (72)”. */
export function cardHeadline(
  type: "red" | "secondYellow",
  who: string | null,
  side: Bilingual,
  minute: string,
): Bilingual {
  const word = {
    red: { fr: "Carton rouge", en: "Red card" },
    secondYellow: { fr: "Deuxième jaune, expulsion", en: "Second yellow, sent off" },
  }[type];
  return each((locale) => {
    const named = [who, side[locale]].filter(Boolean).join(", ");
    return `${word[locale]}${colon(locale)}${named} (${minute})`;
  });
}

/** “Kick-off: North – South”. */
export function kickOffHeadline(match: Bilingual): Bilingual {
  return each(
    (locale) => `${{ fr: "Coup d’envoi", en: "Kick-off" }[locale]}${colon(locale)}${match[locale]}`,
  );
}

/** By the number of the period that ended. */
const ends: Record<number, Bilingual> = {
  1: { fr: "Mi-temps", en: "Half-time" },
  2: { fr: "Fin du temps réglementaire", en: "End of normal time" },
  3: { fr: "Mi-temps de la prolongation", en: "Half-time in extra time" },
  4: { fr: "Fin de la prolongation", en: "End of extra time" },
};

/** “Half-time: North 0–0 South”. */
export function periodHeadline(
  period: number,
  sides: readonly [Bilingual, Bilingual],
  score: Numbers,
): Bilingual {
  const word = ends[period] ?? { fr: "Pause", en: "Break" };
  return each((locale) => `${word[locale]}${colon(locale)}${scored(sides, score, locale)}`);
}

/** “Full time: North 1–1 South (4–3 on penalties)”. */
export function fullTimeHeadline(
  sides: readonly [Bilingual, Bilingual],
  score: Numbers,
  shootout: Numbers | null,
): Bilingual {
  return each((locale) => {
    const kicks = { fr: "aux tirs au but", en: "on penalties" }[locale];
    const after = shootout ? ` (${shootout.home}–${shootout.away} ${kicks})` : "";
    return `${{ fr: "Fin du match", en: "Full time" }[locale]}${colon(locale)}${scored(sides, score, locale)}${after}`;
  });
}

const calls = {
  postponed: { fr: "Match reporté", en: "Match postponed" },
  cancelled: { fr: "Match annulé", en: "Match cancelled" },
  suspended: { fr: "Match interrompu", en: "Match suspended" },
  abandoned: { fr: "Match arrêté", en: "Match abandoned" },
} satisfies Record<string, Bilingual>;
/** Why a match is not played as announced. */
export type Call = keyof typeof calls;

/** “Match postponed: North – South”. */
export function callHeadline(call: Call, match: Bilingual): Bilingual {
  return each((locale) => `${calls[call][locale]}${colon(locale)}${match[locale]}`);
}

/** « de Ruiz », « d’Ortega ». */
function of(name: string): string {
  return /^[aeiou]/i.test(name.normalize("NFKD")) ? `d’${name}` : `de ${name}`;
}

function colon(locale: Locale): string {
  return locale === "fr" ? " : " : ": ";
}

function each(write: (locale: Locale) => string): Bilingual {
  return { fr: typeset(write("fr"), "fr"), en: typeset(write("en"), "en") };
}
