/** Why a template answers a moment, in words an editor reads at a glance. */
import type { Bilingual } from "./locales.ts";
import type { MedalColour, Moment, MomentKind } from "./moments.ts";
import type { Template } from "./templates.ts";

/** One reason: a stable code, and its words. */
export type Why = { code: string; text: Bilingual };

const medals: Record<MedalColour, Bilingual> = {
  gold: { fr: "répond à une médaille d’or", en: "answers a gold medal" },
  silver: { fr: "répond à une médaille d’argent", en: "answers a silver medal" },
  bronze: { fr: "répond à une médaille de bronze", en: "answers a bronze medal" },
};
const kinds: Record<MomentKind, Bilingual> = {
  start: { fr: "répond à un départ", en: "answers a start" },
  schedule: { fr: "répond à un changement de programme", en: "answers a schedule change" },
  lead: { fr: "répond à un changement de tête", en: "answers a change of lead" },
  result: { fr: "répond à un résultat", en: "answers a result" },
  medal: { fr: "répond à une médaille", en: "answers a medal" },
  record: { fr: "répond à un record", en: "answers a record" },
  disqualification: { fr: "répond à une disqualification", en: "answers a disqualification" },
  emotion: { fr: "répond à une émotion", en: "answers an emotion" },
  ceremony: { fr: "répond à une cérémonie", en: "answers a ceremony" },
  note: { fr: "répond à une note", en: "answers a note" },
};
const firstEver = { fr: "première médaille de l’histoire", en: "first medal in history" };
const corrected = { fr: "pour un résultat corrigé", en: "for a corrected result" };
const general = {
  fr: "convient à plusieurs sortes de moments",
  en: "fits several kinds of moment",
};

export function why(code: string, text: Bilingual): Why {
  return { code, text };
}

/** What the template was made for, the narrowest first. */
export function answers({ kind, facts }: Moment, { fits }: Template): Why[] {
  return [
    ...(fits.firstEver ? [why("firstEver", firstEver)] : []),
    ...(fits.corrected ? [why("corrected", corrected)] : []),
    fits.medals && facts.medal ? why(facts.medal, medals[facts.medal]) : why(kind, kinds[kind]),
    ...(fits.kinds.length > 1 ? [why("general", general)] : []),
  ];
}
