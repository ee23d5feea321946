import { expect, test } from "vitest";
import { accountLines, budgetOf, healthOf } from "#client/queue/accounts.ts";
import { lastDue, queueOf, rowsOf } from "#client/queue/entries.ts";
import { perMinute, quantile, reactionTimes } from "#client/queue/rates.ts";
import type { Account } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Delivery, DeliveryState } from "#shared/posts.ts";

const now = Date.parse("2026-07-24T18:00:00Z");
const at = (ms: number): string => new Date(now + ms).toISOString();
const account = (id: string, more: Partial<Account> = {}): Account =>
  ({
    id,
    network: "rehearsal",
    wears: "x",
    handle: id,
    realm: "live",
    spacingMs: 0,
    ...more,
  }) as Account;
const campaign = { id: "c", mode: "onAir" } as Snapshot["campaign"];
const open = { campaign, holds: [] };
const calm = { pace: null, isSilent: false };

function delivery(state: DeliveryState, more: object = {}): Delivery {
  const id = `d${(made += 1)}`;
  const facts = { id, postId: "p", state, reason: null, timed: false, doubt: null, publicAt: null };
  return { ...facts, account: { id: "a" }, dueAt: at(1000), changedAt: at(0), ...more } as Delivery;
}
let made = 0;

test("an account is ready, limited with the time it may send again, or does not answer", () => {
  const one = account("a");
  expect(healthOf(one, open, calm, now)).toEqual({ kind: "ok" });
  const limited = { pace: { blockedUntil: at(41_000) }, isSilent: true };
  expect(healthOf(one, open, limited, now)).toEqual({ kind: "limited", until: now + 41_000 });
  expect(healthOf(one, open, limited, now + 41_000)).toEqual({ kind: "silent" });
});

test("what we decided comes before what its network does: a refused sign-in, another mode, a hold", () => {
  const hold = (more: object) => ({ held: true, by: "p", at: at(-5000), reason: null, ...more });
  const everything = hold({ scope: "global", scopeId: null });
  const signIn = hold({ scope: "account", scopeId: "a", reason: "signIn" });
  const under = (...holds: object[]) => ({ campaign, holds }) as unknown as typeof open;
  const limited = { pace: { blockedUntil: at(41_000) }, isSilent: true };
  expect(healthOf(account("a"), under(everything), limited, now)).toMatchObject({ kind: "held" });
  expect(healthOf(account("a"), under(everything, signIn), limited, now)).toEqual({
    kind: "signIn",
    since: now - 5000,
  });
  expect(healthOf(account("b"), under(signIn), calm, now)).toEqual({ kind: "ok" });
  const practice = account("a", { realm: "rehearsal" });
  expect(healthOf(practice, under(everything), calm, now)).toEqual({ kind: "off" });
  const off = { campaign: { ...campaign, mode: "off" as const }, holds: [] };
  expect(healthOf(account("a"), off, calm, now)).toEqual({ kind: "off" });
});

test("a budget says how many posts of its window are used, and is whole again when they have flowed out", () => {
  // X: 100 posts in a quarter of an hour, so 9 s each.
  const used = (ms: number) => budgetOf(account("a"), { budgetUntil: at(ms) }, now)?.used;
  expect(used(17 * 9000)).toBe(17);
  expect(used(17 * 9000 - 8000)).toBe(17);
  expect(used(-1)).toBe(0);
  expect(used(5_000_000)).toBe(100);
  expect(budgetOf(account("a"), null, now)).toEqual({ used: 0, posts: 100, spanMs: 900_000 });
  expect(budgetOf(account("a", { wears: "facebook" }), null, now)).toBeNull();
});

test("an account's line tells what waits on it, what comes next, and that its network is silent", () => {
  const deliveries = [
    delivery("scheduled", { timed: true, dueAt: at(90_000) }),
    delivery("scheduled", { timed: true, dueAt: at(60_000) }),
    delivery("scheduled", { dueAt: at(2000) }),
    delivery("held"),
    delivery("retryWait", { reason: "noAnswer", account: { id: "b" } }),
    delivery("retryWait", { reason: "rateLimited", account: { id: "a" } }),
  ];
  const desk = { ...open, accounts: [account("b"), account("a")], deliveries };
  const lines = accountLines(desk as unknown as Snapshot, [], now);
  expect(lines).toMatchObject([
    { account: { id: "a" }, health: { kind: "ok" }, nextAt: now + 60_000, waiting: 1 },
    { account: { id: "b" }, health: { kind: "silent" }, nextAt: null, waiting: 0 },
  ]);
});

test("every delivery is under one filter, in the order it is worked through; what was given up is under none", () => {
  const deliveries = [
    delivery("confirmed", { publicAt: at(-9000) }),
    delivery("confirmed", { publicAt: at(-1000) }),
    delivery("rejected"),
    delivery("cancelled"),
    delivery("missed"),
    delivery("uncertain", { doubt: { since: at(-60_000) } }),
    delivery("needsHuman", { doubt: { since: at(-2000) } }),
    delivery("held", { dueAt: at(-500) }),
    delivery("sending", { dueAt: at(-100) }),
    delivery("scheduled", { dueAt: at(2000) }),
    delivery("scheduled", { dueAt: at(5000), timed: true }),
    delivery("prepared", { dueAt: at(3000), timed: true }),
  ];
  const queue = queueOf({ posts: [{ id: "p" }], deliveries } as unknown as Snapshot, now);
  const shown = Object.fromEntries(
    Object.entries(queue).map(([group, entries]) => [
      group,
      entries.map((each) => `${each.standing} ${(each.at - now) / 1000}`),
    ]),
  );
  expect(shown).toEqual({
    flight: ["held -0.5", "leaving -0.1", "undoable 2"],
    uncertain: ["uncertain -2", "uncertain -60"],
    missed: ["missed 1"],
    failed: ["refused 0"],
    planned: ["planned 3", "planned 5"],
    public: ["public -1", "public -9"],
  });
  // When its time comes, what was planned is in flight.
  const dueNow = lastDue({ deliveries }, now + 3000);
  expect(dueNow).toBe(now + 3000);
  expect(queueOf({ posts: [{ id: "p" }], deliveries } as never, dueNow).flight).toHaveLength(4);
});

test("among the others a long group shows its beginning, and says how long it is; its own filter has it whole", () => {
  const deliveries = [
    ...Array.from({ length: 120 }, (_, each) =>
      delivery("scheduled", { timed: true, dueAt: at(60_000 + each) }),
    ),
    delivery("missed"),
  ];
  const queue = queueOf({ posts: [{ id: "p" }], deliveries } as unknown as Snapshot, now);
  const all = rowsOf(queue, "all");
  expect(all.filter(({ kind }) => kind === "head")).toEqual([
    { kind: "head", group: "missed", count: 1, shown: 1 },
    { kind: "head", group: "planned", count: 120, shown: 30 },
  ]);
  expect(all).toHaveLength(33);
  expect(rowsOf(queue, "planned")).toHaveLength(120);
  expect(rowsOf(queue, "failed")).toEqual([]);
});

test("the rate counts what became public in the last five minutes, and nothing of before or to come", () => {
  const publicAt = [-1, -60_000, -299_000, -301_000, 5000].map((ms) =>
    delivery("confirmed", { publicAt: at(ms) }),
  );
  expect(perMinute([...publicAt, delivery("missed")], now)).toBe(3 / 5);
  expect(perMinute([], now)).toBe(0);
});

test("from moment to public: of reactions in the last hour only, by the nearest rank", () => {
  const posts = [
    { id: "p", purpose: "reaction", momentId: "m" },
    { id: "slot", purpose: "slot", momentId: null },
    { id: "gone", purpose: "reaction", momentId: "forgotten" },
  ];
  const moments = [{ id: "m", raisedAt: at(-60_000) }];
  const deliveries = [
    delivery("confirmed", { publicAt: at(-52_000) }),
    delivery("confirmed", { publicAt: at(-46_000) }),
    delivery("confirmed", { publicAt: at(-3_700_000) }),
    delivery("confirmed", { publicAt: at(-1000), postId: "slot" }),
    delivery("confirmed", { publicAt: at(-1000), postId: "gone" }),
    delivery("sending"),
  ];
  const times = reactionTimes({ posts, moments, deliveries } as unknown as Snapshot, now);
  expect(times).toEqual([8000, 14_000]);
  expect(quantile(times, 0.5)).toBe(8000);
  expect(quantile(times, 0.9)).toBe(14_000);
  expect(quantile([], 0.5)).toBeNull();
  const hundred = Array.from({ length: 100 }, (_, each) => 100 - each);
  expect([0.5, 0.9, 1].map((share) => quantile(hundred, share))).toEqual([50, 90, 100]);
});
