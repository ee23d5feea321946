import { expect, test } from "vitest";
import { recentWays } from "#client/queue/rates.ts";
import type { Snapshot } from "#shared/changes.ts";
import { wayOf } from "#shared/ways.ts";

const came = Date.parse("2026-07-24T18:00:00Z");
const at = (ms: number): string => new Date(came + ms).toISOString();
const moment = { raisedAt: at(0) };
const post = { seenAt: at(4000), claimedAt: at(4600), firedAt: at(6700) };

test("each step counts from the one before it, and all of them together are the whole", () => {
  expect(wayOf(moment, post, at(9800))).toEqual({
    seen: 4000,
    claimed: 600,
    fired: 2100,
    public: 3100,
    whole: 9800,
  });
});

test("what nobody wrote down is left out, and its time goes to the next step", () => {
  const byScript = { ...post, seenAt: null, claimedAt: null };
  expect(wayOf(moment, byScript, at(9800))).toEqual({
    seen: null,
    claimed: null,
    fired: 6700,
    public: 3100,
    whole: 9800,
  });
});

test("before anything is public there is no whole", () => {
  expect(wayOf(moment, post, null)).toMatchObject({ fired: 2100, public: null, whole: null });
});

test("clocks a little apart make no step shorter than nothing, nor the whole longer", () => {
  const early = { seenAt: at(-80), claimedAt: at(-20), firedAt: at(500) };
  expect(wayOf(moment, early, at(400))).toEqual({
    seen: 0,
    claimed: 0,
    fired: 500,
    public: 0,
    whole: 500,
  });
});

test("the last hour's ways are those of reactions, each counted once, by its first public message", () => {
  const facts = (id: string, purpose: string) => ({ id, momentId: "m", purpose, ...post });
  const published = (postId: string, publicAt: string | null) => ({
    postId,
    state: publicAt ? "confirmed" : "sending",
    publicAt,
  });
  const desk = {
    moments: [{ id: "m", ...moment }],
    posts: [facts("a", "reaction"), facts("b", "correction"), facts("c", "reaction")],
    deliveries: [
      published("a", at(9900)),
      published("a", at(9800)),
      published("b", at(9000)),
      published("c", null),
    ],
  } as unknown as Snapshot;
  expect(recentWays(desk, came + 60_000).map(({ whole }) => whole)).toEqual([9800]);
  expect(recentWays(desk, came + 2 * 3_600_000)).toEqual([]);
});
