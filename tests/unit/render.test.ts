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

test("a template that never ends is stopped and says so", () => {
  const endless = "{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}";
  const rendered = render(saying(endless), gold(), "fr", "rehearsal");
  expect(rendered).toMatchObject({ ok: false, missing: [] });
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
