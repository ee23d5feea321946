import fc from "fast-check";
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

test("sending is only reached through prepared, where the gate stands", () => {
  expect(deliveryStates.filter((state) => canBecome(state, "sending"))).toEqual(["prepared"]);
});

test("an uncertain delivery never becomes due by itself, whatever path it takes", () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 12 }), (steps) => {
      let state: DeliveryState = "uncertain";
      for (const step of steps) {
        const next: readonly DeliveryState[] = transitions[state];
        if (next.length === 0) return;
        const before: DeliveryState = state;
        state = next[step % next.length]!;
        // The only ways out are proof (confirmed, rejected, prepared after proven absence) or a person (needsHuman).
        if (before === "uncertain")
          expect(["confirmed", "rejected", "prepared", "needsHuman"]).toContain(state);
      }
    }),
    { seed },
  );
});
