import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { templates } from "#server/rehearsal/templates.ts";
import { campaignId, momentId, templateId } from "#shared/ids.ts";
import { locales } from "#shared/locales.ts";
import type { Moment, Participant } from "#shared/moments.ts";
import { measure } from "#shared/networks.ts";
import { render } from "#shared/render.ts";

const campaign = campaignId.parse(uuidv7());
const both = (fr: string, en = fr) => ({ fr, en });
const longName = "Anne-Sophie Marie-Antoinette de la Fontaine-Beauregard-Montmorency";

function person(given: Partial<Participant>): Participant {
  const rest = { givenName: null, familyName: null, rank: 1, result: "10.72", irm: null };
  return {
    code: "1",
    type: "athlete",
    name: "Julien Alfred",
    organisation: "LCA",
    organisationName: both("Sainte-Lucie", "St. Lucia"),
    gender: null,
    ...rest,
    ...given,
  };
}

const people = {
  woman: person({ gender: "W" }),
  man: person({ gender: "M", name: "Teddy Riner" }),
  unknown: person({}),
  team: person({ type: "team", name: "Japan", organisationName: both("Japon", "Japan") }),
  "long name": person({
    name: longName,
    organisationName: both("Saint-Vincent-et-les-Grenadines", "St. Vincent & Grenadines"),
  }),
};

function momentAbout(who: Participant, kind: Moment["kind"]): Moment {
  const at = "2024-08-03T19:20:00.000Z";
  const source = { feed: "odf", format: "odf", document: null, version: null };
  const named = both("3000\u00a0m steeple femmes", "women's 3000\u00a0m steeplechase");
  return {
    id: momentId.parse(uuidv7()),
    campaignId: campaign,
    version: 1,
    kind,
    status: "confirmed",
    headline: both(`Or pour ${who.name}`, `Gold for ${who.name}`),
    context: both(""),
    participants: [
      who,
      person({ type: who.type, name: "Saito", organisationName: both("Japon", "Japan") }),
    ],
    facts: {
      eventCode: "e",
      eventName: named,
      discipline: both("athlétisme", "athletics"),
      phase: both("finale", "final"),
      venue: "Stadium",
      medal: "gold",
      result: "10.72",
      score: "4–3",
      record: "NR",
      startsAt: null,
      firstEver: true,
      outcome: "",
    },
    salience: { score: 0, reasons: [] },
    source,
    sources: [source],
    before: null,
    test: true,
    occurredAt: at,
    raisedAt: at,
    changedAt: at,
  };
}

const whole = (slug: string) => {
  const found = templates.find((each) => each.slug === slug);
  if (!found) throw new Error(slug);
  return {
    ...found,
    image: null,
    id: templateId.parse(uuidv7()),
    campaignId: campaign,
    version: 1,
  };
};

test.each(Object.keys(people) as (keyof typeof people)[])(
  "every starting template can be fired for a %s, in both languages and within 300",
  (name) => {
    for (const { slug, fits } of templates) {
      for (const kind of fits.kinds) {
        for (const locale of locales) {
          const rendered = render(
            whole(slug),
            momentAbout(people[name], kind),
            locale,
            "rehearsal",
          );
          expect(rendered, `${slug} ${locale}`).toMatchObject({ ok: true });
          if (rendered.ok)
            expect(measure("rehearsal", rendered.text), rendered.text).toMatchObject({
              fits: true,
            });
          if (rendered.ok) expect(rendered.text).not.toMatch(/\{|undefined|null/);
        }
      }
    }
  },
);

test("French agrees with whoever it is about, and stays neutral when nobody said", () => {
  const gold = (who: Participant) => {
    const rendered = render(whole("gold"), momentAbout(who, "medal"), "fr", "rehearsal");
    return rendered.ok ? rendered.text.split("\n")[0] : rendered;
  };
  expect(gold(people.woman)).toBe(
    "Julien Alfred en or\u202f! Championne\u00a0: 3000\u00a0m steeple femmes.",
  );
  expect(gold(people.man)).toBe(
    "Teddy Riner en or\u202f! Champion\u00a0: 3000\u00a0m steeple femmes.",
  );
  expect(gold(people.unknown)).toBe(
    "Julien Alfred en or\u202f! Au sommet\u00a0: 3000\u00a0m steeple femmes.",
  );
  expect(gold(people.team)).toBe("Japon en or\u202f! Au sommet\u00a0: 3000\u00a0m steeple femmes.");
});

test("a template that needs a score cannot be fired for a race, and says so", () => {
  const race = momentAbout(people.woman, "result");
  expect(
    render(
      whole("final-by-score"),
      { ...race, facts: { ...race.facts, score: null } },
      "fr",
      "rehearsal",
    ),
  ).toMatchObject({ ok: false, missing: ["score"] });
});
