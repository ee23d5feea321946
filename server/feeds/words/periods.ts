/** The end of a part of a match, in both languages, by ODF's code of the part. */
import type { Bilingual } from "#shared/locales.ts";
import { typeset } from "#shared/typeset.ts";

const halfTime = { fr: "Mi-temps", en: "Half-time" };
/** The last part ends the match, or is followed by another: the result tells. */
const ends: Record<string, Bilingual> = {
  H1: halfTime,
  Q1: { fr: "Fin du premier quart-temps", en: "End of the first quarter" },
  Q2: halfTime,
  Q3: { fr: "Fin du troisième quart-temps", en: "End of the third quarter" },
  P1: { fr: "Fin du premier tiers-temps", en: "End of the first period" },
  P2: { fr: "Fin du deuxième tiers-temps", en: "End of the second period" },
  "ET-H1": { fr: "Mi-temps de la prolongation", en: "Half-time in extra time" },
};

/** “Half-time: France 2–1 Japan”; null for a part whose end is no news. */
export function breakHeadline(
  period: string,
  sides: readonly [Bilingual, Bilingual],
  score: string,
): Bilingual | null {
  const word = ends[period];
  if (!word) return null;
  const told = (locale: "fr" | "en") => {
    const colon = locale === "fr" ? " : " : ": ";
    return typeset(
      `${word[locale]}${colon}${sides[0][locale]} ${score} ${sides[1][locale]}`,
      locale,
    );
  };
  return { fr: told("fr"), en: told("en") };
}
