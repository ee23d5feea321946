import { expect, test } from "vitest";
import { learntDelay, pictureIn, toldFirstBy } from "#shared/picture-delay.ts";

test("nobody has pressed: nothing is known, and nothing waits", () => {
  expect(learntDelay([])).toBeNull();
  expect(pictureIn({ raisedAt: "2026-07-24T20:00:00Z" }, null, 0)).toBe(0);
});

test("one press that is far off does not change what the others say", () => {
  expect(learntDelay([6200])).toBe(6200);
  expect(learntDelay([6400, 6200, 90_000])).toBe(6400);
  expect(learntDelay([6200, 0, 6400, 6300, 90_000])).toBe(6300);
});

test("of an even number of presses, it is the middle of the two in the middle", () => {
  expect(learntDelay([6000, 6401])).toBe(6201);
  expect(learntDelay([1000, 6000, 7000, 90_000])).toBe(6500);
});

test("a route that changed is learnt after three presses: only the newest five count", () => {
  const before = [6000, 6000, 6000, 6000, 6000];
  expect(learntDelay([9000, 9000, ...before])).toBe(6000);
  expect(learntDelay([9000, 9000, 9000, ...before])).toBe(9000);
});

test("the wait shrinks as the picture comes near, and ends with it", () => {
  const moment = { raisedAt: "2026-07-24T20:00:00.000Z" };
  const after = (ms: number) => pictureIn(moment, 6000, Date.parse(moment.raisedAt) + ms);
  expect([0, 2000, 5999, 6000, 60_000].map(after)).toEqual([6000, 4000, 1, 0, 0]);
});

test("its feed is the one that told it first, whoever has the word since; what a person saw has none", () => {
  const source = (feed: string) => ({
    feed,
    format: "odf",
    document: null,
    version: null,
    authority: 1,
    standing: "confirmed" as const,
    at: "2026-07-24T20:00:00Z",
  });
  const sources = [source("fast"), source("official")];
  expect(toldFirstBy({ seen: null, sources })).toBe("fast");
  const seen = { feeling: "tears" } as never;
  expect(toldFirstBy({ seen, sources: [source("spotter")] })).toBeNull();
});
