import { expect, test } from "vitest";
import type { DeliveryState } from "#shared/posts.ts";
import { canBecome, deliveryStates, transitions, undoableStates } from "#shared/posts.ts";

test("a confirmed, rejected or cancelled delivery never moves again", () => {
  for (const state of ["confirmed", "rejected", "cancelled"] as const)
    expect(transitions[state]).toEqual([]);
});

test("nothing can be taken back once it may be at the network", () => {
  for (const state of ["sending", "uncertain", "confirmed"] as const) {
    expect(canBecome(state, "cancelled")).toBe(false);
    expect(undoableStates).not.toContain(state);
  }
});

test("everything that may be undone can be cancelled", () => {
  for (const state of undoableStates) expect(canBecome(state, "cancelled")).toBe(true);
});

test("sending is only reached through the gate: prepared, or in doubt and called again", () => {
  expect(deliveryStates.filter((state) => canBecome(state, "sending"))).toEqual([
    "prepared",
    "uncertain",
  ]);
});

test("what may be public is never taken up by a worker as if it had not left", () => {
  const takenUp: readonly DeliveryState[] = ["claimed", "prepared", "retryWait", "held"];
  for (const state of ["uncertain", "needsHuman"] as const)
    for (const next of takenUp) expect(canBecome(state, next)).toBe(false);
});
