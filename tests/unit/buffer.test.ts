/** When what arrives is shown: once a frame, with rests after long ones; what people do waits for none. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Change, Snapshot } from "#shared/changes.ts";
import { createBuffer } from "../../client/live/buffer.ts";

const frameMs = 16;
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
  vi.stubGlobal("requestAnimationFrame", (run: () => void) =>
    book((Math.floor(now / frameMs) + 1) * frameMs, run),
  );
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

/** A page that takes `drawingMs` to draw what it is shown; answers at which seq it stood when. */
function openPage() {
  const shown: { seq: number; at: number }[] = [];
  const buffer = createBuffer(({ seq }) => {
    shown.push({ seq, at: now });
    now += drawingMs;
  });
  buffer.reset({ seq: 0, holds: [] } as unknown as Snapshot);
  pass(200);
  shown.length = 0;
  return { buffer, shown };
}

test("after a frame that took long, what a feed tells waits for a rest", () => {
  const { buffer, shown } = openPage();
  buffer.take([told(1)]);
  pass(60);
  buffer.take([told(2)]);
  pass(50);
  expect(shown.map(({ seq }) => seq)).toEqual([1]);
  pass(100);
  expect(shown.map(({ seq }) => seq)).toEqual([1, 2]);
});

test("what somebody does is shown in the next frame, rest or not, and with it all that came before", () => {
  const { buffer, shown } = openPage();
  buffer.take([told(1)]);
  pass(60);
  buffer.take([told(2)]);
  const pressedAt = now;
  buffer.take([act(3)]);
  pass(frameMs);
  expect(shown.map(({ seq }) => seq)).toEqual([1, 3]);
  expect(shown[1]!.at - pressedAt).toBeLessThanOrEqual(frameMs);
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
