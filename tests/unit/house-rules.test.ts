import { expect, test } from "vitest";
import { findingsOf, type HouseRules, houseRules, noHouseRules } from "#shared/house-rules.ts";

const rules: HouseRules = { hashtag: "#CoupeDesPhares", banned: ["raté", "loser"], emojiMost: 2 };
const kinds = (text: string, given = rules) => findingsOf(text, given).map(({ rule }) => rule);

test("a text that keeps the house's rules has nothing against it, nor has one that is not written yet", () => {
  expect(kinds("L’or pour Maëlle ! 🥇 #CoupeDesPhares")).toEqual([]);
  expect(kinds("  ")).toEqual([]);
  expect(kinds("raté 🥇🥇🥇", noHouseRules)).toEqual([]);
});

test("a banned word is found whatever its case and accents, and not inside another word", () => {
  expect(findingsOf("RATE ! #coupedesphares", rules)).toEqual([{ rule: "banned", word: "raté" }]);
  expect(kinds("Un loser ? #CoupeDesPhares")).toEqual(["banned"]);
  expect(kinds("Elle a dératé les closers. #CoupeDesPhares")).toEqual([]);
});

test("signs in a banned word are signs, not a pattern", () => {
  const odd = { ...noHouseRules, banned: ["c.o.n", "a+"] };
  expect(kinds("un coin, un caon", odd)).toEqual([]);
  expect(kinds("c.o.n", odd)).toEqual(["banned"]);
  expect(kinds("note a+ !", odd)).toEqual(["banned"]);
});

test("the house hashtag is missed, and one that only begins like it does not do", () => {
  expect(kinds("L’or !")).toEqual(["hashtag"]);
  expect(kinds("L’or ! #CoupeDesPharesBis")).toEqual(["hashtag"]);
});

test("emoji are counted as they are seen", () => {
  expect(kinds("👩‍👩‍👧‍👦 🇫🇷 #CoupeDesPhares")).toEqual([]);
  expect(findingsOf("🥇🥈🥉 #CoupeDesPhares", rules)).toEqual([
    { rule: "emoji", count: 3, most: 2 },
  ]);
});

test("rules that cannot be kept are refused with the field that is wrong", () => {
  expect(houseRules.safeParse({ ...rules, hashtag: "phares" }).error?.issues[0]?.path).toEqual([
    "hashtag",
  ]);
  expect(houseRules.safeParse({ ...rules, banned: ["x"] }).success).toBe(false);
  expect(houseRules.safeParse({ ...rules, emojiMost: -1 }).success).toBe(false);
});
