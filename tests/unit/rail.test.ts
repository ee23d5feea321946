import { expect, test } from "vitest";
import { railOf } from "#client/desk/rail-lines.ts";
import type { Snapshot } from "#shared/changes.ts";

test("what was planned long ago is at the top of what is public when it leaves, also after a busy day", () => {
  const reactions = Array.from({ length: 40 }, (_, index) => ({
    id: `0199-${String(index).padStart(3, "0")}`,
    publicAt: `2026-07-24T18:${String(index).padStart(2, "0")}:00.000Z`,
  }));
  // Made in the morning: the oldest id there is.
  const slot = { id: "0100-slot", publicAt: "2026-07-24T20:20:00.000Z" };
  const all = [...reactions, slot].toSorted((a, b) => (a.id < b.id ? 1 : -1));
  const desk = {
    posts: all.map(({ id }) => ({ id })),
    deliveries: all.map(({ id, publicAt }) => ({
      id: `d-${id}`,
      postId: id,
      state: "confirmed",
      publicAt,
      dueAt: publicAt,
    })),
    slots: [],
  } as unknown as Snapshot;
  const shown = railOf(desk, Date.parse("2026-07-24T20:21:00Z")).public.map(({ post }) => post.id);
  expect(shown[0]).toBe(slot.id);
  expect(shown).toHaveLength(30);
  expect(shown[1]).toBe("0199-039");
});
