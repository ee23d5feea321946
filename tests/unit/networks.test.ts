import fc from "fast-check";
import { expect, test } from "vitest";
import { isSamePost } from "#server/networks/same-post.ts";
import { guaranteeFor, measure, wornBy } from "#shared/networks.ts";

test("X counts an address as 23, an emoji as 2 and a Chinese character as 2, up to 280", () => {
  expect(measure("x", "a".repeat(280))).toMatchObject({ length: 280, fits: true });
  expect(measure("x", "a".repeat(281))).toMatchObject({ length: 281, fits: false });
  expect(measure("x", `https://example.org/${"a".repeat(200)}`)).toMatchObject({ length: 23 });
  expect(measure("x", "👨‍👩‍👧‍👦")).toMatchObject({ length: 2 });
  expect(measure("x", "金".repeat(141))).toMatchObject({ length: 282, fits: false });
  expect(measure("x", "é\u00a0\u202f!")).toMatchObject({ unit: "weighted" });
});

test("Bluesky counts what a reader sees as one, up to 300, and 3000 bytes", () => {
  expect(measure("bluesky", "👨‍👩‍👧‍👦".repeat(100))).toMatchObject({ length: 100, fits: true });
  const heavy = "👨‍👩‍👧‍👦".repeat(140);
  expect(measure("bluesky", heavy)).toEqual({
    length: 3500,
    maxLength: 3000,
    unit: "byte",
    fits: false,
  });
  expect(measure("bluesky", "e\u0301".repeat(300))).toMatchObject({ length: 300, fits: true });
  expect(measure("bluesky", "e\u0301".repeat(301))).toMatchObject({
    unit: "grapheme",
    fits: false,
  });
});

test("a text fits Bluesky and not X, and nothing fits nowhere", () => {
  const text = "é".repeat(290);
  expect(measure("bluesky", text).fits).toBe(true);
  expect(measure("x", text).fits).toBe(false);
  expect(measure("rehearsal", "").fits).toBe(false);
});

test("an account counts like the network it wears", () => {
  expect(wornBy({ network: "rehearsal", wears: "x" })).toBe("x");
  expect(wornBy({ network: "bluesky", wears: null })).toBe("bluesky");
});

test("an account of the rehearsal network can be settled as surely as the network it wears", () => {
  const surely = (wears: Parameters<typeof guaranteeFor>[0]["wears"]) =>
    guaranteeFor({ network: "rehearsal", wears });
  expect([surely(null), surely("bluesky"), surely("instagram"), surely("facebook")]).toEqual(
    Array.from({ length: 4 }, () => "proven"),
  );
  expect([surely("mastodon"), surely("x"), surely("telegram")]).toEqual([
    "keyed",
    "matched",
    "human",
  ]);
});

const said = (text: string, pictures = 0) => ({ text, pictures });

test.each([
  ["as it was sent", "L’or !", "L’or !"],
  ["with its accents composed", "Le me\u0301tal", "Le métal"],
  ["with other spaces", "Or\u202f!\n\n  Enfin", "Or ! Enfin "],
  ["with its address shortened", "Vu : https://example.org/a?b=c.", "Vu : https://t.example/1."],
  ["with its address cut", "https://www.example.org/a-long-one", "https://example.org/a-lo…"],
  [
    "with a bare address made its own",
    "Tout sur paris.fr, ici",
    "Tout sur https://t.example/2, ici",
  ],
  [
    "with two addresses",
    "https://a.fr/1 et https://a.fr/12",
    "https://t.example/3 et https://t.example/4",
  ],
  ["with a slash more", "https://example.org", "https://example.org/"],
])("a post is known again on its network %s", (_how, ours, theirs) => {
  expect(isSamePost(said(ours), said(theirs))).toBe(true);
});

test.each([
  ["other words", "L’or !", "L’argent !"],
  ["another case", "Or", "OR"],
  ["an address of the same place that leads elsewhere", "https://a.fr/1", "https://a.fr/2"],
  ["one address more", "https://a.fr/1", "https://a.fr/1 https://a.fr/1"],
  ["no address", "Vu : https://a.fr/1", "Vu :"],
])("a post with %s is another one", (_how, ours, theirs) => {
  expect(isSamePost(said(ours), said(theirs))).toBe(false);
});

test("a post with another number of pictures is another one", () => {
  expect(isSamePost(said("Or", 1), said("Or", 2))).toBe(false);
});

test("what a network changes in any text is undone when it is looked for", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const changed = text.normalize("NFD").replaceAll(" ", "\u00a0 ");
      expect(isSamePost(said(text), said(changed))).toBe(true);
    }),
    { seed: 20_360_724, numRuns: 500 },
  );
});

test("what is counted without the segmenter is counted as it would be, whatever stands next to it", () => {
  const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
  const latin = fc.integer({ min: 0, max: 0x24f }).map((code) => String.fromCharCode(code));
  const signs = fc.integer({ min: 0x2010, max: 0x206f }).map((code) => String.fromCharCode(code));
  const joining = fc.constantFrom(
    "\u0301",
    "\u200d",
    "\ufe0f",
    "\u20e3",
    "\u0600",
    "\u{110bd}",
    "\u0915",
    "\u094d",
    "\u1100",
    "\u1161",
    "\u{1f3fb}",
    "\ud83d",
    "\udc68",
    "\r\n",
    "👨‍👩‍👧‍👦",
    "🇫🇷",
    "🇫",
    "👨",
    "1\ufe0f\u20e3",
  );
  const any = fc.array(fc.oneof(latin, latin, signs, joining), { maxLength: 40 });
  fc.assert(
    fc.property(any, (parts) => {
      const text = parts.join("");
      expect(measure("rehearsal", text).length).toBe([...segmenter.segment(text)].length);
    }),
    { seed: 20_360_724, numRuns: 1000 },
  );
});
