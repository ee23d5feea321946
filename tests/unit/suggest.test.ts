import { expect, test } from "vitest";
import { suggest, type Suggestion } from "#shared/suggest.ts";
import { templates } from "#server/rehearsal/templates.ts";
import { moodOf } from "#shared/mood.ts";
import type { Template } from "#shared/templates.ts";
import { around, gold, saying, spokenOf } from "../fixtures/gold.ts";
import { labelled } from "../fixtures/moments.ts";

const anyMedal: Template = {
  ...saying("{{ participant.name }}"),
  slug: "any",
  fits: { kinds: ["medal", "result"], medals: null, firstEver: null },
};
const goldOnly: Template = {
  ...anyMedal,
  slug: "gold",
  fits: { kinds: ["medal"], medals: ["gold"], firstEver: null },
};
const firstEver: Template = {
  ...anyMedal,
  slug: "first",
  fits: { kinds: ["medal"], medals: ["gold"], firstEver: true },
};

const slugs = (suggestions: Suggestion[]) => suggestions.map(({ template }) => template.slug);

test("the reaction made for this very moment comes first", () => {
  expect(
    slugs(suggest(gold({}, { firstEver: true }), [anyMedal, goldOnly, firstEver], around)),
  ).toEqual(["first", "gold", "any"]);
});

test("a reaction for a first-ever medal is not offered for another medal", () => {
  expect(slugs(suggest(gold(), [anyMedal, goldOnly, firstEver], around))).toEqual(["gold", "any"]);
});

test("a reaction that lacks a value never takes the first key", () => {
  const lacking: Template = {
    ...firstEver,
    slug: "lacking",
    variants: [{ locale: "fr", network: null, text: "{{ score }}" }],
  };
  expect(slugs(suggest(gold({}, { firstEver: true }), [lacking, goldOnly], around))).toEqual([
    "gold",
    "lacking",
  ]);
});

const starting: Template[] = templates.map(({ slug, name, fits, tone, variants }) => ({
  ...saying(""),
  slug,
  name,
  fits,
  tone,
  variants,
}));

test.each(labelled.map((each, at) => ({ ...each, name: `${at + 1}: ${each.moment.headline.en}` })))(
  "an editor finds the reaction they look for under the first three keys ($expected, $name)",
  ({ moment, expected, untrue }) => {
    const suggestions = suggest(moment, starting, around, untrue);
    expect(slugs(suggestions).slice(0, 3)).toContain(expected);
    for (const { reasons } of suggestions) expect(reasons.length).toBeGreaterThan(0);
  },
);

test("thirty moments of every kind are held to it, and the right one mostly comes first", () => {
  expect(labelled).toHaveLength(30);
  const first = labelled.filter(
    ({ moment, expected, untrue }) =>
      suggest(moment, starting, around, untrue)[0]?.template.slug === expected,
  );
  expect(first.length).toBeGreaterThanOrEqual(26);
});

test("nothing playful is offered for a disqualification or an injury", () => {
  const sombre = labelled.filter(({ moment }) => moodOf(moment) === "sombre");
  expect(sombre.map(({ expected }) => expected)).toEqual(["disqualification", "update"]);
  for (const { moment } of sombre) {
    const joyful = starting.map((each) => ({
      ...each,
      tone: "joyful" as const,
      slug: `joyful-${each.slug}`,
    }));
    const offered = suggest(moment, [...joyful, ...starting], around);
    expect(offered[0]?.template.tone).toBe("sober");
    expect(slugs(offered).filter((slug) => slug.startsWith("joyful"))).toEqual([]);
  }
});

test.each([
  ["Sam Rivière se blesse à l’échauffement", "Sam Rivière is injured while warming up", "sombre"],
  ["Sainte-Lucie chante son hymne", "Saint Lucia sings its anthem", "tender"],
  ["Le public pleure de joie", "The crowd is crying with joy", "tender"],
  ["Ana Ferrol crie sa joie", "Ana Ferrol roars with joy", null],
])("a spotter’s words set the mood: %s", (fr, en, mood) => {
  expect(moodOf({ kind: "emotion", headline: { fr, en }, seen: null })).toBe(mood);
});

test.each([
  ["incident", null, "sombre"],
  ["tears", null, "tender"],
  ["joy", "elle part sur une civière", "sombre"],
  ["embrace", "elle pleure", "tender"],
  ["joy", null, null],
] as const)("what a spotter pressed and noted sets the mood: %s, %s", (feeling, note, mood) => {
  const seen = { feeling, note, by: "Nadia", image: null, attachedTo: null };
  // Her name is no injury.
  const headline = { fr: "Joie : Maud Blessure", en: "Joy: Maud Blessure" };
  expect(moodOf({ kind: "emotion", headline, seen })).toBe(mood);
});

test("each suggestion says why it is there, and first what it lacks", () => {
  const said = (moment: Parameters<typeof suggest>[0], slug: string) =>
    suggest(moment, starting, around)
      .find(({ template }) => template.slug === slug)
      ?.reasons.map(({ text }) => text.fr);
  const first = gold({}, { firstEver: true });
  expect(said(first, "gold-first-ever")).toEqual([
    "première médaille de l’histoire",
    "répond à une médaille d’or",
  ]);
  expect(said(first, "gold")).toEqual(["répond à une médaille d’or"]);
  const race = labelled.find(({ expected }) => expected === "result")!.moment;
  expect(said(race, "final-by-score")?.[0]).toBe("il manque : opponent");
});

test("what is public and untrue comes before everything else, and says how much of it there is", () => {
  const now = gold({}, { medal: "silver", firstEver: true });
  const untrue = [spokenOf(now), spokenOf(now, { locale: "en" })];
  const offered = suggest(now, starting, around, untrue);
  expect(slugs(offered).slice(0, 2)).toEqual(["correction", "first-medal-ever"]);
  expect(offered[0]!.reasons[0]!.text.fr).toBe("corrige 2 messages publics");
  expect(slugs(suggest(now, starting, around))).not.toContain("correction");
});

test("of a moment that was withdrawn only its retraction is offered, and only where something was said", () => {
  const gone = { ...gold(), status: "withdrawn" as const };
  expect(slugs(suggest(gone, starting, around, [spokenOf(gone)]))).toEqual(["retraction"]);
  expect(suggest(gone, starting, around)).toEqual([]);
});
