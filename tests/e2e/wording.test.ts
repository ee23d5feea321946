import { expect, test } from "vitest";
import { en } from "#client/messages/en.ts";
import { fr } from "#client/messages/fr.ts";
import { refusalCodes } from "#shared/errors.ts";

/** The values a wording asks for. */
function valuesIn(wording: string): string[] {
  return [...new Set([...wording.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name!))].sort();
}

test("French and English say the same things, with the same values", () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  for (const [key, wording] of Object.entries(fr))
    expect({ key, values: valuesIn(en[key as keyof typeof fr]) }).toEqual({
      key,
      values: valuesIn(wording),
    });
});

test("every refusal has words in both languages", () => {
  for (const code of refusalCodes)
    for (const wording of [fr, en]) expect(wording[`refusal.${code}`].length).toBeGreaterThan(0);
});

test("French double punctuation never starts a line, and apostrophes are typographic", () => {
  for (const [key, wording] of Object.entries(fr)) {
    const plain = wording.replaceAll(/\{[^{}]*\{?/g, "");
    expect({ key, odd: / [;!?:»]/.test(plain) || plain.includes("'") }).toEqual({
      key,
      odd: false,
    });
  }
});
