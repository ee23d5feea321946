import { expect, test } from "vitest";
import { momentId, templateId, campaignId } from "#shared/ids.ts";
import type { Moment } from "#shared/moments.ts";
import { countText } from "#shared/networks.ts";
import { render } from "#shared/render.ts";
import type { Template } from "#shared/templates.ts";
import { typeset } from "#shared/typeset.ts";

const id = "01970000-0000-7000-8000-000000000001";

function gold(changes: Partial<Moment["participants"][0]> = {}, facts: Partial<Moment["facts"]> = {}): Moment {
  const at = "2024-08-03T19:20:00.000Z";
  const person = { code: "1", type: "athlete" as const, name: "Ana Ferrol", givenName: "Ana", familyName: "Ferrol", organisation: "LCA", organisationName: { fr: "Sainte-Lucie", en: "Saint Lucia" }, gender: "W" as const, rank: 1, result: "10.72", irm: null };
  return {
    id: momentId.parse(id),
    campaignId: campaignId.parse(id),
    version: 1,
    kind: "medal",
    status: "confirmed",
    headline: { fr: "Or pour Ana Ferrol", en: "Gold for Ana Ferrol" },
    context: { fr: "", en: "" },
    participants: [{ ...person, ...changes }],
    facts: { eventCode: "X", eventName: { fr: "100 m femmes", en: "Women’s 100 m" }, discipline: null, phase: null, venue: null, medal: "gold", result: "10.72", score: null, record: null, startsAt: null, firstEver: false, outcome: "gold", ...facts },
    salience: { score: 40, reasons: [] },
    source: { feed: "odf", format: "odf", document: null, version: null },
    sources: [],
    before: null,
    test: false,
    occurredAt: at,
    raisedAt: at,
    changedAt: at,
  };
}

function saying(text: string): Template {
  return { id: templateId.parse(id), campaignId: campaignId.parse(id), version: 1, slug: "x", name: { fr: "x", en: "x" }, fits: { kinds: ["medal"], medals: null, firstEver: null }, variants: [{ locale: "fr", text }] };
}

test("a value the moment does not have stops the reaction and is named", () => {
  expect(render(saying("Record : {{ record }}"), gold(), "fr")).toEqual({ ok: false, missing: ["record"], problem: null });
  expect(render(saying("{{ participant.club }}"), gold(), "fr")).toMatchObject({ ok: false, missing: ["participant.club"] });
});

test("French agrees with the champion, and stays neutral when nobody knows", () => {
  const text = "{{ participant.name }}, {{ participant | agree: 'champion', 'championne', 'en or' }}";
  expect(render(saying(text), gold(), "fr")).toMatchObject({ text: "Ana Ferrol, championne" });
  expect(render(saying(text), gold({ gender: "M" }), "fr")).toMatchObject({ text: "Ana Ferrol, champion" });
  expect(render(saying(text), gold({ gender: null }), "fr")).toMatchObject({ text: "Ana Ferrol, en or" });
});

test("a feed value is data: template code inside a name is shown, not run", () => {
  expect(render(saying("{{ participant.name }}"), gold({ name: "{{ 7 | times: 6 }}" }), "fr")).toMatchObject({ text: "{{ 7 | times: 6 }}" });
  expect(render(saying("{{ participant.constructor }}"), gold(), "fr")).toMatchObject({ ok: false });
});

test("a template that never ends is stopped and says so", () => {
  const endless = "{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}";
  const rendered = render(saying(endless), gold(), "fr");
  expect(rendered).toMatchObject({ ok: false, missing: [] });
});

test("French typography is set, and addresses and hashtags are left alone", () => {
  expect(typeset("Quelle course ! Elle l'a fait : 10.72 ; et vous ?", "fr")).toBe("Quelle course\u202f! Elle l’a fait\u00a0: 10.72\u202f; et vous\u202f?");
  expect(typeset("« Merci »", "fr")).toBe("«\u00a0Merci\u00a0»");
  expect(typeset("Voir https://example.org/a?b=c #Rebond!", "fr")).toBe("Voir https://example.org/a?b=c #Rebond\u202f!");
  expect(typeset("What a race! It's gold: 10.72", "en")).toBe("What a race! It’s gold: 10.72");
});

test("a family emoji counts once, as the reader sees it", () => {
  expect(countText("rehearsal", "👨‍👩‍👧‍👦 é")).toBe(3);
});
