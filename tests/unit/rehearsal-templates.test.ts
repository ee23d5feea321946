import { readFile, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import { type PictureName, pictures } from "#server/rehearsal/pictures.ts";
import { templates } from "#server/rehearsal/templates.ts";
import { campaignId, momentId, templateId } from "#shared/ids.ts";
import { locales } from "#shared/locales.ts";
import {
  type Moment,
  momentKinds,
  type MomentSource,
  noFacts,
  type Participant,
} from "#shared/moments.ts";
import { measure, type NetworkName, networks } from "#shared/networks.ts";
import { render } from "#shared/render.ts";
import { around, spokenOf } from "../fixtures/gold.ts";

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
  "team of women": person({
    type: "team",
    name: "United States",
    organisationName: both("États-Unis", "United States"),
    gender: "W",
  }),
  "team of men": person({
    type: "team",
    name: "United States",
    organisationName: both("États-Unis", "United States"),
    gender: "M",
  }),
  "long name": person({
    name: longName,
    organisationName: both("Saint-Vincent-et-les-Grenadines", "St. Vincent & Grenadines"),
  }),
};

function momentAbout(who: Participant, kind: Moment["kind"]): Moment {
  const at = "2024-08-03T19:20:00.000Z";
  const source: MomentSource = {
    feed: "odf",
    format: "odf",
    document: null,
    version: null,
    authority: 1,
    standing: "confirmed",
    at,
  };
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
      ...noFacts,
      eventCode: "e",
      eventName: named,
      discipline: both("athlétisme", "athletics"),
      phase: both("finale", "final"),
      venue: "Stadium",
      medal: "gold",
      result: "10.72",
      score: "4–3",
      record: "NR",
      firstEver: true,
    },
    salience: { score: 0, reasons: [] },
    source,
    sources: [source],
    seen: null,
    before: null,
    test: true,
    late: false,
    passed: null,
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

const everyNetwork = Object.keys(networks) as NetworkName[];

test.each(Object.keys(people) as (keyof typeof people)[])(
  "every starting template can be fired for a %s, in both languages, within the limits of every network",
  (name) => {
    const said = spokenOf(momentAbout(people["long name"], "medal"));
    for (const { slug, fits } of templates) {
      for (const kind of fits.kinds)
        for (const locale of locales)
          for (const network of everyNetwork) {
            const rendered = render(whole(slug), momentAbout(people[name], kind), locale, network, {
              ...around,
              said,
            });
            expect(rendered, `${slug} ${locale} ${network}`).toMatchObject({ ok: true });
            if (!rendered.ok) continue;
            expect(measure(network, rendered.text), rendered.text).toMatchObject({ fits: true });
            expect(rendered.text).not.toMatch(/\{|undefined|null/);
          }
    }
  },
);

test("French agrees with whoever it is about, and stays neutral when nobody said", () => {
  const gold = (who: Participant) => {
    const rendered = render(whole("gold"), momentAbout(who, "medal"), "fr", "rehearsal", around);
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
  expect(gold(people["team of women"])).toBe(
    "États-Unis en or\u202f! Championnes\u00a0: 3000\u00a0m steeple femmes.",
  );
});

test("a template that needs a score cannot be fired for a race, and says so", () => {
  const race = momentAbout(people.woman, "result");
  expect(
    render(
      whole("final-by-score"),
      { ...race, facts: { ...race.facts, score: null } },
      "fr",
      "rehearsal",
      around,
    ),
  ).toMatchObject({ ok: false, missing: ["score"] });
});

const longestHeadline = both(
  "3–3 : le tirage au sort désigne les +90 kg, Riner contre Saito, pour le combat décisif",
  "3–3: the draw gives +90 kg, Riner against Saito, for the deciding bout",
);

test("the longest headline of the evening fits everywhere, with room on X for a reply", () => {
  for (const locale of locales)
    for (const network of everyNetwork) {
      const moment = { ...momentAbout(people.unknown, "emotion"), headline: longestHeadline };
      const rendered = render(whole("emotion"), moment, locale, network, around);
      if (!rendered.ok) throw new Error(String(rendered.problem));
      expect(measure(network, rendered.text).length).toBeLessThan(network === "x" ? 120 : 200);
    }
});

const drawings = new URL("../../server/rehearsal/pictures/", import.meta.url);

test.each(Object.keys(pictures) as PictureName[])(
  "the picture %s is the one its source draws (UPDATE_PICTURES=1 draws it anew), and is described",
  async (name) => {
    const source = new URL(`${name}.svg`, drawings);
    const file = new URL(`${name}.jpg`, drawings);
    if (process.env["UPDATE_PICTURES"]) {
      const drawn = sharp(await readFile(source)).removeAlpha();
      const body = drawn.jpeg({ quality: 80, progressive: true, mozjpeg: true });
      await writeFile(file, await body.toBuffer());
    }
    const body = await readFile(file);
    expect(await sharp(body).metadata()).toMatchObject({ width: 1600, height: 900 });
    expect(body.length).toBeLessThan(150_000);
    const [small, again] = await Promise.all([
      sharp(body).resize(40, 22).raw().toBuffer(),
      sharp(await readFile(source), { density: 36 })
        .removeAlpha()
        .resize(40, 22)
        .raw()
        .toBuffer(),
    ]);
    const apart = small.reduce((sum, value, at) => sum + Math.abs(value - again[at]!), 0);
    expect(apart / small.length).toBeLessThan(6);
    for (const locale of locales) {
      expect(pictures[name][locale].length).toBeGreaterThan(60);
      for (const { maxAlt } of Object.values(networks))
        expect(pictures[name][locale].length).toBeLessThan(maxAlt);
    }
  },
);

test("the evening starts with reactions for every kind of moment, and a tone for the grave ones", () => {
  expect(templates.length).toBeGreaterThanOrEqual(15);
  expect(new Set(templates.map(({ slug }) => slug)).size).toBe(templates.length);
  for (const kind of momentKinds)
    expect(templates.filter(({ fits }) => fits.kinds.includes(kind)).length, kind).toBeGreaterThan(
      0,
    );
  expect(templates.find(({ slug }) => slug === "disqualification")?.tone).toBe("sober");
});

test("at least four starting reactions have a picture", () => {
  expect(templates.filter(({ picture }) => picture !== null).length).toBeGreaterThanOrEqual(4);
});
