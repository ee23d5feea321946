/** Preparing a reaction: what could not be fired on air is refused at the table, by field, and nothing half-saved. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Snapshot } from "#shared/changes.ts";
import type { CommandInput } from "#shared/commands.ts";
import type { Media } from "#shared/media.ts";
import { transparent } from "../fixtures/pictures.ts";
import { raiseGold } from "../harness/react.ts";
import { openConsole } from "../harness/console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  headersOf,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { openRecord } from "../harness/record.ts";

let desk: Desk;
let producer: Credential;
let admin: Credential;
let media: Media;

beforeAll(async () => {
  desk = await startDesk();
  admin = await signIn(desk);
  producer = await apiToken(desk, admin, "producer");
  const response = await fetch(`${desk.url}/api/media`, {
    method: "POST",
    headers: { ...headersOf(desk, producer), "content-type": "image/png" },
    body: new Uint8Array(await transparent()),
  });
  ({ media } = (await response.json()) as { media: Media });
});
afterAll(() => desk.stop());

type Draft = CommandInput<"template.save">;

const wordings = (text: string): Draft["variants"] => [
  { locale: "fr", network: null, text },
  { locale: "en", network: null, text },
];

function draft(changes: Partial<Draft> = {}): Draft {
  return {
    slug: "gold-in-the-rain",
    name: { fr: "Or sous la pluie", en: "Gold in the rain" },
    fits: { kinds: ["medal"], medals: ["gold"], firstEver: null },
    variants: wordings("{{ participant.name }}, {{ event }}"),
    image: null,
    ...changes,
  };
}

const image = (
  changes: Partial<NonNullable<Draft["image"]>> = {},
): NonNullable<Draft["image"]> => ({
  mediaId: media.id,
  width: media.width,
  height: media.height,
  alt: { fr: "Un disque", en: "A disc" },
  ...changes,
});

async function record(): Promise<{ templates: number; changes: number }> {
  const opened = await openRecord(desk);
  const templates = await opened.db.selectFrom("templates").select("id").execute();
  const changes = await opened.countChanges("template.saved");
  await opened.close();
  return { templates: templates.length, changes };
}

test("a template is saved with its picture, quoted at once, and again as its next version", async () => {
  const slug = "with-a-picture";
  const first = await command(desk, producer, "template.save", draft({ slug, image: image() }));
  expect(first).toMatchObject({
    ok: true,
    value: { template: { slug, version: 1, image: { mediaId: media.id } } },
  });
  const again = await command(desk, producer, "template.save", draft({ slug }));
  expect(again).toMatchObject({ ok: true, value: { template: { version: 2, image: null } } });
});

test("every template a desk starts with passes the checks of one that is saved", async () => {
  const response = await fetch(`${desk.url}/api/snapshot`, { headers: headersOf(desk, producer) });
  const { templates } = (await response.json()) as Snapshot;
  const started = templates.filter(({ version }) => version === 1);
  expect(started.length).toBeGreaterThanOrEqual(9);
  for (const { id: _id, campaignId: _campaign, version: _version, ...same } of started)
    expect(await command(desk, producer, "template.save", same)).toMatchObject({ ok: true });
});

const loop = "{% for a in (1..9) %}{{ a }}{% endfor %}";
const refusals: Record<string, [() => Partial<Draft>, string, RegExp]> = {
  "a sentence that does not parse": [
    () => ({ variants: wordings("Or !\n{% if medal == 'gold' %}oui") }),
    "variants.0.text",
    /line 2: .*not closed/,
  ],
  "a loop": [() => ({ variants: wordings(loop) }), "variants.0.text", /tag "for" not found/],
  "a file": [
    () => ({ variants: wordings("{% include 'kek' %}") }),
    "variants.0.text",
    /tag "include" not found/,
  ],
  "a counter": [
    () => ({ variants: wordings("{% increment n %}") }),
    "variants.0.text",
    /tag "increment" not found/,
  ],
  "a loop in a line of its own": [
    () => ({ variants: wordings("{% liquid\nfor a in (1..9)\nendfor %}") }),
    "variants.0.text",
    /tag "liquid" not found/,
  ],
  "a text that doubles": [
    () => ({
      variants: wordings(
        `{% assign a = "xxxxxxxxxx" %}${"{% assign a = a | append: a %}".repeat(40)}{{ a }}`,
      ),
    }),
    "variants.0.text",
    /limit exceeded/,
  ],
  "a value that does not exist": [
    () => ({ variants: wordings("{{ event }}\n\n{{ champion }}") }),
    "variants.0.text",
    /line 3: there is no champion to quote; there is: event, /,
  ],
  "what is behind a value": [
    () => ({ variants: wordings("{{ participant.constructor }}") }),
    "variants.0.text",
    /no participant\.constructor/,
  ],
  "what is behind a value, by another name": [
    () => ({ variants: wordings("{% assign p = participant %}{{ p.constructor }}") }),
    "variants.0.text",
    /p is a value of your own/,
  ],
  "a value by a computed name": [
    () => ({ variants: wordings("{{ participant[medal] }}") }),
    "variants.0.text",
    /no participant\.\[…\]/,
  ],
  "a participant as a whole": [
    () => ({ variants: wordings("{{ participant }}") }),
    "variants.0.text",
    /no wording of its own/,
  ],
  "a filter that does not exist": [
    () => ({ variants: wordings("{{ event | date: '%s' }}") }),
    "variants.0.text",
    /undefined filter: date/,
  ],
  "an agreement without its neutral wording": [
    () => ({ variants: wordings("{{ participant | agree: 'champion', 'championne' }}") }),
    "variants.0.text",
    /three wordings/,
  ],
  "what a team does not have": [
    () => ({ variants: wordings("{{ participant.givenName }}") }),
    "variants.0.text",
    /a team has no participant\.givenName/,
  ],
  "a text that says nothing for a man": [
    () => ({ variants: wordings("{% if participant.gender == 'W' %}Elle !{% endif %}") }),
    "variants.0.text",
    /for a man it says nothing/,
  ],
  "a character nobody sees": [
    () => ({ variants: wordings("Or \u202e{{ event }}") }),
    "variants.0.text",
    /control characters/,
  ],
  "a text that fits Bluesky and not X": [
    () => ({ variants: wordings("é".repeat(285)) }),
    "variants.0.text",
    /too long for X: .*285 of 280/,
  ],
  "a text too long for X, where X has its own": [
    () => ({
      variants: [
        ...wordings("{{ event }}"),
        { locale: "en", network: "x", text: "{{ event }} 👏".repeat(60) },
      ],
    }),
    "variants.2.text",
    /too long for X/,
  ],
  "two wordings for one place": [
    () => ({ variants: [...wordings("a"), { locale: "en", network: null, text: "b" }] }),
    "variants.2",
    /variants\.1 is for the same/,
  ],
  "one language": [
    () => ({ variants: [{ locale: "fr", network: null, text: "a" }] }),
    "variants",
    /nothing in English for Bluesky, X/,
  ],
  "one network": [
    () => ({
      variants: [
        { locale: "fr", network: null, text: "a" },
        { locale: "en", network: "x", text: "a" },
      ],
    }),
    "variants",
    /nothing in English for Bluesky/,
  ],
  "a medal where there is none": [
    () => ({ fits: { kinds: ["schedule"], medals: ["gold"], firstEver: null } }),
    "fits.medals",
    /kind medal/,
  ],
  "no name": [() => ({ name: { fr: "Or", en: " " } }), "name.en", /1 to 120/],
  "a slug that is a path": [() => ({ slug: "../gold" }), "slug", /hyphens/],
  "a picture nobody uploaded": [
    () => ({ image: image({ mediaId: "0190aaaa-0000-7000-8000-000000000000" as Media["id"] }) }),
    "image.mediaId",
    /upload it first/,
  ],
  "a picture of another size": [
    () => ({ image: image({ width: 12 }) }),
    "image.width",
    /300 × 300/,
  ],
  "a picture without words": [
    () => ({ image: image({ alt: { fr: "Un disque", en: " " } }) }),
    "image.alt.en",
    /cannot see it/,
  ],
};

test.each(Object.keys(refusals))("%s is refused, and nothing is saved", async (name) => {
  const [changes, field, message] = refusals[name]!;
  const before = await record();
  const reply = await command(desk, producer, "template.save", draft(changes()));
  expect(reply).toMatchObject({ ok: false, code: "badTemplate", details: { field } });
  expect(reply).toMatchObject({ details: { message: expect.stringMatching(message) as string } });
  expect(await record()).toEqual(before);
});

test("a picture without words in both languages is no input at all", async () => {
  const input = draft({ image: { ...image(), alt: { fr: "Un disque" } as never } });
  expect(await command(desk, producer, "template.save", input)).toMatchObject({
    ok: false,
    code: "badInput",
    details: { field: "image.alt.en" },
  });
});

test("only who produces may prepare: an editor is refused and nothing is saved", async () => {
  const before = await record();
  for (const role of ["viewer", "spotter", "guest", "editor"] as const) {
    const token = await apiToken(desk, admin, role);
    expect(await command(desk, token, "template.save", draft())).toMatchObject({
      ok: false,
      code: "notAllowed",
    });
  }
  expect(await record()).toEqual(before);
});

test("French agrees, elides, and asks before it quotes what may be missing", async () => {
  const saved = await command(
    desk,
    producer,
    "template.save",
    draft({
      slug: "agreeing",
      variants: wordings(
        `{% if has.score %}{{ score }} {% endif %}Médaille {{ participant.name | de }} : {{ participant | agree: "il", "elle", "on", "ils", "elles" }} {{ participant | number: "gagne", "gagnent" }} {{ event }}`,
      ),
    }),
  );
  if (!saved.ok) throw new Error(JSON.stringify(saved.details));
  const screen = openConsole(desk, producer);
  await screen.until("the desk is on screen", (self) => self.state !== null);
  const moment = await raiseGold(desk, screen, { name: "Ana Ferrol" });
  const reply = await command(desk, producer, "post.preview", {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: saved.value.template.id,
    accounts: screen.state!.accounts.map(({ id }) => id),
  });
  screen.close();
  if (!reply.ok) throw new Error(reply.code);
  const french = reply.value.renderings.find(({ locale }) => locale === "fr");
  expect(french?.text).toBe("Médaille d’Ana Ferrol\u00a0: elle gagne 100\u00a0m femmes");
});
