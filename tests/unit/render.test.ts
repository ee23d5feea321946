import { expect, test } from "vitest";
import { measure } from "#shared/networks.ts";
import { render } from "#shared/render.ts";
import { typeset } from "#shared/typeset.ts";
import { around, gold, saying } from "../fixtures/gold.ts";

test("a value the moment does not have stops the reaction and is named", () => {
  expect(render(saying("Record : {{ record }}"), gold(), "fr", "rehearsal", around)).toEqual({
    ok: false,
    missing: ["record"],
    problem: null,
  });
  expect(render(saying("{{ participant.club }}"), gold(), "fr", "rehearsal", around)).toMatchObject(
    {
      ok: false,
      missing: ["participant.club"],
    },
  );
});

test("French agrees with the champion, and stays neutral when nobody knows", () => {
  const text =
    "{{ participant.name }}, {{ participant | agree: 'champion', 'championne', 'en or' }}";
  expect(render(saying(text), gold(), "fr", "rehearsal", around)).toMatchObject({
    text: "Ana Ferrol, championne",
  });
  expect(render(saying(text), gold({ gender: "M" }), "fr", "rehearsal", around)).toMatchObject({
    text: "Ana Ferrol, champion",
  });
  expect(render(saying(text), gold({ gender: null }), "fr", "rehearsal", around)).toMatchObject({
    text: "Ana Ferrol, en or",
  });
});

test("a feed value is data: template code inside a name is shown, not run", () => {
  expect(
    render(
      saying("{{ participant.name }}"),
      gold({ name: "{{ 7 | times: 6 }}" }),
      "fr",
      "rehearsal",
      around,
    ),
  ).toMatchObject({ text: "{{ 7 | times: 6 }}" });
  expect(
    render(saying("{{ participant.constructor }}"), gold(), "fr", "rehearsal", around),
  ).toMatchObject({
    ok: false,
  });
});

const said = (text: string, moment = gold()) =>
  render(saying(text), moment, "fr", "rehearsal", around) as {
    ok: boolean;
    text?: string;
    problem?: string;
  };

test("a template cannot loop, read a file, count, or capture: there is no such tag", () => {
  const refused = [
    "{% for a in (1..9999) %}x{% endfor %}",
    "{% tablerow a in (1..9) %}x{% endtablerow %}",
    "{% include 'x' %}",
    "{% render 'x' %}",
    "{% layout 'x' %}{% block a %}{% endblock %}",
    "{% capture a %}x{% endcapture %}",
    "{% increment a %}",
    "{% decrement a %}",
    "{% cycle 'a', 'b' %}",
    "{% liquid for a in (1..9) %}",
    "{% echo 'x' %}",
  ];
  for (const text of refused)
    expect(said(text), text).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^tag "\w+" not found/) as string,
    });
});

test("a template that would fill the memory is stopped and says so", () => {
  const doubling = `{% assign a = "xxxxxxxxxx" %}${"{% assign a = a | append: a %}".repeat(40)}{{ a }}`;
  expect(said(doubling)).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/memory/) as string,
  });
  expect(said("{{ (1..99999999) }}")).toMatchObject({ ok: false });
});

test("a team is plural, of men or of women where it is known", () => {
  const text = `{{ participant | agree: "il", "elle", "tous", "ils", "elles" }} {{ participant | number: "gagne", "gagnent" }}`;
  expect(said(text)).toMatchObject({ text: "elle gagne" });
  expect(said(text, gold({ type: "team" }))).toMatchObject({ text: "elles gagnent" });
  expect(said(text, gold({ type: "team", gender: "M" }))).toMatchObject({ text: "ils gagnent" });
  expect(said(text, gold({ type: "team", gender: null }))).toMatchObject({ text: "tous gagnent" });
  const singular = "{{ participant | agree: 'champion', 'championne', 'en or' }}";
  expect(said(singular, gold({ type: "team" }))).toMatchObject({ text: "en or" });
});

test("de is elided before a vowel, and kept before an h", () => {
  const text = "{{ participant.name | de }}";
  for (const [name, expected] of [
    ["Ana Ferrol", "d’Ana Ferrol"],
    ["Élodie", "d’Élodie"],
    ["Yves", "d’Yves"],
    ["Yohan", "de Yohan"],
    ["Hugo", "de Hugo"],
    ["Thea", "de Thea"],
  ] as const)
    expect(said(text, gold({ name }))).toMatchObject({ text: expected });
});

test("a template may ask whether there is a score before it quotes it", () => {
  const text = "{% if has.score %}{{ score }}{% else %}Victoire{% endif %}";
  expect(said(text)).toMatchObject({ text: "Victoire" });
  expect(said(text, gold({}, { score: "4–3" }))).toMatchObject({ text: "4–3" });
});

test("what has no wording of its own is never said", () => {
  expect(said("{{ participant }}")).toMatchObject({ ok: false });
  expect(said("{{ has.score }}")).toMatchObject({ ok: false });
});

test("French typography is set, and addresses and hashtags are left alone", () => {
  expect(typeset("Quelle course ! Elle l'a fait : 10.72 ; et vous ?", "fr")).toBe(
    "Quelle course\u202f! Elle l’a fait\u00a0: 10.72\u202f; et vous\u202f?",
  );
  expect(typeset("« Merci »", "fr")).toBe("«\u00a0Merci\u00a0»");
  expect(typeset("Voir https://example.org/a?b=c #Rebond!", "fr")).toBe(
    "Voir https://example.org/a?b=c #Rebond\u202f!",
  );
  expect(typeset("What a race! It's gold: 10.72", "en")).toBe("What a race! It’s gold: 10.72");
});

test("a family emoji counts once, as the reader sees it", () => {
  expect(measure("rehearsal", "👨‍👩‍👧‍👦 é")).toMatchObject({ length: 3 });
});

/** The same wording in both languages. */
const inBoth = (text: string) => {
  const { variants, ...rest } = saying(text);
  return {
    ...rest,
    variants: [...variants, ...variants.map((one) => ({ ...one, locale: "en" as const }))],
  };
};
const seconds = (mark: string) => gold({ result: mark }, { result: mark });

test("marks are written as each language writes them, and only marks", () => {
  const quote = inBoth("{{ result }} {{ participant.result }}");
  const both = (mark: string) =>
    (["fr", "en"] as const).map((locale) =>
      render(quote, seconds(mark), locale, "rehearsal", around),
    );
  expect(both("9.78")).toMatchObject([{ text: "9,78 9,78" }, { text: "9.78 9.78" }]);
  expect(both("2:15.31")).toMatchObject([{ text: "2:15,31 2:15,31" }, { text: "2:15.31 2:15.31" }]);
  expect(both("DSQ")).toMatchObject([{ text: "DSQ DSQ" }, { text: "DSQ DSQ" }]);
  expect(both("3.2.1")).toMatchObject([{ text: "3.2.1 3.2.1" }, { text: "3.2.1 3.2.1" }]);
});

test("whose record it was is quoted with its mark as each language writes it", () => {
  const previous = "Bea Ortiz (DMA), 1:10.74 (Eugene, 2021)";
  const told = gold();
  const broken = { ...told, facts: { ...told.facts, previous } };
  const quoted = (["fr", "en"] as const).map((locale) =>
    render(inBoth("{{ previous }}"), broken, locale, "rehearsal", around),
  );
  expect(quoted).toMatchObject([
    { text: "Bea Ortiz (DMA), 1:10,74 (Eugene, 2021)" },
    { text: previous },
  ]);
});

test("the time is told at the venue and at home, each as its language writes it", () => {
  const quote = inBoth("{{ time }} / {{ homeTime }}");
  const at = { ...gold(), occurredAt: "2024-08-03T19:20:00.000Z" };
  expect(render(quote, at, "fr", "rehearsal", around)).toMatchObject({
    text: "21\u00a0h\u00a020 / 15\u00a0h\u00a020",
  });
  expect(render(quote, at, "en", "rehearsal", around)).toMatchObject({ text: "21:20 / 15:20" });
});

test("places agree, and the medals of a country are counted as they stand", () => {
  const quote = inBoth(
    "{{ participant.place }}, {{ participant.golds }} sur {{ participant.medals }}",
  );
  const of = (who: Parameters<typeof gold>[0], locale: "fr" | "en") =>
    render(quote, gold({ organisation: "LCA", ...who }), locale, "rehearsal", around);
  expect(of({ rank: 1, gender: "W" }, "fr")).toMatchObject({ text: "1re, 2 sur 3" });
  expect(of({ rank: 1, gender: "M" }, "fr")).toMatchObject({ text: "1er, 2 sur 3" });
  expect(of({ rank: 22, gender: null }, "en")).toMatchObject({ text: "22nd, 2 sur 3" });
  expect(of({ rank: 12, gender: null }, "en")).toMatchObject({ text: "12th, 2 sur 3" });
  expect(of({ rank: 2, organisation: "FRA" }, "fr")).toMatchObject({ text: "2e, 0 sur 0" });
});
