/** Ranks the templates that answer a moment, and says why. Runs in the console, at once. */
import { corrects, isCorrection, type Spoken } from "./corrections.ts";
import type { Bilingual } from "./locales.ts";
import { type Mood, moodOf } from "./mood.ts";
import type { Moment } from "./moments.ts";
import { render } from "./render.ts";
import { answers, putsRight, type Why, why } from "./suggest-reasons.ts";
import type { Surroundings } from "./surroundings.ts";
import type { Template, Tone } from "./templates.ts";

export type Suggestion = { template: Template; reasons: Why[] };
type Ranked = Suggestion & { order: readonly number[] };

const plain: Tone = "plain";

/** The tones a mood takes, best first; others are never offered. With no mood of its own, any will do. */
const tonesFor: Record<Exclude<Mood, null>, readonly Tone[]> = {
  sombre: ["sober", "plain"],
  tender: ["plain", "joyful", "sober"],
};

/**
 * At most nine, one per digit: those that can be fired first, then what puts right what is public and `untrue`, then those
 * of the right tone, then the most specific; ties keep their slug's order. What a template lacks is its first reason, then
 * what it puts right, its tone, and what makes it specific. Of what was withdrawn there is nothing but to say so.
 */
export function suggest(
  moment: Moment,
  templates: readonly Template[],
  around: Surroundings,
  untrue: readonly Spoken[] = [],
): Suggestion[] {
  const mood = moodOf(moment);
  const tones = mood && tonesFor[mood];
  return templates
    .filter((template) => isFor(moment, template, untrue) && matches(moment, template.fits))
    .filter(({ tone }) => !tones || tones.includes(tone ?? plain))
    .map((template) => ranked(moment, template, mood, tones, around, untrue))
    .toSorted((a, b) => compare(a.order, b.order) || (a.template.slug < b.template.slug ? -1 : 1))
    .slice(0, 9)
    .map(({ template, reasons }) => ({ template, reasons }));
}

function ranked(
  moment: Moment,
  template: Template,
  mood: Mood,
  tones: readonly Tone[] | null,
  around: Surroundings,
  untrue: readonly Spoken[],
): Ranked {
  const [said] = untrue;
  const isRight = isCorrection(template);
  const obstacle = obstacleOf(moment, template, isRight && said ? { ...around, said } : around);
  const place = tones ? tones.indexOf(template.tone ?? plain) : 0;
  const toned = mood && place === 0 ? [why(mood, toneTexts[mood])] : [];
  return {
    template,
    reasons: [
      ...(obstacle ? [obstacle] : []),
      ...(isRight ? [putsRight(untrue.length)] : []),
      ...toned,
      ...answers(moment, template),
    ],
    order: [obstacle ? 1 : 0, isRight ? 0 : 1, place, -specificity(template)],
  };
}

const toneTexts: Record<Exclude<Mood, null>, Bilingual> = {
  sombre: { fr: "ton sobre, pour un moment grave", en: "sober in tone, for a grave moment" },
  tender: { fr: "ton simple, pour un moment d’émotion", en: "plain in tone, for a tender moment" },
};

/** A reaction that lacks a value stays in the list, last, where it says what it lacks. */
function obstacleOf(moment: Moment, template: Template, around: Surroundings): Why | null {
  const failed = template.variants
    .map(({ locale, network }) => render(template, moment, locale, network ?? "rehearsal", around))
    .filter((rendered) => !rendered.ok);
  if (failed.length === 0) return null;
  const missing = [...new Set(failed.flatMap((rendered) => rendered.missing))].join(", ");
  return missing
    ? why("missing", { fr: `il manque : ${missing}`, en: `missing: ${missing}` })
    : why("problem", { fr: "ne peut pas être rédigé", en: "cannot be worded" });
}

/** A correction is for what is public and untrue; anything else for a moment that stands. */
function isFor(moment: Moment, template: Template, untrue: readonly Spoken[]): boolean {
  if (isCorrection(template)) return untrue.length > 0 && corrects(template, moment);
  return moment.status !== "withdrawn";
}

function matches({ kind, status, facts }: Moment, fits: Template["fits"]): boolean {
  if (!fits.kinds.includes(kind)) return false;
  if (fits.medals && !(facts.medal && fits.medals.includes(facts.medal))) return false;
  if (fits.corrected === false && status === "corrected") return false;
  return fits.firstEver === null || fits.firstEver === facts.firstEver;
}

/** What is for one kind alone comes before what is for many. */
function specificity({ fits }: Template): number {
  return (fits.firstEver ? 4 : 0) + (fits.medals ? 2 : 0) + (fits.kinds.length === 1 ? 1 : 0);
}

function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((each, at) => each - (b[at] ?? 0)).find((apart) => apart !== 0) ?? 0;
}
