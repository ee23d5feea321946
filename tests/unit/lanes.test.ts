import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLanes } from "#server/lanes.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Asks for as many calls at once; each ends `takesMs` after it started, or never. */
async function callAtOnce(count: number, takesMs: number | null) {
  const lanes = createLanes(16, 40);
  const startedAt: number[] = [];
  let [open, mostOpen] = [0, 0];
  const began = Date.now();
  const callOne = async (): Promise<void> => {
    const leave = await lanes.enter("a network");
    startedAt.push(Date.now() - began);
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    if (takesMs === null) return;
    setTimeout(() => {
      open -= 1;
      leave();
    }, takesMs);
  };
  const calls = Promise.all(Array.from({ length: count }, callOne));
  await vi.advanceTimersByTimeAsync(1000);
  await calls;
  return { startedAt, mostOpen, last: Math.max(...startedAt) };
}

test("a network that answers quickly is asked over few connections", async () => {
  const { startedAt, mostOpen, last } = await callAtOnce(160, 10);
  expect(startedAt).toHaveLength(160);
  expect(mostOpen).toBe(16);
  expect(last).toBeLessThan(100);
});

test("a network that never answers is asked by all within the time between gate and call", async () => {
  const { startedAt, last } = await callAtOnce(500, null);
  expect(startedAt).toHaveLength(500);
  expect(startedAt.filter((at) => at === 0)).toHaveLength(16);
  expect(last).toBeLessThanOrEqual(160);
});

test("a network that takes its time gets more and more side by side, and none waits longer than for one that is mute", async () => {
  const { startedAt, last } = await callAtOnce(500, 50);
  expect(startedAt).toHaveLength(500);
  expect(last).toBeLessThanOrEqual(160);
});

test("a slow network keeps no other waiting", async () => {
  const lanes = createLanes(1, 40);
  await lanes.enter("slow");
  const second = lanes.enter("slow");
  await lanes.enter("quick");
  expect(vi.getTimerCount()).toBe(1);
  await vi.advanceTimersByTimeAsync(160);
  await second;
  expect(vi.getTimerCount()).toBe(0);
});
