import { expect, test } from "vitest";
import { suggest } from "#shared/suggest.ts";
import type { Template } from "#shared/templates.ts";
import { gold, saying } from "../fixtures/gold.ts";

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

const slugs = (templates: Template[]) => templates.map((template) => template.slug);

test("the reaction made for this very moment comes first", () => {
  expect(slugs(suggest(gold({}, { firstEver: true }), [anyMedal, goldOnly, firstEver]))).toEqual([
    "first",
    "gold",
    "any",
  ]);
});

test("a reaction for a first-ever medal is not offered for another medal", () => {
  expect(slugs(suggest(gold(), [anyMedal, goldOnly, firstEver]))).toEqual(["gold", "any"]);
});

test("a reaction that lacks a value never takes the first key", () => {
  const lacking: Template = {
    ...firstEver,
    slug: "lacking",
    variants: [{ locale: "fr", network: null, text: "{{ score }}" }],
  };
  expect(slugs(suggest(gold({}, { firstEver: true }), [lacking, goldOnly]))).toEqual([
    "gold",
    "lacking",
  ]);
});
