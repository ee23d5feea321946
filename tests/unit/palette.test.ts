/** What the palette finds: by the beginnings of words, whatever the accents and capitals. */
import { expect, test } from "vitest";
import { findActs, findMoments } from "#client/desk/palette-find.ts";
import { gold } from "../fixtures/gold.ts";

const acts = [
  "tout retenir (maintenir 1 s)",
  "écarter ce qui ne peut pas partir",
  "ouvrir les flux",
].map((words) => ({ words }));
const wordsOf = (typed: string) => findActs(typed, acts).map(({ words }) => words);
const named = (id: string, fr: string, en: string) => ({
  ...gold(),
  id: id as never,
  headline: { fr, en },
});

test("nothing typed offers every act, in the registry's order, and no moment", () => {
  expect(wordsOf("  ")).toEqual(acts.map(({ words }) => words));
  expect(findMoments(" ", [named("1", "Or", "Gold")])).toEqual([]);
});

test("the beginning of a word is enough, in any order; accents and capitals do not count", () => {
  expect(wordsOf("ECART")).toEqual([acts[1]!.words]);
  expect(wordsOf("flux ouv")).toEqual([acts[2]!.words]);
  expect(wordsOf("tenir")).toEqual([]);
  expect(wordsOf("1 reten")).toEqual([acts[0]!.words]);
});

test("a moment answers to its headline in either language, the newest first, eight at most", () => {
  const many = Array.from({ length: 12 }, (_, at) =>
    named(String(at), `Or pour Zoé ${at}`, `Gold for Zoé ${at}`),
  );
  expect(findMoments("gold zoe", many).map(({ id }) => id)).toEqual([
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
  ]);
  expect(findMoments("zoe 11", many).map(({ id }) => id)).toEqual(["11"]);
  const old = Array.from({ length: 200 }, (_, at) => named(`n${at}`, "Départ", "Start"));
  expect(findMoments("zoe", [...old, ...many])).toEqual([]);
});
