import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashRendering } from "#server/templates/render-for.ts";
import type { Rendering } from "#shared/commands.ts";
import { measure, wornBy } from "#shared/networks.ts";
import { renderAs } from "#shared/rendering.ts";
import { aroundOf } from "#shared/surroundings.ts";
import type { Variant } from "#shared/templates.ts";
import { command, type Credential } from "../harness/desk.ts";
import { untilAre } from "../harness/marked.ts";
import { fire, sendMoment, shownMoment } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { editorsOf, setStage, type Stage } from "../harness/stage.ts";

const wantedRenders = 500;
const lanes = 6;
/** An editor’s span between two fires, and a little. */
const spanMs = 810;

let stage: Stage;
let record: DeskRecord;
let editors: Credential[];
beforeAll(async () => {
  // Unscaled: what waits for a busy machine must not outlive its shelf life.
  stage = await setStage("postgres", { REBOND_TIME_SCALE: "1" });
  record = await openRecord(stage.desk);
  editors = await editorsOf(stage, lanes);
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

/** Everything that has ever been counted, split or escaped wrongly somewhere. */
const oddities =
  "👩‍👩‍👧‍👦|🏴󠁧󠁢󠁥󠁮󠁧󠁿|🇱🇨|👍🏽|❤️‍🔥|e\u0301|Ệ|n\u0303\u0323|ａ|ﬁ|İ|ß|ẞ|東京|한국|佐藤|مرحبا|שלום|ไทย|नमस्ते|Ω|𝔘|\u00a0|\u202f|\u2009"
    .concat(
      '|\u200b|\u200d|\u00ad|\u2028|\ufeff|\u202e|<b>&amp;|"|\\|`|%7B|{{ participant.name }}|{% raw %}',
    )
    .concat(
      "|{%|}}|#{x}|${x}|$&|l'or|aujourd'hui|O’Neil|« oui »|«non»|12 000 m|3 h|9:58|1 - 0|...|…|—|?!| !",
    )
    .split("|");
const odd = fc.constantFrom(...oddities);
const word = fc.oneof(odd, fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }));
const storable = (text: string) => /^[^\p{Cs}\0]*$/u.test(text);
const words = (most: number) =>
  fc
    .array(word, { minLength: 1, maxLength: most })
    .map((all) => all.join(" "))
    .filter((text) => storable(text) && text.trim() !== "");
/** Template text of its own: what would be Liquid is not for a literal. */
const literal = words(3).map((text) => text.replaceAll(/[{}%]/g, ""));
const quote = (text: string) => text.replaceAll(/["\\\n\r]/g, "");
const wording = fc.tuple(literal, literal, literal).map((all) => all.map(quote));

const piece = fc.oneof(
  literal,
  fc.constantFrom(
    ..."{{ participant.name }}|{{ participant.familyName }}|{{ participant.country }}".split("|"),
    ..."{{ result }}|{{ score }}|{{ event | sentence }}|{{ headline }}|{{ discipline }}".split("|"),
  ),
  fc.constantFrom(" !", " ?", " : ", " ; ", "\n\n", "« ", " »", "'", " — ", ".", "\n", "  "),
  fc.constantFrom(
    "#RebondLive",
    "@soiree.fr",
    "https://example.org/a?b=c&d=é#f",
    "example.com",
    "#été",
  ),
  wording.map(([m, w, n]) => `{{ participant | agree: "${m}", "${w}", "${n}" }}`),
  wording.map(([a, b]) => `{% if medal == "gold" %}${a}{% else %}${b}{% endif %}`),
  wording.map(
    ([a, b]) => `{% unless participant.type == "team" %}${a}{% else %}${b}{% endunless %}`,
  ),
  wording.map(
    ([a, b, c]) =>
      `{% case medal %}{% when "gold" %}${a}{% when "silver" %}${b}{% else %}${c}{% endcase %}`,
  ),
);
const text = fc.array(piece, { minLength: 1, maxLength: 6 }).map((all) => all.join(" "));
const both = fc.record({ fr: words(3), en: words(3) });

const scene = fc.record({
  template: fc.record({ fr: text, en: text, forX: fc.option(text), forBluesky: fc.option(text) }),
  headline: both,
  name: words(3),
  familyName: words(2),
  country: both,
  gender: fc.constantFrom("W", "M", null),
  type: fc.constantFrom("athlete", "team"),
  medal: fc.constantFrom("gold", "silver", "bronze"),
  result: words(2),
  eventName: both,
});
type Scene = typeof scene extends fc.Arbitrary<infer Value> ? Value : never;

function variantsOf({ template: { fr, en, forX, forBluesky } }: Scene): Variant[] {
  const variants: Variant[] = [
    { locale: "fr", network: null, text: fr },
    { locale: "en", network: null, text: en },
  ];
  if (forX) variants.push({ locale: "fr", network: "x", text: forX });
  if (forBluesky) variants.push({ locale: "en", network: "bluesky", text: forBluesky });
  return variants;
}

async function raise(scene: Scene) {
  const { desk, screen } = stage;
  const key = randomUUID();
  const { headline, name, familyName, country, gender, type, medal, result, eventName } = scene;
  await sendMoment(desk, {
    key,
    kind: "note",
    headline,
    participants: [
      { code: "1", name, familyName, type, gender, result, organisationName: country },
    ],
    facts: { medal, result, score: result, eventName, discipline: eventName },
  });
  return shownMoment(screen, key);
}

/** One render that was fired: what the editor saw, and under which id the network must have it. */
type Fired = { seen: Rendering; id: string };

/** Previews and fires one scene as a lane's editor; nothing where it does not fit everywhere. */
async function play(scene: Scene, lane: number): Promise<Fired[]> {
  const { desk, screen } = stage;
  const moment = await raise(scene);
  const template = await record.saveTemplate({
    slug: `lane-${lane}`,
    name: { fr: "x", en: "x" },
    fits: { kinds: ["note"], medals: null, firstEver: null },
    variants: variantsOf(scene),
    image: null,
  });
  const { accounts } = screen.state!;
  const wanted = {
    momentId: moment.id,
    momentVersion: moment.version,
    templateId: template.id,
    accounts: accounts.map((each) => each.id),
  };
  const shown = await command(desk, editors[lane]!, "post.preview", wanted);
  if (!shown.ok) throw new Error(`${shown.code} ${JSON.stringify(shown.details)}`);
  const { renderings } = shown.value;
  for (const one of renderings) {
    const account = accounts.find((each) => each.id === one.accountId)!;
    // What the console shows before the server answers is what the server answers.
    const local = renderAs(template, moment, account, one.locale, aroundOf(screen.state!, moment));
    expect({ ...local, fits: undefined, hash: undefined }).toEqual({
      ...one,
      fits: undefined,
      hash: undefined,
    });
    expect(local.fits).toBe(one.hash !== null);
  }
  const hashes = renderings.map((one) => one.hash);
  if (hashes.some((hash) => hash === null)) return [];
  // A network takes fewer posts of one account in a quarter of an hour than are tried here.
  for (const { id } of stage.screen.state!.accounts.filter(({ wears }) => wears === "x"))
    await record.db
      .updateTable("paces")
      .set({ budgetUntil: null })
      .where("accountId", "=", id)
      .execute();
  const { postId } = await fire(desk, editors[lane]!, {
    ...wanted,
    renderHashes: hashes as string[],
    undoMs: 0,
  });
  const made = () => screen.state!.deliveries.filter((each) => each.postId === postId);
  await screen.until("it is on the desk", () => made().length === renderings.length);
  return renderings.map((seen) => {
    const delivery = made().find(
      (each) => each.account.id === seen.accountId && each.locales[0] === seen.locale,
    )!;
    expect(delivery.text).toBe(seen.text);
    return { seen, id: delivery.id };
  });
}

test("500 random renders: the bytes at the network are the bytes of the preview, under the hash that was fired, within its limit", async () => {
  const seed = Number(process.env["REBOND_TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
  const scenes = fc.sample(scene, { seed, numRuns: wantedRenders });
  const fired: Fired[] = [];
  let next = 0;
  const run = async (lane: number): Promise<void> => {
    while (fired.length < wantedRenders && next < scenes.length) {
      const current = next;
      next += 1;
      const began = performance.now();
      const made = await play(scenes[current]!, lane).catch((error: unknown) => {
        throw new Error(`REBOND_TEST_SEED=${seed}, scene ${current}`, { cause: error });
      });
      fired.push(...made);
      const left = spanMs - (performance.now() - began);
      if (made.length > 0 && left > 0)
        await new Promise((resolve) => {
          setTimeout(resolve, left);
        });
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => run(lane)));
  process.stdout.write(
    `preview-is-the-post: seed ${seed}, ${fired.length} renders of ${next} scenes\n`,
  );
  expect(fired.length).toBeGreaterThanOrEqual(wantedRenders);
  const { screen, network } = stage;
  const ids = new Set<string>(fired.map((each) => each.id));
  await untilAre(screen, { ids: [...ids] }, ["confirmed"], 120_000);
  const posts = await network.posts();
  for (const { seen, id } of fired) {
    const words = `REBOND_TEST_SEED=${seed}: ${JSON.stringify(seen.text)}`;
    const remoteId = screen.state!.deliveries.find((each) => each.id === id)?.remoteId;
    const [post, ...more] = posts.filter((each) => each.key === id || each.id === remoteId);
    expect(more, words).toEqual([]);
    expect(Buffer.from(post!.text).equals(Buffer.from(seen.text)), words).toBe(true);
    expect(hashRendering(seen.accountId, seen.locale, post!.text, []), words).toBe(seen.hash);
    const account = screen.state!.accounts.find((each) => each.id === seen.accountId)!;
    const { length, maxLength } = measure(wornBy(account), post!.text);
    expect({ length, maxLength }, words).toEqual({
      length: seen.length,
      maxLength: seen.maxLength,
    });
    expect(seen.length, words).toBeLessThanOrEqual(seen.maxLength);
    expect([post!.handle, post!.language], words).toEqual([account.handle, seen.locale]);
  }
}, 300_000);

/** One wording for each account, in its own language, typed as a person types it. */
const typed = {
  fr: " L'or pour 東京 : « quelle fin » ! 👩‍👩‍👧‍👦 佐藤, 10 km plus tard ; oui ?\n\n#Été 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ",
  en: "It's 東京's gold: 👩‍👩‍👧‍👦 佐藤 did it!\n\nAfter 10 km 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
};
const asPublic = {
  fr: "L’or pour 東京\u00a0: «\u00a0quelle fin\u00a0»\u202f! 👩‍👩‍👧‍👦 佐藤, 10\u00a0km plus tard\u202f; oui\u202f?\n\n#Été 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  en: "It’s 東京’s gold: 👩‍👩‍👧‍👦 佐藤 did it!\n\nAfter 10\u00a0km 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
};

test.each(["in place of a template's", "with no template at all"])(
  "words written by hand, %s, are on the network byte for byte as the server showed them",
  async (how) => {
    const { desk, screen, network, colleague } = stage;
    const moment = await raise(fc.sample(scene, { seed: 1, numRuns: 1 })[0]!);
    const { accounts } = screen.state!;
    const template = await record.saveTemplate({
      slug: "by-hand",
      name: { fr: "x", en: "x" },
      fits: { kinds: ["note"], medals: null, firstEver: null },
      variants: [{ locale: "fr", network: null, text: "Préparé" }],
      image: null,
    });
    const wanted = {
      momentId: moment.id,
      momentVersion: moment.version,
      templateId: how.startsWith("in") ? template.id : null,
      accounts: accounts.map((each) => each.id),
      edits: accounts.flatMap(({ id, locales }) =>
        locales.map((locale) => ({ accountId: id, locale, text: typed[locale] })),
      ),
    };
    const shown = await command(desk, colleague, "post.preview", wanted);
    if (!shown.ok) throw new Error(`${shown.code} ${JSON.stringify(shown.details)}`);
    const { renderings } = shown.value;
    expect(renderings.map(({ locale, text }) => [locale, text])).toEqual(
      renderings.map(({ locale }) => [locale, asPublic[locale]]),
    );
    const renderHashes = renderings.map((each) => each.hash!);
    const { postId, ids } = await fire(desk, colleague, { ...wanted, renderHashes, undoMs: 0 });
    const made = () => screen.state!.deliveries.filter((each) => each.postId === postId);
    await screen.until(
      "it is public everywhere",
      () => made().length > 0 && made().every(({ state }) => state === "confirmed"),
    );
    const posts = (await network.posts()).filter(({ url }) =>
      made().some(({ remoteUrl }) => remoteUrl === url),
    );
    expect(posts.length).toBe(ids.length);
    for (const { text, language } of posts)
      expect(Buffer.from(text).equals(Buffer.from(asPublic[language as "fr" | "en"]))).toBe(true);
    const { input } = await record.db
      .selectFrom("actions")
      .select("input")
      .where("name", "=", "post.fire")
      .orderBy("id", "desc")
      .executeTakeFirstOrThrow();
    expect(input).toMatchObject({ edits: wanted.edits });
    expect(screen.state!.posts.find((each) => each.id === postId)?.templateId).toBe(
      wanted.templateId,
    );
  },
);
