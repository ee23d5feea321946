import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { command, type Credential } from "../harness/desk.ts";
import { isPassed } from "#shared/moments.ts";
import { arm, changeGold, fire, raiseGold } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

/** A lease of 2.25 s, and half a second of grace after the last console went. */
const brisk = { REBOND_TIME_SCALE: "0.05" };

let stage: Stage;
let record: DeskRecord;
let lea: Credential;
let sana: Credential;
beforeAll(async () => {
  stage = await setStage("postgres", brisk);
  record = await openRecord(stage.desk);
  [lea, sana] = (await editorsOf(stage, 2)) as [Credential, Credential];
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

const claimOn = (screen: TestConsole, momentId: string) =>
  screen.state?.claims.find((each) => each.id === momentId);
const claim = (editor: Credential, momentId: string, takeOver = false) =>
  command(stage.desk, editor, "moment.claim", { momentId: momentId as never, takeOver });
const keep = (editor: Credential, momentId: string) =>
  command(stage.desk, editor, "moment.keep", { momentId: momentId as never });

test("two editors who take a moment at once: one has it, the other is told who, and every console agrees", async () => {
  const { desk, screen } = stage;
  for (let round = 0; round < 10; round += 1) {
    const moment = await raiseGold(desk, screen);
    const replies = await Promise.all([claim(lea, moment.id), claim(sana, moment.id)]);
    const won = replies.flatMap((reply) => (reply.ok ? [reply.value.claim] : []));
    const lost = replies.filter((reply) => !reply.ok);
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]).toMatchObject({
      code: "claimedByOther",
      details: { field: "momentId", by: won[0]!.personName },
    });
    await screen.until("it is shown", () => claimOn(screen, moment.id) !== undefined);
    expect(claimOn(screen, moment.id)).toEqual(won[0]);
  }
});

test("taking what one has already is one claim, told once", async () => {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen);
  const first = await claim(lea, moment.id);
  const told = await record.countChanges("claim.taken");
  const again = await claim(lea, moment.id);
  expect(again).toMatchObject({ ok: true, value: first.ok ? first.value : {} });
  expect(await record.countChanges("claim.taken")).toBe(told);
});

test("firing on a colleague's claim is refused and makes nothing; after taking over it goes through", async () => {
  const { desk, screen, network } = stage;
  const moment = await raiseGold(desk, screen, { name: "Ana Claimed" });
  await claim(lea, moment.id);
  const armed = await arm(desk, sana, screen, moment);
  await claim(lea, moment.id);
  const before = await record.countMade();
  expect(await command(desk, sana, "post.fire", armed)).toMatchObject({
    ok: false,
    code: "claimedByOther",
  });
  expect({ ...(await record.countMade()), changes: 0 }).toEqual({ ...before, changes: 0 });
  const taken = await claim(sana, moment.id, true);
  expect(taken).toMatchObject({ ok: true });
  await screen.until(
    "the console shows the new face",
    () => claimOn(screen, moment.id)?.personId === (taken.ok && taken.value.claim.personId),
  );
  expect(await keep(lea, moment.id)).toMatchObject({ ok: true, value: { kept: false } });
  expect(await command(desk, lea, "post.fire", armed)).toMatchObject({ code: "claimedByOther" });
  const { postId, ids } = await fire(desk, sana, armed);
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"), 30_000);
  const found = (await network.posts()).filter((post) => post.text.includes("Ana Claimed"));
  const fired = screen.state!.deliveries.filter((each) => ids.includes(each.id));
  expect(new Set(found.map((post) => post.id))).toEqual(
    new Set(fired.map((each) => each.remoteId)),
  );
  expect(found).toHaveLength(ids.length);
});

test("only its holder lets a claim go", async () => {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen);
  await claim(lea, moment.id);
  await command(desk, sana, "moment.release", { momentId: moment.id });
  expect(await keep(lea, moment.id)).toMatchObject({ ok: true, value: { kept: true } });
  await command(desk, lea, "moment.release", { momentId: moment.id });
  await screen.until("nobody is on it", () => claimOn(screen, moment.id) === undefined);
  expect(await claim(sana, moment.id)).toMatchObject({ ok: true });
});

test("a claim that is renewed stays past its lease, silently; one that is not lets go by itself", async () => {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen);
  await claim(lea, moment.id);
  const told = await record.countChanges("claim.taken");
  for (const end = Date.now() + 4000; Date.now() < end;) {
    expect(await keep(lea, moment.id)).toMatchObject({ ok: true, value: { kept: true } });
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  expect(claimOn(screen, moment.id)).toBeDefined();
  expect(await record.countChanges("claim.taken")).toBe(told);
  await screen.until("it let go", () => claimOn(screen, moment.id) === undefined);
  expect(await claim(sana, moment.id)).toMatchObject({ ok: true });
});

test("a claim ends soon after its person's last console went away, and not while another one is open", async () => {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen);
  const [here, there] = [openConsole(desk, lea), openConsole(desk, lea)];
  for (const console of [here, there])
    await console.until("it is on", (self) => self.state !== null);
  await claim(lea, moment.id);
  here.close();
  await keep(lea, moment.id);
  expect(claimOn(screen, moment.id)).toBeDefined();
  const closedAt = Date.now();
  there.close();
  await screen.until("it let go", () => claimOn(screen, moment.id) === undefined);
  // The lease alone would have kept it 2.25 s; generous, for a busy machine.
  expect(Date.now() - closedAt).toBeLessThan(2200);
});

test("a moment there is not cannot be taken", async () => {
  expect(await claim(lea, "01970000-0000-7000-8000-000000000001")).toMatchObject({
    ok: false,
    code: "notFound",
    details: { field: "momentId" },
  });
});

test("a moment that was passed is passed for the whole desk, at the version that was looked at, told once", async () => {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen, { name: "Ana Left", key: "Ana Left" });
  const pass = (momentVersion: number, passed = true) =>
    command(desk, lea, "moment.pass", { momentId: moment.id, momentVersion, passed });
  const shown = () => screen.state!.moments.find(({ id }) => id === moment.id)!;
  expect(await pass(2)).toMatchObject({ ok: false, code: "stale", details: { version: 1 } });
  expect(await pass(1)).toMatchObject({ ok: true, value: { passed: true } });
  await screen.until("it is passed", () => isPassed(shown()));
  const told = await record.countChanges("moment.passed");
  expect(await pass(1)).toMatchObject({ ok: true });
  expect(await record.countChanges("moment.passed")).toBe(told);
  // Whoever comes later sees the same.
  const later = openConsole(desk, sana);
  await later.until("the desk", ({ state }) => state !== null);
  expect(later.state!.moments.find(({ id }) => id === moment.id)).toEqual(shown());
  later.close();
  await changeGold(desk, "Ana Left", "corrected");
  await screen.until("it says something else", () => shown().version === 2);
  expect(isPassed(shown())).toBe(false);
  expect(await pass(1, false)).toMatchObject({ ok: false, code: "stale" });
  expect(await pass(2)).toMatchObject({ ok: true });
  expect(await pass(2, false)).toMatchObject({ ok: true, value: { passed: false } });
  await screen.until("it is taken up again", () => shown().passed === null);
});
