import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import type { Snapshot } from "#shared/changes.ts";
import type { CommandInput } from "#shared/commands.ts";
import type { Delivery } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";
import { useDesk } from "#client/desk/desk-store.ts";
import { isTimed } from "#client/desk/planned.ts";
import { createTray } from "#client/desk/tray.ts";
import type { Orders } from "#client/live/orders.ts";
import { useLive } from "#client/live/store.ts";
import { standingOf } from "#client/rundown/day.ts";

const now = Date.parse("2026-07-24T18:00:00Z");
const at = (ms: number): string => new Date(now + ms).toISOString();

function waiting(more: Partial<Delivery>): Delivery {
  const facts = { id: uuidv7(), postId: uuidv7(), state: "scheduled", rev: 1, changedAt: at(0) };
  return { ...facts, dueAt: at(3123), ...more } as Delivery;
}

/** Orders that are all answered by `reply`; keeps how many deliveries each was for. */
function answering(reply: object): { orders: Orders; sizes: number[] } {
  const sizes: number[] = [];
  const give = (_: string, __: string, input: unknown): Promise<object> => {
    sizes.push((input as CommandInput<"delivery.drop">).deliveries.length);
    return Promise.resolve(reply);
  };
  return { orders: { give } as unknown as Orders, sizes };
}

test("what a person gave another time stays planned when a worker claims it, and what leaves on undo never is", () => {
  const slot = { startAt: at(-60_000) } as Slot;
  const anew = waiting({ dueAt: at(2000), rev: 3 });
  for (const state of ["scheduled", "claimed", "prepared"] as const) {
    expect(isTimed({ ...anew, state }, undefined)).toBe(true);
    expect(standingOf({ ...anew, state }, slot, now)).toBe("planned");
    expect(isTimed(waiting({ state, rev: 2 }), undefined)).toBe(false);
    expect(standingOf(waiting({ state, rev: 2 }), slot, now)).toBe("undoable");
    expect(isTimed(waiting({ state, dueAt: at(3000) }), undefined)).toBe(false);
    expect(isTimed(waiting({ state, dueAt: slot.startAt }), slot)).toBe(true);
  }
});

test("a send that was refused is not this console's to take back; one not answered is", async () => {
  const missed = waiting({ state: "missed" });
  useLive.setState({ desk: { deliveries: [missed], campaign: { undoMs: 3000 } } as Snapshot });
  const refused = answering({ ok: false, code: "notMissed", details: {} });
  const sending = createTray(refused.orders).sendNow([missed]);
  expect(useDesk.getState().sentNow.has(missed.postId)).toBe(true);
  await sending;
  expect(useDesk.getState().sentNow.has(missed.postId)).toBe(false);
  const silent = answering({ ok: false, code: "unanswered", details: {} });
  await createTray(silent.orders).sendNow([missed]);
  expect(useDesk.getState().sentNow.has(missed.postId)).toBe(true);
});

test("giving everything up gives all of it up, however much was missed", async () => {
  const { orders, sizes } = answering({ ok: true, value: { deliveries: [] } });
  await createTray(orders).drop(Array.from({ length: 450 }, () => waiting({ state: "missed" })));
  expect(sizes).toEqual([200, 200, 50]);
});
