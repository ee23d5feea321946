/** When what arrives is shown: at once after a quiet moment, ten times a second in a flow; what people do waits for nothing. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change, Snapshot } from "#shared/changes.ts";
import { createBuffer } from "../../client/live/buffer.ts";

let now: number;
let due: { at: number; id: number; run: () => void }[];
let drawingMs: number;

/** Lets time pass; what falls due runs in order. */
function pass(lengthMs: number): void {
  const until = now + lengthMs;
  for (;;) {
    const next = due.toSorted((a, b) => a.at - b.at || a.id - b.id)[0];
    if (!next || next.at > until) break;
    due = due.filter((each) => each !== next);
    now = Math.max(now, next.at);
    next.run();
  }
  now = Math.max(now, until);
}

let minted = 0;
function book(at: number, run: () => void): number {
  minted += 1;
  due.push({ at, id: minted, run });
  return minted;
}

beforeEach(() => {
  now = 0;
  due = [];
  drawingMs = 40;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  vi.stubGlobal("document", { hidden: false });
  vi.stubGlobal("setTimeout", (run: () => void, wait = 0) => book(now + wait, run));
  vi.stubGlobal("clearTimeout", (id: number) => {
    due = due.filter((each) => each.id !== id);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const held = { id: "1", scope: "global", scopeId: null, held: true, by: null, at: null };
const told = (seq: number): Change => ({ seq, at: "", type: null, data: null });
const act = (seq: number): Change =>
  ({ seq, at: "", type: "hold.changed", data: { hold: held } }) as unknown as Change;

const course = (seq: number): Change =>
  ({ seq, at: "", type: "delivery.changed", data: { delivery: { id: "1" } } }) as unknown as Change;

/** A page that takes `drawingMs` to draw what it is shown; answers at which seq it stood when. */
function openPage() {
  const shown: { seq: number; at: number }[] = [];
  const buffer = createBuffer(({ seq }) => {
    shown.push({ seq, at: now });
    now += drawingMs;
  });
  buffer.reset({ seq: 0, holds: [], deliveries: [] } as unknown as Snapshot);
  pass(200);
  shown.length = 0;
  return { buffer, shown };
}

test("what comes after a quiet moment is shown at once", () => {
  const { buffer, shown } = openPage();
  const cameAt = now;
  buffer.take([told(1)]);
  expect(shown).toEqual([{ seq: 1, at: cameAt }]);
});

test("a dense flow is shown ten times a second at most, also on a slow page, and its last is not forgotten", () => {
  const { buffer, shown } = openPage();
  const beganAt = now;
  for (let seq = 1; seq <= 100; seq += 1) {
    buffer.take([told(seq)]);
    pass(10);
  }
  expect(shown.length).toBeLessThanOrEqual(((now - beganAt) / 100) * 1.1);
  expect(shown.length).toBeGreaterThan(5);
  pass(100);
  expect(shown.at(-1)!.seq).toBe(100);
});

test("what somebody does is shown at once, rest or not, and with it all that came before", () => {
  const { buffer, shown } = openPage();
  buffer.take([told(1)]);
  pass(60);
  buffer.take([told(2)]);
  const pressedAt = now;
  buffer.take([act(3)]);
  expect(shown.map(({ seq }) => seq)).toEqual([1, 3]);
  expect(shown[1]!.at).toBe(pressedAt);
});

test("what becomes of deliveries, however much at once, holds up nothing that somebody does", () => {
  const { buffer, shown } = openPage();
  buffer.take([course(1)]);
  pass(50);
  buffer.take([course(2)]);
  const pressedAt = now;
  buffer.take([act(3)]);
  expect(shown.map(({ seq }) => seq)).toEqual([1, 3]);
  expect(shown[1]!.at).toBe(pressedAt);
});

test("a storm of acts leaves the page its rests", () => {
  const { buffer, shown } = openPage();
  for (let seq = 1; seq <= 100; seq += 1) {
    buffer.take([act(seq)]);
    pass(10);
  }
  expect(shown.at(-1)!.seq).toBeGreaterThan(80);
  const drawing = shown.length * drawingMs;
  expect(drawing / now).toBeLessThan(0.6);
});
