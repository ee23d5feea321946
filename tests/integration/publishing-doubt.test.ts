import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { systemClock } from "#server/clock.ts";
import { NetworkError } from "#server/networks/network.ts";
import { openRounds, passAndCall, type PublishParts } from "#server/posts/publish.ts";
import { transition } from "#server/posts/transition.ts";
import { expireLeases } from "#server/posts/left-behind.ts";
import { createReconcile } from "#server/posts/reconcile.ts";
import { recordProbe } from "#server/posts/record.ts";
import { createTiming } from "#server/timing.ts";
import type { CommandInput } from "#shared/commands.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { arm, raiseGold } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";

/** A desk without a worker: the test itself takes the worker's steps, in the order it wants to look at. */
const timing = createTiming(1);
let desk: Desk;
let screen: TestConsole;
let cookie: Credential;
let record: DeskRecord;
let works: Parameters<typeof openRounds>[0];
let parts: PublishParts;

beforeAll(async () => {
  desk = await startDesk({ roles: "web" });
  cookie = await signIn(desk);
  screen = openConsole(desk, cookie);
  await screen.until("the desk is on screen", (self) => self.state !== null);
  record = await openRecord(desk);
  works = {
    db: record.db,
    add: async () => undefined,
    networkOf: () => {
      throw new Error("there is no network");
    },
    openAccount: () => Promise.reject(new Error("the account has no token")),
    dropSession: async () => undefined,
    readPicture: () => Promise.reject(new Error("there is no picture")),
    worker: "test",
    timing,
    clock: systemClock,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clocks: { sendsPlanned: () => true, surelyAt: () => null },
    crash: () => undefined,
  };
  parts = openRounds(works);
});
afterAll(async () => {
  screen?.close();
  await record?.close();
  await desk?.stop();
});

const armed = async (): Promise<CommandInput<"post.fire">> =>
  arm(desk, cookie, screen, await raiseGold(desk, screen));

/** Fires as a new editor, so that no span is in the way; answers the post's deliveries. */
async function fired(): Promise<string[]> {
  const reply = await command(
    desk,
    await apiToken(desk, cookie, "editor"),
    "post.fire",
    await armed(),
  );
  if (!reply.ok) throw new Error(`refused: ${reply.code}`);
  return reply.value.deliveries.map((each) => each.id);
}

const rowOf = (id: string) =>
  record.db.selectFrom("deliveries").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const change = (id: string, values: { leaseUntil?: Date; notAfter?: Date; nextProbeAt?: Date }) =>
  record.db.updateTable("deliveries").set(values).where("id", "=", id).execute();
const past = () => new Date(Date.now() - 60_000);

/** Takes the first delivery of a new post past the gate, as a worker does. */
async function sending(): Promise<{ id: string; fence: string; attempt: number }> {
  const [id] = await fired();
  // Another test's network asked its account to wait.
  await record.db.updateTable("paces").set({ blockedUntil: null }).execute();
  const taken = await parts.claim({ id: id!, rev: null });
  if (taken.kind !== "claimed") throw new Error(`not claimed: ${taken.kind}`);
  await record.db
    .transaction()
    .execute((tx) => transition(tx, taken.delivery, "prepared", { prepared: "{}" }));
  return { id: id!, ...(await gate(taken.delivery)) };
}

async function gate(mine: {
  id: string;
  fence: string;
}): Promise<{ fence: string; attempt: number }> {
  const passed = await parts.passGate({
    mine: { ...(await rowOf(mine.id)), ...mine },
    prepared: {},
  });
  if (passed.kind !== "passed") throw new Error(`the gate said ${JSON.stringify(passed)}`);
  return { fence: passed.fence, attempt: passed.attempt };
}

/** Its worker fell silent: the lease ran out while the call was under way. */
async function lostLease(id: string): Promise<void> {
  await change(id, { leaseUntil: past() });
  await expireLeases(record.db);
}

test("presses of one editor at the same instant make one post, and none of them breaks", async () => {
  for (let round = 0; round < 4; round += 1) {
    const editor = await apiToken(desk, cookie, "editor");
    const input = await armed();
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => command(desk, editor, "post.fire", input)),
    );
    const outcomes = replies.map((reply) => (reply.ok ? "ok" : reply.code)).toSorted();
    expect(outcomes).toEqual(["ok", "tooSoon", "tooSoon", "tooSoon", "tooSoon", "tooSoon"]);
  }
});

test("a machine that slept between the gate and the call does not make it: nothing left, and it is tried again", async () => {
  let sleptMs = 0;
  const crash = (point: string): void => {
    if (point === "afterGate") sleptMs = 3_600_000;
  };
  const clock = { ...systemClock, now: () => systemClock.now() + sleptMs };
  const sleeper = openRounds({ ...works, clock, crash });
  const [id] = await fired();
  await record.db.updateTable("paces").set({ blockedUntil: null }).execute();
  const taken = await sleeper.claim({ id: id!, rev: null });
  if (taken.kind !== "claimed") throw new Error(`not claimed: ${taken.kind}`);
  const publish = vi.fn();
  const ready = { network: { publish }, outgoing: {}, prepared: {}, account: {} };
  await passAndCall(sleeper, taken.delivery, ready as unknown as Parameters<typeof passAndCall>[2]);
  expect(publish).not.toHaveBeenCalled();
  expect(await rowOf(id!)).toMatchObject({ state: "retryWait", reason: "notSent" });
});

test("what fell due under a hold is missed when it is lifted, also when no worker had looked at it", async () => {
  await command(desk, cookie, "hold.place", {});
  const ids = await fired();
  const released = await command(desk, cookie, "hold.release", {});
  if (!released.ok) throw new Error(`refused: ${released.code}`);
  expect(released.value.missed).toEqual(expect.arrayContaining(ids));
  for (const id of ids) expect(await rowOf(id)).toMatchObject({ state: "missed", reason: "held" });
});

test("lifting a hold that is not there takes nothing away", async () => {
  const [id] = await fired();
  expect(await command(desk, cookie, "hold.release", {})).toMatchObject({
    ok: true,
    value: { missed: [] },
  });
  expect((await rowOf(id!)).state).toBe("scheduled");
});

test("a delivery told to wait longer than it is worth is missed at its time, not an hour later", async () => {
  const sent = await sending();
  const until = new Date(Date.now() + 3_600_000);
  const error = new NetworkError("rateLimited", "slow down", until);
  await parts.recordAnswer({ sent, outcome: { ok: false, error } });
  expect((await rowOf(sent.id)).state).toBe("retryWait");
  await change(sent.id, { notAfter: past() });
  await expireLeases(record.db);
  expect(await rowOf(sent.id)).toMatchObject({ state: "missed", reason: "expired" });
});

test("an answer that comes after the lease ran out is kept as evidence and breaks nothing", async () => {
  const sent = await sending();
  await lostLease(sent.id);
  const error = new NetworkError("notSent", "slept through it");
  await parts.recordAnswer({ sent, outcome: { ok: false, error } });
  expect((await rowOf(sent.id)).state).toBe("uncertain");
  const steps = await record.db
    .selectFrom("attempts")
    .select("step")
    .where("deliveryId", "=", sent.id)
    .orderBy("id")
    .execute();
  expect(steps.map((each) => each.step)).toEqual(["intent", "late"]);
});

test("the answer to a first call says nothing about the second one", async () => {
  const first = await sending();
  await lostLease(first.id);
  await recordProbe(parts, first, null, {
    to: "uncertain",
    patch: { nextProbeAt: new Date(Date.now() + 60_000) },
  });
  const second = await gate(first);
  const error = new NetworkError("contentRejected", "no");
  await parts.recordAnswer({ sent: first, outcome: { ok: false, error } });
  expect(await rowOf(first.id)).toMatchObject({ state: "sending", attempts: second.attempt });
});

test("an outcome nobody can find out, because the account is broken, comes before a person", async () => {
  const sent = await sending();
  await lostLease(sent.id);
  for (let probe = 0; probe < timing.probeAfterMs.length; probe += 1) {
    await change(sent.id, { nextProbeAt: past() });
    const reconciling = createReconcile(parts);
    await reconciling.sweep();
    await reconciling.ended();
  }
  expect(await rowOf(sent.id)).toMatchObject({ state: "needsHuman", reason: "noAnswer" });
});

test("a command whose text the database cannot keep is refused by name, not by accident", async () => {
  for (const name of ["nul \u0000", "half \ud83d"]) {
    expect(await command(desk, cookie, "token.create", { name, role: "viewer" })).toMatchObject({
      ok: false,
      code: "badInput",
      details: { field: "input" },
    });
  }
  expect(
    await command(desk, cookie, "token.create", {
      name: "a \\u0000 that is only written out 😀",
      role: "viewer",
    }),
  ).toMatchObject({ ok: true });
});
