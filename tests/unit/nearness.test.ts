import { expect, test } from "vitest";
import { saysTheSame } from "#shared/nearness.ts";
import { render } from "#shared/render.ts";
import { suggest } from "#shared/suggest.ts";
import { templates } from "#server/rehearsal/templates.ts";
import { around, saying } from "../fixtures/gold.ts";
import { labelled } from "../fixtures/moments.ts";

const said =
  "Thea Lafond en or ! Championne : triple saut femmes, 15,02.\n\nMerci pour cette soirée. #RebondLive";

test.each([
  ["the same bytes", said],
  [
    "an emoji more and a hashtag less",
    "Thea Lafond en or 🥇 ! Championne : triple saut femmes, 15,02. Merci pour cette soirée.",
  ],
  [
    "no accents, and in capitals here and there",
    "THEA LAFOND EN OR ! Championne : triple saut femmes, 15.02. Merci pour cette soiree.",
  ],
  [
    "one word for another",
    "Thea Lafond en or ! Championne : triple saut femmes, 15,02. Merci pour cette nuit.",
  ],
  [
    "two sentences turned round",
    "Merci pour cette soirée. Thea Lafond en or ! Championne : triple saut femmes, 15,02.",
  ],
  ["a link", `${said} https://example.org/news`],
])("said again with %s is said twice", (_what, again) => {
  expect(saysTheSame(said, again)).toBe(true);
});

test.each([
  ["somebody else", said.replace("Thea Lafond", "Jasmine Moore")],
  ["another mark", said.replace("15,02", "15,10")],
  ["another event", said.replace("triple saut femmes", "saut en hauteur dames")],
  [
    "much more to say",
    `${said} Première médaille de l'histoire pour la Dominique, et quelle première !`,
  ],
  ["nothing but signs", "🥇🥇🥇 #RebondLive"],
])("with %s it is another thing to say", (_what, other) => {
  expect(saysTheSame(said, other)).toBe(false);
});

test("prepared reactions about other people or other events never look like repeats of each other", () => {
  const prepared = templates.map(({ slug, name, fits, tone, variants }) => ({
    ...saying(""),
    slug,
    name,
    fits,
    tone,
    variants,
  }));
  const texts = labelled.flatMap(({ moment, untrue }) =>
    suggest(moment, prepared, around, untrue).flatMap(({ template }) =>
      (["fr", "en"] as const).flatMap((locale) => {
        const rendered = render(template, moment, locale, "bluesky", around);
        const who = moment.participants.map(({ name }) => name).join();
        const event = `${who} ${moment.facts.eventName?.fr}`;
        return rendered.ok ? [{ event, locale, text: rendered.text }] : [];
      }),
    ),
  );
  expect(texts.length).toBeGreaterThan(100);
  const alarms = texts.flatMap((one, at) =>
    texts
      .slice(at + 1)
      .filter((other) => other.event !== one.event && other.locale === one.locale)
      .filter((other) => other.text !== one.text && saysTheSame(one.text, other.text))
      .map((other) => `${one.text}\n=====\n${other.text}`),
  );
  expect(alarms).toEqual([]);
});
