/** An account's pace, kept in the record and shared by every worker: the test takes the workers' steps itself. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#server/clock.ts";
import { claimAll } from "#server/posts/claim.ts";
import { type Passed, passGates } from "#server/posts/gate.ts";
import { expireLeases } from "#server/posts/left-behind.ts";
import { lockStops } from "#server/posts/stops.ts";
import { createTiming } from "#server/timing.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { command, type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { plan, slotOf, untilTime } from "../harness/slots.ts";

const timing = createTiming();
let desk: Desk;
let screen: TestConsole;
let cookie: Credential;
let record: DeskRecord;
beforeAll(async () => {
  desk = await startDesk({ roles: "web" });
  cookie = await signIn(desk);
  screen = openConsole(desk, cookie);
  await screen.until("the desk is on screen", ({ state }) => state !== null);
  record = await openRecord(desk);
});
afterAll(async () => {
  screen?.close();
  await record?.close();
  await desk?.stop();
});

/** As a worker does with what is due: claims and asks the gate; in the order of `ids`. */
async function askGate(ids: readonly string[]): Promise<(Passed | Error)[]> {
  const parts = {
    db: record.db,
    timing,
    clock: systemClock,
    worker: "test",
    clocks: { sendsPlanned: () => true, surelyAt: () => null },
  };
  const claims = await claimAll(
    parts,
    ids.map((id) => ({ id, rev: null })),
  );
  const asked = claims.flatMap((claim) =>
    claim.kind === "claimed" ? { mine: claim.delivery, prepared: {} } : [],
  );
  expect(asked).toHaveLength(ids.length);
  return passGates(parts, asked);
}

const waitsOf = (answers: readonly (Passed | Error)[]) =>
  answers
    .flatMap((each) => ("kind" in each && each.kind === "early" ? Math.round(each.waitMs) : []))
    .toSorted((one, other) => one - other);

test("a worker that dies keeps no turns: what waits for the account's spacing leaves when it would have", async () => {
  const account = screen.state!.accounts.find(({ handle }) => handle === "soiree.fr")!;
  const spaced = await command(desk, cookie, "account.space", {
    accountId: account.id,
    spacingMs: 60_000,
  });
  expect(spaced.ok).toBe(true);
  const slots = await plan({ desk, screen, cookie }, 3000, [{}, {}, {}, {}]);
  const followed = slots.map((each) => slotOf(screen, each));
  const ids = followed.flatMap(({ deliveries }) => deliveries.map(({ id }) => id as string));
  await untilTime(followed[0]!.startAt);
  const first = await askGate(ids);
  expect(first.filter((each) => "kind" in each && each.kind === "passed")).toHaveLength(1);
  const before = waitsOf(first);
  expect(before).toHaveLength(3);
  const left = ids.filter((_, index) => {
    const answer = first[index]!;
    return "kind" in answer && answer.kind === "early";
  });
  await record.db
    .updateTable("deliveries")
    .set({ leaseUntil: new Date(Date.now() - 1000) })
    .where("id", "in", left)
    .execute();
  await expireLeases(record.db);
  const after = waitsOf(await askGate(left));
  expect(after).toHaveLength(3);
  for (const [index, wait] of after.entries()) expect(wait).toBeLessThanOrEqual(before[index]!);
});

test("gates that overlap without an end do not keep a hold waiting for one", async () => {
  const accountId = screen.state!.accounts[0]!.id;
  const of = { campaignId: record.campaignId, accountId, momentId: null, postId: accountId };
  const one = { ...of, kind: "post", dueAt: new Date() };
  const gates: Promise<unknown>[] = [];
  let [open, opened, done] = [0, 0, false];
  // Three at any time, one after the other, until the hold has answered; far more than it may wait for.
  const stream = async () => {
    while (!done && opened < 300) {
      opened += 1;
      await record.db.transaction().execute(async (tx) => {
        await lockStops(tx, [one]);
        open += 1;
        await new Promise((resolve) => {
          setTimeout(resolve, 60);
        });
        open -= 1;
      });
    }
  };
  for (let lane = 0; lane < 3; lane += 1) gates.push(stream());
  while (open < 2)
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  const before = opened;
  const held = await command(desk, cookie, "hold.place", {});
  done = true;
  await Promise.all(gates);
  expect(held.ok).toBe(true);
  expect(opened - before).toBeLessThan(100);
  expect((await command(desk, cookie, "hold.release", {})).ok).toBe(true);
});
