import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { wallIn } from "../harness/sheet.ts";
import { openRecord } from "../harness/record.ts";
import { leftOf, plan, slotOf, statesOf, untilTime, zone } from "../harness/slots.ts";
import { setStage, type Stage } from "../harness/stage.ts";

/** Ten times what is asked of the last of many at one instant (DESIGN §8): milliseconds are the bench's to hold. */
const mostLateMs = 1500;
const many = Array.from({ length: 30 }, (_, index) => index);
const textOf = (index: number) => ({ "text fr": `Le créneau ${index}` });

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  beforeAll(async () => {
    // At production's own durations: what is early or late is measured against the wall.
    stage = await setStage(backend, { REBOND_TIME_SCALE: "1" });
  });
  afterAll(() => stage?.close());

  async function expectOnTime(ids: string[]): Promise<void> {
    const { screen, network } = stage;
    await screen.until(
      "all are public",
      () => statesOf(screen, ids).every((state) => state === "confirmed"),
      30_000,
    );
    const left = await leftOf(screen, network, ids);
    expect(left.filter(({ posts }) => posts.length !== 1)).toEqual([]);
    const late = left.flatMap((each) => each.lateMs).toSorted((one, other) => one - other);
    process.stdout.write(
      `slot-on-time on ${backend}: ${late.length} slots, late ${late[0]} to ${late.at(-1)} ms, half within ${late[late.length >> 1]}\n`,
    );
    expect(late[0], "none left early").toBeGreaterThanOrEqual(0);
    expect(late.at(-1)).toBeLessThanOrEqual(mostLateMs);
  }

  test("thirty slots over four seconds leave once each, in their order, never early", async () => {
    const at = [0, 2, 4].map((seconds) => wallIn(5000 + seconds * 1000, zone));
    const rows = many.map((index) => ({ ...textOf(index), at: at[index % 3]! }));
    const ids = await plan(stage, 0, rows);
    await expectOnTime(ids);
    const left = await leftOf(stage.screen, stage.network, ids);
    const asTheyLeft = left.toSorted((one, other) =>
      one.posts[0]!.createdAt.localeCompare(other.posts[0]!.createdAt),
    );
    const times = asTheyLeft.map(({ externalId }) => slotOf(stage.screen, externalId).startAt);
    expect(times).toEqual(times.toSorted());
  });

  test("thirty slots at one instant leave once each, together, never early", async () => {
    const { screen } = stage;
    const ids = await plan(stage, 5000, many.map(textOf));
    expect(new Set(ids.map((id) => slotOf(screen, id).startAt)).size).toBe(1);
    await expectOnTime(ids);
  });

  test("a hold placed and lifted before its time leaves a slot where it was: it leaves on time", async () => {
    const { desk, screen, cookie } = stage;
    // Far enough ahead that nobody takes it up before the hold is lifted, however slow the machine.
    const ids = await plan(stage, 12_000, [textOf(1)]);
    await command(desk, cookie, "hold.place", {});
    const released = await command(desk, cookie, "hold.release", {});
    expect(released).toMatchObject({ ok: true, value: { missed: [] } });
    expect(statesOf(screen, ids)).toEqual(["scheduled"]);
    await expectOnTime(ids);
  });

  test("a slot whose preparation fails ahead of its time tries again, and does not leave early for that", async () => {
    const { desk, screen, network } = stage;
    const record = await openRecord(desk);
    await record.db.updateTable("accountSessions").set({ usableUntil: null }).execute();
    await network.misbehave({ kind: "error", on: ["signIn"] });
    const ids = await plan(stage, 6000, [{ ...textOf(1), kind: "ceremony" }]);
    await screen.until("a try has failed", () => statesOf(screen, ids).includes("retryWait"));
    await network.misbehave();
    await expectOnTime(ids);
    await record.close();
  });

  test("what falls due under a hold is held, then missed, and never leaves by itself", async () => {
    const { desk, screen, cookie, network } = stage;
    const ids = await plan(stage, 4000, [textOf(1), textOf(2)]);
    await command(desk, cookie, "hold.place", {});
    await screen.until("both are held", () =>
      statesOf(screen, ids).every((state) => state === "held"),
    );
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(slotOf(screen, ids[0]!).startAt));
    await command(desk, cookie, "hold.release", {});
    await screen.until("both are missed", () =>
      statesOf(screen, ids).every((state) => state === "missed"),
    );
    await untilTime(Date.now() + 3000);
    expect((await leftOf(screen, network, ids)).flatMap(({ posts }) => posts)).toEqual([]);
  });
});

test.each(backends)(
  "with the queue on %s and stopped, the sweeper arms the slots: they leave once, not early, and at most a moment late",
  async (backend) => {
    const stage = await setStage(backend, { REBOND_TIME_SCALE: "1", REBOND_QUEUE: "off" });
    const { screen, network } = stage;
    const ids = await plan(stage, 5000, many.slice(0, 8).map(textOf));
    await screen.until("one is taken", () =>
      statesOf(screen, ids).some((state) => state === "claimed" || state === "prepared"),
    );
    expect(Date.now()).toBeLessThan(Date.parse(slotOf(screen, ids[0]!).startAt));
    await screen.until(
      "all are public",
      () => statesOf(screen, ids).every((state) => state === "confirmed"),
      30_000,
    );
    const left = await leftOf(screen, network, ids);
    expect(left.map(({ posts }) => posts.length)).toEqual(ids.map(() => 1));
    const late = left.flatMap((each) => each.lateMs);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(mostLateMs);
    await stage.close();
  },
);
