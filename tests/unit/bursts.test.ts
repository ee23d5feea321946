/** What arrives in a burst stands as one row, and nothing that matters is folded away. */
import { expect, test } from "vitest";
import { fold } from "#client/desk/bursts.ts";
import type { Moment } from "#shared/moments.ts";
import { gold } from "../fixtures/gold.ts";

const rowing = { fr: "Aviron", en: "Rowing" };
const start = Date.parse("2026-07-24T18:00:00Z");
/** A heat of rowing; `at` seconds before the start of the list. */
const heat = (id: string, at: number, changes: Partial<Moment> = {}): Moment => ({
  ...gold({}, { medal: null, discipline: rowing }),
  id: id as never,
  kind: "result",
  salience: { score: 5, reasons: [] },
  occurredAt: new Date(start - at * 1000).toISOString(),
  ...changes,
});
const none = new Set<string>();
const shown = (moments: Moment[], opened = none, selected: string | null = null) =>
  fold(moments, opened, selected).map(({ moment, behind }) =>
    behind.length > 0 ? `${moment.id}+${behind.length}` : moment.id,
  );
const five = ["e", "d", "c", "b", "a"].map((id, at) => heat(id, at * 10));

test("four of a kind or more, each within a minute of the next, are one row, by the newest", () => {
  expect(shown(five)).toEqual(["e+4"]);
  expect(shown(five.slice(0, 3))).toEqual(["e", "d", "c"]);
  const apart = [heat("z", 0), ...five.map((each, at) => heat(each.id, 61 + at * 10))];
  expect(shown(apart)).toEqual(["z", "e+4"]);
});

test("what matters, what is of another sport, feed or kind, and what somebody saw stands alone and parts a burst", () => {
  for (const other of [
    heat("x", 15, { salience: { score: 40, reasons: [] } }),
    heat("x", 15, { kind: "start" }),
    heat("x", 15, { facts: { ...five[0]!.facts, discipline: { fr: "Voile", en: "Sailing" } } }),
    heat("x", 15, { source: { ...five[0]!.source, feed: "other" } }),
    heat("x", 15, { test: !five[0]!.test }),
  ])
    expect(shown([...five.slice(0, 2), other, ...five.slice(2)])).toEqual([
      "e",
      "d",
      "x",
      "c",
      "b",
      "a",
    ]);
});

test("a burst is opened by its oldest, stays open as it grows, and is open around what is selected inside it", () => {
  expect(shown(five, new Set(["a"]))).toEqual(["e", "d", "c", "b", "a"]);
  expect(shown([heat("f", -10), ...five], new Set(["a"]))).toEqual(["f", "e", "d", "c", "b", "a"]);
  expect(shown(five, none, "c")).toEqual(["e", "d", "c", "b", "a"]);
  expect(shown(five, none, "e")).toEqual(["e+4"]);
  expect(fold(five, none, null)[0]).toMatchObject({ burst: "a" });
});
