import { expect, test } from "vitest";
import { alarmsOf } from "#client/desk/alarms.ts";
import { reachOf } from "#client/live/store.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { Presence, WorkerSeen } from "#shared/protocol.ts";
import { gold } from "../fixtures/gold.ts";

const now = Date.parse("2026-07-24T18:00:00Z");
const at = (ms: number): string => new Date(now + ms).toISOString();
const desk = {
  campaign: { id: "c" },
  accounts: [{ id: "x", handle: "soiree_iles" }],
  moments: [],
  posts: [],
  claims: [],
  deliveries: [],
  holds: [],
  feeds: [],
} as unknown as Snapshot;
const worker: WorkerSeen = {
  id: "w",
  name: "regie·1",
  seenAt: at(-800),
  queueAwaySince: null,
  databaseOffsetMs: 12,
  networkOffsetMs: 0,
  stopped: false,
};
const beat = (more: Partial<Presence> = {}): Presence => ({
  at: at(0),
  recordAt: at(-900),
  overdueMs: 0,
  workers: [worker],
  paces: [],
  queue: "postgres",
  people: [],
  feeds: [],
  ...more,
});
const kinds = (presence: Presence | null, more: object = {}): string[] =>
  alarmsOf({ desk: { ...desk, ...more }, presence, workerSeenAt: now - 800 }).map(
    ({ kind }) => kind,
  );

test("a desk that is well says nothing", () => {
  expect(kinds(beat())).toEqual([]);
});

test("a record that does not answer is the one thing said, and makes the desk read-only", () => {
  const presence = beat({ recordAt: at(-3500), overdueMs: 60_000, workers: [] });
  expect(kinds(presence)).toEqual(["recordAway"]);
  const connection = { status: "live" } as const;
  expect(reachOf({ connection, presence })).toBe("recordAway");
  expect(reachOf({ connection, presence: beat() })).toBe("live");
});

test("workers gone for more than five seconds are said to be gone, also once they are out of sight", () => {
  const stale = beat({ workers: [{ ...worker, seenAt: at(-6000) }] });
  const seen = { desk, workerSeenAt: now - 6000 };
  expect(alarmsOf({ ...seen, presence: stale })).toEqual([{ kind: "noWorker", forMs: 6000 }]);
  expect(alarmsOf({ ...seen, presence: beat({ workers: [] }) })).toMatchObject([
    { kind: "noWorker" },
  ]);
});

test("clocks: half a second is worth a word, a stopped worker an alarm, one of two less", () => {
  const apart = { ...worker, networkOffsetMs: -900 };
  expect(kinds(beat({ workers: [apart] }))).toEqual(["clocksApart"]);
  const stopped = { ...worker, databaseOffsetMs: 30_000, stopped: true };
  const [all] = alarmsOf({ desk, presence: beat({ workers: [stopped] }), workerSeenAt: now });
  expect(all).toEqual({ kind: "clocksStopped", name: "regie·1", apartMs: 30_000, all: true });
  const [some] = alarmsOf({
    desk,
    presence: beat({ workers: [worker, stopped] }),
    workerSeenAt: now,
  });
  expect(some).toMatchObject({ all: false });
});

test("alarms stand worst first: what is late, what is held, who refuses us, what only warns", () => {
  const held = { held: true, by: null, at: at(0) };
  const holds = [
    { ...held, scope: "global", scopeId: null, reason: "restored" },
    { ...held, scope: "account", scopeId: "x", reason: "signIn" },
  ];
  const presence = beat({
    overdueMs: 6000,
    workers: [{ ...worker, queueAwaySince: at(-9000) }],
  });
  expect(kinds(presence, { holds })).toEqual(["late", "restored", "signIn", "queueAway"]);
  // Cut off, what the server said of itself is no news; what is held still is.
  expect(kinds(null, { holds })).toEqual(["restored", "signIn"]);
});

test("what a restore still looks for is counted", () => {
  const deliveries = ["sending", "uncertain", "needsHuman", "confirmed", "scheduled"].map(
    (state) => ({ state }),
  );
  const holds = [
    { held: true, by: null, at: at(0), scope: "global", scopeId: null, reason: "restored" },
  ];
  expect(
    alarmsOf({
      desk: { ...desk, deliveries, holds } as unknown as Snapshot,
      presence: beat(),
      workerSeenAt: now,
    }),
  ).toEqual([{ kind: "restored", open: 3 }]);
});

test("feeds in trouble are one line, the longest first; a muted one is not awaited", () => {
  const feed = (name: string, since: number | null, muted = false) => ({
    name,
    muted,
    trouble: since === null ? null : { code: "unreachable", since: at(since), detail: "" },
  });
  const feeds = [feed("a", -2000), feed("b", -9000), feed("c", null), feed("d", -50_000, true)];
  const said = alarmsOf({
    desk: { ...desk, feeds } as unknown as Snapshot,
    presence: beat(),
    workerSeenAt: now,
  });
  expect(said).toMatchObject([{ kind: "feedTrouble", feeds: [{ name: "b" }, { name: "a" }] }]);
  expect(kinds(beat(), { feeds: [feed("c", null), feed("d", -1, true)] })).toEqual([]);
});

test("what is public and no longer true is said first after the machine, the longest untrue by name, until its correction is on its way", () => {
  const said = (id: string, changedAt: string) => {
    const moment = { ...gold({}, { outcome: "silver" }), id, version: 2, changedAt };
    const place = { account: desk.accounts[0], locales: ["fr"] };
    const post = { id: `p${id}`, momentId: id, momentVersion: 1, title: moment.headline };
    const quoted = { outcome: "gold", result: null };
    return {
      moment,
      post: { ...post, purpose: "reaction", quoted },
      delivery: { id: `d${id}`, postId: post.id, state: "confirmed", ...place },
    };
  };
  const all = [said("b", at(-5000)), said("a", at(-72_000))];
  const untrue = {
    moments: all.map(({ moment }) => moment),
    posts: all.map(({ post }) => post),
    deliveries: all.map(({ delivery }) => delivery),
    claims: [{ id: "a", personName: "Sana" }],
  };
  const shown = (more: object) =>
    alarmsOf({
      desk: { ...desk, ...untrue, ...more } as unknown as Snapshot,
      presence: beat({ overdueMs: 9000 }),
      workerSeenAt: now,
    });
  expect(shown({})).toMatchObject([
    { kind: "late" },
    {
      kind: "untrue",
      first: { moment: { id: "a" }, count: 1 },
      others: 1,
      by: "Sana",
      forMs: 72_000,
    },
  ]);
  const left = { passed: { personId: "p", by: "Sana", version: 2, at: at(-1000) } };
  const decided = untrue.moments.map((one) => (one.id === "a" ? { ...one, ...left } : one));
  expect(shown({ moments: decided })).toMatchObject([
    { kind: "late" },
    { first: { moment: { id: "b" } }, others: 0 },
  ]);
  const correction = { ...all[1]!.post, id: "c", purpose: "correction", momentVersion: 2 };
  const leaving = { ...all[1]!.delivery, id: "dc", postId: "c", state: "scheduled" };
  const put = {
    posts: [...untrue.posts, correction],
    deliveries: [...untrue.deliveries, leaving],
  };
  expect(shown(put)).toMatchObject([
    { kind: "late" },
    { first: { moment: { id: "b" } }, others: 0 },
  ]);
});

test("a minute before something planned for the public, a desk that still rehearses or is off air says so, and one on air does not", () => {
  const title = { fr: "Bonsoir", en: "Good evening" };
  const planned = (inMs: number) => ({
    posts: [{ id: "p", title }],
    slots: [],
    deliveries: [
      {
        id: "d",
        postId: "p",
        state: "scheduled",
        timed: true,
        dueAt: at(inMs),
        account: { id: "x" },
      },
    ],
  });
  const inMode = (mode: string, inMs: number, realm = "live") =>
    kinds(beat(), {
      ...planned(inMs),
      campaign: { id: "c", mode },
      accounts: [{ id: "x", handle: "soiree_iles", realm }],
    });
  expect(inMode("rehearsal", 42_000)).toEqual(["wrongMode"]);
  expect(inMode("off", 42_000)).toEqual(["wrongMode"]);
  expect(inMode("onAir", 42_000)).toEqual([]);
  expect(inMode("rehearsal", 42_000, "rehearsal")).toEqual([]);
  expect(inMode("rehearsal", 90_000)).toEqual([]);
  expect(kinds(null, { ...planned(42_000), campaign: { id: "c", mode: "off" } })).toEqual([]);
});
