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
  goal: { fr: "répond à un but", en: "answers a goal" },
  card: { fr: "répond à un carton", en: "answers a card" },
  period: { fr: "répond à la fin d’une période", en: "answers the end of a period" },
  qualification: { fr: "répond à une qualification", en: "answers a qualification" },
  result: { fr: "répond à un résultat", en: "answers a result" },
  medal: { fr: "répond à une médaille", en: "answers a medal" },
  record: { fr: "répond à un record", en: "answers a record" },
  disqualification: { fr: "répond à une disqualification", en: "answers a disqualification" },
  retirement: { fr: "répond à un abandon", en: "answers somebody retiring" },
  incident: { fr: "répond à un incident de course", en: "answers a race incident" },
  emotion: { fr: "répond à une émotion", en: "answers an emotion" },
  ceremony: { fr: "répond à une cérémonie", en: "answers a ceremony" },
  news: { fr: "répond à une nouvelle", en: "answers a piece of news" },
  note: { fr: "répond à une note", en: "answers a note" },
};
const firstEver = { fr: "première médaille de l’histoire", en: "first medal in history" };
const general = {
  fr: "convient à plusieurs sortes de moments",
  en: "fits several kinds of moment",
};

export function why(code: string, text: Bilingual): Why {
  return { code, text };
}

/** What a correction is there for. */
export function putsRight(count: number): Why {
  const fr = count === 1 ? "corrige 1 message public" : `corrige ${count} messages publics`;
  const en = count === 1 ? "corrects 1 public post" : `corrects ${count} public posts`;
  return why("untrue", { fr, en });
}

/** What the template was made for, the narrowest first. */
export function answers({ kind, facts }: Moment, { fits }: Template): Why[] {
  return [
    ...(fits.firstEver ? [why("firstEver", firstEver)] : []),
    fits.medals && facts.medal ? why(facts.medal, medals[facts.medal]) : why(kind, kinds[kind]),
    ...(fits.kinds.length > 1 ? [why("general", general)] : []),
  ];
}
