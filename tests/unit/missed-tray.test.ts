import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { CommandInput } from "#shared/commands.ts";
import type { Delivery } from "#shared/posts.ts";
import { useDesk } from "#client/desk/desk-store.ts";
import { isTimed } from "#client/desk/planned.ts";
import { createTray, oldestFirst } from "#client/desk/tray.ts";
import { turnsOf } from "#client/desk/turns.ts";
import type { Orders } from "#client/live/orders.ts";
import { useLive } from "#client/live/store.ts";
import { standingOf } from "#client/live/standing.ts";

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

test("what waits for a time that was said stays planned when a worker claims it, and what leaves on undo never is", () => {
  for (const state of ["scheduled", "claimed", "prepared"] as const) {
    const said = waiting({ state, timed: true });
    expect(isTimed(said)).toBe(true);
    expect(standingOf(said, now)).toBe("planned");
    // A window may close at a whole second, too, and what was sent by hand may be a slot's.
    const fired = waiting({ state, timed: false, dueAt: at(3000), rev: 3 });
    expect(isTimed(fired)).toBe(false);
    expect(standingOf(fired, now)).toBe("undoable");
  }
});

test("what is sent together is asked for oldest first, and said to follow each other by account", () => {
  const account = { id: uuidv7(), handle: "a", name: "A" } as Delivery["account"];
  const other = { id: uuidv7(), handle: "b", name: "B" } as Delivery["account"];
  const [newest, middle, oldest, alone] = [
    waiting({ account, dueAt: at(-1000) }),
    waiting({ account, dueAt: at(-5000) }),
    waiting({ account, dueAt: at(-9000) }),
    waiting({ account: other, dueAt: at(-3000) }),
  ];
  const all = [newest!, middle!, oldest!, alone!];
  expect(oldestFirst(all)).toEqual([oldest, middle, alone, newest]);
  const accounts = [
    { id: account.id, spacingMs: 7000 },
    { id: other.id, spacingMs: 0 },
  ] as Account[];
  expect(turnsOf(all, accounts)).toEqual({ spacingMs: 7000, totalMs: 14_000 });
  expect(turnsOf([oldest!, alone!], accounts)).toEqual({ spacingMs: 0, totalMs: 0 });
});

test("a send that was refused is not this console's to take back; one not answered is", async () => {
  const missed = waiting({ state: "missed" });
  const campaign = { sensitiveUndoMs: 10_000 } as Snapshot["campaign"];
  const nothingElse = { campaign, accounts: [], posts: [] } as Partial<Snapshot>;
  useLive.setState({ desk: { ...nothingElse, deliveries: [missed] } as Snapshot });
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
