import { expect, test } from "vitest";
import { earconFor, heardOf, isWorthCalling, toHandleSince } from "#client/desk/attention.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import { gold } from "../fixtures/gold.ts";

const now = Date.parse("2026-07-24T18:00:00Z");
const me = { id: "me" as never };
const at = (ms: number): string => new Date(now + ms).toISOString();
const moment = (id: string, score: number, changes: Partial<Moment> = {}): Moment => ({
  ...gold(),
  id: id as never,
  salience: { score, reasons: [] },
  raisedAt: at(-500),
  ...changes,
});
const desk = (more: Partial<Snapshot>): Snapshot =>
  ({ moments: [], posts: [], deliveries: [], ...more }) as unknown as Snapshot;
const quiet = heardOf(desk({}), me);

test("a big moment, and what a spotter saw, are heard; the rest of a hundred a second is not", () => {
  const plain = Array.from({ length: 100 }, (_, each) =>
    moment(`a${each}`, 10, { kind: "result" }),
  );
  expect(earconFor(desk({ moments: plain }), me, quiet, now)).toBeNull();
  expect(earconFor(desk({ moments: [moment("b", 80), ...plain] }), me, quiet, now)).toBe("medal");
  const tears = moment("b", 20, { kind: "emotion" });
  expect(earconFor(desk({ moments: [tears] }), me, quiet, now)).toBe("emotion");
});

test("what is old, or was heard of late, is silent: coming back makes no burst", () => {
  const old = moment("b", 90, { raisedAt: at(-11_000) });
  const late = moment("c", 90, { late: true });
  expect(earconFor(desk({ moments: [late, old] }), me, quiet, now)).toBeNull();
  const known = heardOf(desk({ moments: [moment("b", 90)] }), me);
  expect(earconFor(desk({ moments: [moment("b", 90)] }), me, known, now)).toBeNull();
});

const delivery = { id: "d", postId: "p", momentId: "b", state: "confirmed", locales: ["fr"] };
const said = (publicAt: string) =>
  ({
    posts: [{ id: "p", momentId: "b", momentVersion: 1, firedBy: "me", purpose: "reaction" }],
    deliveries: [{ ...delivery, publicAt, account: { id: "x" } }],
  }) as unknown as Pick<Snapshot, "posts" | "deliveries">;

test("one's own post is heard when it is public, a colleague's is not", () => {
  const ours = desk(said(at(-300)));
  expect(earconFor(ours, me, quiet, now)).toBe("public");
  expect(earconFor(ours, { id: "sana" as never }, quiet, now)).toBeNull();
  expect(earconFor(ours, me, heardOf(ours, me), now)).toBeNull();
});

test("what is public and becomes untrue is the alarm, above everything else, once", () => {
  const withdrawn = moment("b", 80, { status: "withdrawn", version: 2, changedAt: at(-200) });
  const wrong = desk({ moments: [moment("c", 90), withdrawn], ...said(at(-60_000)) });
  expect(earconFor(wrong, me, quiet, now)).toBe("alarm");
  const heard = heardOf(wrong, me);
  expect(earconFor(wrong, me, heard, now)).toBeNull();
});

test("the tab counts what came meanwhile and waits, and only the biggest of it calls", () => {
  const big = moment("d", 90);
  const worth = moment("c", 40);
  const small = moment("b", 5);
  const waiting = toHandleSince(desk({ moments: [big, worth, small, moment("a", 90)] }), "a");
  expect(waiting).toEqual([big, worth]);
  expect(waiting.filter(isWorthCalling)).toEqual([big]);
});
