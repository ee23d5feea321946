import { expect, test } from "vitest";
import { measure } from "#shared/networks.ts";
import { render } from "#shared/render.ts";
import { typeset } from "#shared/typeset.ts";
import { gold, saying } from "../fixtures/gold.ts";

test("a value the moment does not have stops the reaction and is named", () => {
  expect(render(saying("Record : {{ record }}"), gold(), "fr", "rehearsal")).toEqual({
    ok: false,
    missing: ["record"],
    problem: null,
  });
  expect(render(saying("{{ participant.club }}"), gold(), "fr", "rehearsal")).toMatchObject({
    ok: false,
    missing: ["participant.club"],
  });
});

test("French agrees with the champion, and stays neutral when nobody knows", () => {
  const text =
    "{{ participant.name }}, {{ participant | agree: 'champion', 'championne', 'en or' }}";
  expect(render(saying(text), gold(), "fr", "rehearsal")).toMatchObject({
    text: "Ana Ferrol, championne",
  });
  expect(render(saying(text), gold({ gender: "M" }), "fr", "rehearsal")).toMatchObject({
    text: "Ana Ferrol, champion",
  });
  expect(render(saying(text), gold({ gender: null }), "fr", "rehearsal")).toMatchObject({
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
    ),
  ).toMatchObject({ text: "{{ 7 | times: 6 }}" });
  expect(render(saying("{{ participant.constructor }}"), gold(), "fr", "rehearsal")).toMatchObject({
    ok: false,
  });
});

const said = (text: string, moment = gold()) =>
  render(saying(text), moment, "fr", "rehearsal") as {
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
