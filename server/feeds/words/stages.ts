/** Names of a tournament's stages and divisions in both languages. */
import type { Bilingual } from "#shared/locales.ts";
import { eventName } from "./names.ts";

const stages: Record<string, Bilingual> = {
  final: { fr: "finale", en: "final" },
  "third-final": { fr: "match pour la troisième place", en: "third-place final" },
  "semi-final": { fr: "demi-finale", en: "semi-final" },
  "quarter-final": { fr: "quart de finale", en: "quarter-final" },
  group: { fr: "phase de groupes", en: "group stage" },
  qualification: { fr: "qualifications", en: "qualification" },
};
const divisions: Record<string, Bilingual> = {
  male: { fr: "hommes", en: "men" },
  female: { fr: "femmes", en: "women" },
  mixed: { fr: "mixte", en: "mixed" },
};

/** By its code, else by the provider's own name for it, the same in both languages. */
export function stageName(code: string, name: string | null): Bilingual | null {
  return stages[code] ?? (name ? { fr: name, en: name } : null);
}

/** The code of the stage a name ends with: `Men's 100m Final` → `final`; empty when it ends with none. */
export function stageIn(name: string): string {
  const word = /(?:^|\s)((?:semi|quarter)?)[- ]?finals?$/i.exec(name)?.[1];
  return word === undefined ? "" : [word.toLowerCase(), "final"].filter(Boolean).join("-");
}

/** `Men's 100m` in both languages; any other name is a proper one, and the same in both. */
export function titleName(title: string): Bilingual {
  const known = /^(wo)?men|^mixed\b/i.test(title) ? eventName("", title) : null;
  return known ?? { fr: title, en: title };
}

/** A division by its own name, else by whose it is. */
export function divisionName(name: string | null, gender: string | null): Bilingual | null {
  if (name) return { fr: name, en: name };
  return divisions[gender ?? ""] ?? null;
}

/** Both, with a comma where there are two. */
export function joined(first: Bilingual, second: Bilingual | null): Bilingual {
  const both = (locale: "fr" | "en") =>
    [first[locale], second?.[locale]].filter(Boolean).join(", ");
  return { fr: both("fr"), en: both("en") };
}
