import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openConsole } from "../harness/console.ts";
import type { ConsoleOptions, TestConsole } from "../harness/console.ts";
import { apiToken, command, signIn, startDesk } from "../harness/desk.ts";
import type { Credential, Desk } from "../harness/desk.ts";
import { openRecord } from "../harness/record.ts";
import type { DeskRecord } from "../harness/record.ts";

let desk: Desk;
let record: DeskRecord;
let admin: Credential;
const consoles: TestConsole[] = [];

beforeAll(async () => {
  desk = await startDesk();
  record = await openRecord(desk);
  admin = await signIn(desk);
});
afterEach(() => {
  for (const each of consoles.splice(0)) each.close();
});
afterAll(async () => {
  await record?.close();
  await desk?.stop();
});

function open(credential = admin, options: ConsoleOptions = {}): TestConsole {
  const opened = openConsole(desk, credential, options);
  consoles.push(opened);
  return opened;
}

async function openCurrent(credential = admin): Promise<TestConsole> {
  const opened = open(credential);
  await opened.until("the first snapshot", ({ state }) => state !== null);
  return opened;
}

test("a console that lost its connection gets exactly what it missed, and no snapshot", async () => {
  const one = await openCurrent();
  one.drop();
  const last = await record.fill(450);
  await one.until("everything it missed", ({ state }) => state?.seq === last);
  expect(one.cuts).toBe(1);
  expect(one.faults).toEqual([]);
  expect(one.snapshots).toBe(1);
  expect(one.seqs.length).toBeGreaterThanOrEqual(450);
});

test("changes that arrive while consoles catch up come once each and in order", async () => {
  const behind = await record.position();
  await record.fill(2500);
  let flowing = true;
  const flow = (async () => {
    while (flowing) await record.fill(3);
  })();
  const ends: TestConsole[] = [];
  for (let round = 0; round < 6; round += 1) {
    const fresh = await Promise.all(Array.from({ length: 3 }, () => openCurrent()));
    const late = Array.from({ length: 3 }, () => open(admin, { from: behind }));
    ends.push(...fresh, ...late);
    for (const each of ends) {
      await each.until("to be connected", ({ connected }) => connected);
      each.drop();
    }
  }
  flowing = false;
  await flow;
  const { seq } = await record.position();
  for (const each of ends) {
    await each.until(
      "the head of the log",
      ({ state, seqs }) => (state?.seq ?? seqs.at(-1)) === seq,
    );
    expect(each.faults).toEqual([]);
  }
});

test("a console that was away for too long gets a fresh snapshot instead of thousands of changes", async () => {
  const { epoch, seq } = await record.position();
  await record.fill(5001);
  const one = open(admin, { from: { epoch, seq } });
  await one.until("a snapshot", ({ snapshots }) => snapshots === 1);
  expect(one.seqs).toEqual([]);
  expect(one.state?.seq).toBe((await record.position()).seq);
});

test("a console that can still be brought up to date by changes is not sent a snapshot", async () => {
  const { epoch, seq } = await record.position();
  const last = await record.fill(4000);
  const one = open(admin, { from: { epoch, seq } });
  await one.until("all of the changes", ({ seqs }) => seqs.at(-1) === last);
  expect(one.seqs).toHaveLength(4000);
  expect(one.faults).toEqual([]);
  expect(one.snapshots).toBe(0);
});

test("a console that claims to be ahead of the log gets a snapshot", async () => {
  const { epoch, seq } = await record.position();
  const one = open(admin, { from: { epoch, seq: seq + 1000 } });
  await one.until("a snapshot", ({ snapshots }) => snapshots === 1);
  expect(one.state?.seq).toBe(seq);
});

test("when the log is started anew every console gets a snapshot and goes on from there", async () => {
  const pair = await Promise.all([openCurrent(), openCurrent()]);
  const epoch = await record.newEpoch();
  for (const one of pair)
    await one.until("a snapshot of the new log", ({ state }) => state?.epoch === epoch);
  const last = await record.fill(10);
  for (const one of pair) {
    await one.until("the new changes", ({ state }) => state?.seq === last);
    expect(one.faults).toEqual([]);
    expect(one.cuts).toBe(0);
  }
});

test("the heartbeat goes on while nothing happens, with the server's clock, who is here and how old the feeds are", async () => {
  const one = await openCurrent();
  await one.until("three beats", ({ presences }) => presences.length >= 3);
  const beats = one.presences.slice(-2);
  expect(Date.parse(beats[1]!.at)).toBeGreaterThan(Date.parse(beats[0]!.at));
  expect(Math.abs(Date.parse(beats[1]!.at) - Date.now())).toBeLessThan(10_000);
  expect(beats[1]!.people).toHaveLength(1);
  expect(beats[1]!.feeds.map(({ id }) => id).toSorted()).toEqual(
    one.state?.feeds.map(({ id }) => id).toSorted(),
  );
});

test("a console that stops reading is cut before it costs the others anything, and resumes without a loss", async () => {
  const [frozen, healthy] = await Promise.all([openCurrent(), openCurrent()]);
  frozen.freeze();
  for (let round = 0; round < 80; round += 1) await record.fill(10, 40_000);
  const { seq } = await record.position();
  await healthy.until("everything", ({ state }) => state?.seq === seq, 30_000);
  expect(healthy.faults).toEqual([]);
  expect(healthy.cuts).toBe(0);
  await expect.poll(async () => metric("rebond_slow_consumers_total"), { timeout: 20_000 }).toBe(1);
  frozen.thaw();
  await frozen.until("what it missed", ({ state }) => state?.seq === seq, 30_000);
  expect(frozen.cuts).toBe(1);
  expect(frozen.faults).toEqual([]);
});

test("a guest's console keeps every number and sees only what it may", async () => {
  const token = await apiToken(desk, admin, "guest");
  const guest = await openCurrent(token);
  expect(guest.state).toMatchObject({
    accounts: [],
    posts: [],
    deliveries: [],
    feeds: [],
    people: [],
  });
  const before = guest.state!.seq;
  await apiToken(desk, admin, "viewer");
  const mode = guest.state!.campaign.mode === "off" ? "rehearsal" : "off";
  await command(desk, admin, "campaign.setMode", { mode });
  await guest.until("the new mode", ({ state }) => state?.campaign.mode === mode);
  expect(guest.seqs.at(-1)).toBeGreaterThanOrEqual(before + 2);
  expect(guest.faults).toEqual([]);
  expect(guest.state?.people).toEqual([]);
});

test("a console whose protocol is too old is told so, and one that makes no sense is refused", async () => {
  const old = open(admin, { protocol: 0 });
  await old.until("a refusal", ({ refusals }) => refusals.length > 0);
  expect(old.refusals[0]).toBe("clientTooOld");
  const odd = open(admin, { from: { epoch: "not-an-epoch", seq: -1 } });
  await odd.until("a refusal", ({ refusals }) => refusals.length > 0);
  expect(odd.refusals[0]).toBe("badHandshake");
});

async function metric(name: string): Promise<number | undefined> {
  const text = await (await fetch(`${desk.url}/metrics`)).text();
  const [, value] = new RegExp(`^${name} (\\S+)$`, "m").exec(text) ?? [];
  return value === undefined ? undefined : Number(value);
}
