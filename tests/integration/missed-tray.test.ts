import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import type { DeliveryId } from "#shared/ids.ts";
import type { Moment } from "#shared/moments.ts";
import type { DeliveryState } from "#shared/posts.ts";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold, sendGold, sendMoment, shownMoment } from "../harness/react.ts";
import { deliveriesOf, marker } from "../harness/marked.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { postsOf } from "../harness/rehearsal-network.ts";
import { wallIn } from "../harness/sheet.ts";
import { leftOf, plan, slotOf, statesOf, untilTime, zone } from "../harness/slots.ts";
import { allAre, setStage, type Stage } from "../harness/stage.ts";

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  let record: DeskRecord;
  beforeAll(async () => {
    stage = await setStage(backend);
    record = await openRecord(stage.desk);
  });
  beforeEach(() => untilSpanIsOver());
  afterAll(async () => {
    await record?.close();
    await stage?.close();
  });

  /** Two fires of one editor are 160 ms apart (`quick`). */
  async function untilSpanIsOver(): Promise<void> {
    await untilTime(Date.now() + 200);
  }

  /** A reaction on every account that fell due under a hold, and was missed when it was lifted. */
  async function missReaction(
    moment?: Moment,
  ): Promise<{ moment: Moment; postId: string; ids: DeliveryId[] }> {
    const { desk, screen, cookie } = stage;
    const about = moment ?? (await raiseGold(desk, screen, { name: marker() }));
    const armed = await arm(desk, cookie, screen, about);
    await command(desk, cookie, "hold.place", {});
    const { postId, ids } = await fire(desk, cookie, armed);
    await screen.until("it is held", () => allAre(screen, postId, "held"));
    await command(desk, cookie, "hold.release", {});
    await screen.until("it is missed", () => allAre(screen, postId, "missed"));
    return { moment: about, postId, ids: ids as DeliveryId[] };
  }

  const sendNow = (deliveries: string[], who = stage.cookie, undoMs = 0) =>
    command(stage.desk, who, "delivery.sendNow", {
      deliveries: deliveries as DeliveryId[],
      undoMs,
    });
  const reslot = (deliveries: string[], wallAt: string, more: object = {}) =>
    command(stage.desk, stage.cookie, "delivery.reslot", {
      deliveries,
      wallAt,
      zone,
      fold: null,
      ...more,
    } as CommandInput<"delivery.reslot">);
  const drop = (deliveries: string[]) =>
    command(stage.desk, stage.cookie, "delivery.drop", { deliveries: deliveries as DeliveryId[] });
  const wall = (ms: number) => wallIn(ms, zone).replace(" ", "T");
  const idsOf = (slot: string) => slotOf(stage.screen, slot).deliveries.map(({ id }) => id);
  const publishedOf = async (ids: readonly string[]) =>
    postsOf(await stage.network.posts(), deliveriesOf(stage.screen, { ids: [...ids] })).length;
  const planOne = async (ms: number) => (await plan(stage, ms, [{}]))[0]!;

  async function expectStill(ids: readonly string[], state: DeliveryState): Promise<void> {
    const rows = await record.db
      .selectFrom("deliveries")
      .select("state")
      .where("id", "in", ids)
      .execute();
    expect(new Set(rows.map((row) => row.state))).toEqual(new Set([state]));
  }

  test("two editors who press send now at the same instant send it once", async () => {
    const { screen, cookie, colleague } = stage;
    const { postId, ids } = await missReaction();
    const replies = await Promise.all([sendNow(ids, cookie), sendNow(ids, colleague)]);
    expect(replies.filter(({ ok }) => ok).length).toBe(1);
    expect(replies.find(({ ok }) => !ok)).toMatchObject({ code: "notMissed" });
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
    expect(await publishedOf(ids)).toBe(ids.length);
  });

  test("send now waits out the undo window, and can be undone in it", async () => {
    const { desk, screen, cookie } = stage;
    const { postId, ids } = await missReaction();
    expect(await sendNow(ids, cookie, 5000)).toMatchObject({ ok: true });
    await screen.until("it waits", () => allAre(screen, postId, "scheduled"));
    await command(desk, cookie, "post.undo", { postId: postId as never });
    await screen.until("it is undone", () => allAre(screen, postId, "cancelled"));
    expect(await publishedOf(ids)).toBe(0);
  });

  test("one that is not missed keeps all of them back, and is named with its state", async () => {
    const { screen } = stage;
    const { ids } = await missReaction();
    const [first, ...others] = ids;
    expect(await sendNow([first!])).toMatchObject({ ok: true });
    await screen.until(
      "the first is public",
      ({ state }) => state?.deliveries.find(({ id }) => id === first)?.state === "confirmed",
    );
    expect(await sendNow(ids)).toMatchObject({
      code: "notMissed",
      details: { field: "deliveries", deliveries: [{ id: first, state: "confirmed" }] },
    });
    await expectStill(others, "missed");
    expect(await drop(ids)).toMatchObject({
      ok: true,
      value: {
        deliveries: expect.arrayContaining([
          { id: first, outcome: "alreadyLeaving" },
          ...others.map((id) => ({ id, outcome: "dropped" })),
        ]),
      },
    });
    expect(await reslot([first!], wall(60_000))).toMatchObject({ code: "notMissed" });
    expect(await publishedOf(ids)).toBe(1);
  });

  test("a delivery there is not, a list of none, and one of too many are refused by name", async () => {
    const { ids } = await missReaction();
    for (const press of [sendNow, drop, (some: string[]) => reslot(some, wall(60_000))]) {
      expect(await press([...ids, randomUUID()])).toMatchObject({
        code: "notFound",
        details: { field: "deliveries" },
      });
      expect(await press([])).toMatchObject({ code: "badInput" });
      expect(await press(Array.from({ length: 201 }, () => ids[0]!))).toMatchObject({
        code: "badInput",
      });
    }
    await expectStill(ids, "missed");
  });

  test("after its moment was corrected, what was missed is stale: neither sent nor moved, only dropped", async () => {
    const { desk, screen } = stage;
    const key = randomUUID();
    const { moment, ids } = await missReaction(await raiseGold(desk, screen, { key }));
    await sendGold(desk, key, "10.70");
    await screen.until("the correction is shown", ({ state }) =>
      Boolean(state?.moments.some(({ id, version }) => id === moment.id && version === 2)),
    );
    expect(await sendNow(ids)).toMatchObject({ code: "stale", details: { version: 2 } });
    expect(await reslot(ids, wall(60_000))).toMatchObject({ code: "stale" });
    expect(await drop(ids)).toMatchObject({ ok: true });
    expect(await publishedOf(ids)).toBe(0);
  });

  test("a moment under protest keeps its reactions back", async () => {
    const { desk, screen } = stage;
    const key = randomUUID();
    const said = { key, kind: "emotion", headline: { fr: "Quelle joie", en: "What joy" } };
    await sendMoment(desk, said);
    const { ids } = await missReaction(await shownMoment(screen, key));
    await sendMoment(desk, { ...said, status: "protested" });
    await screen.until("the protest is shown", ({ state }) =>
      Boolean(
        state?.moments.some((one) => one.source.document?.endsWith(key) && one.version === 2),
      ),
    );
    expect(await sendNow(ids)).toMatchObject({ code: "momentProtested" });
    await expectStill(ids, "missed");
  });

  test("where someone said it meanwhile, the place is taken, by name", async () => {
    const { desk, screen, cookie, colleague } = stage;
    const { moment, ids } = await missReaction();
    const { postId } = await fire(desk, colleague, await arm(desk, cookie, screen, moment));
    await screen.until("the second is public", () => allAre(screen, postId, "confirmed"));
    expect(await sendNow(ids)).toMatchObject({ code: "alreadyPosted", details: { postId } });
    expect(await reslot(ids, wall(60_000))).toMatchObject({ code: "alreadyPosted" });
    await expectStill(ids, "missed");
  });

  test("two missed reactions to one moment cannot both be sent", async () => {
    const first = await missReaction();
    await untilSpanIsOver();
    const second = await missReaction(first.moment);
    const both = [...first.ids, ...second.ids];
    expect(await sendNow(both)).toMatchObject({ code: "alreadyPosted" });
    await expectStill(both, "missed");
  });

  test("a desk that is off sends nothing, and an account outside its mode gets nothing", async () => {
    const { desk, cookie } = stage;
    const { ids } = await missReaction();
    await command(desk, cookie, "campaign.setMode", { mode: "off" });
    expect(await sendNow(ids)).toMatchObject({ code: "modeOff" });
    await command(desk, cookie, "campaign.setMode", { mode: "rehearsal" });
    const live = (realm: "live" | "rehearsal") =>
      record.db.updateTable("accounts").set({ realm }).where("handle", "=", "soiree.fr").execute();
    await live("live");
    expect(await sendNow(ids)).toMatchObject({
      code: "wrongRealm",
      details: { account: "soiree.fr" },
    });
    await live("rehearsal");
    await expectStill(ids, "missed");
  });

  test("under a hold, send now is held at the gate like a fire, and missed again when the hold is lifted", async () => {
    const { desk, screen, cookie } = stage;
    const { postId, ids } = await missReaction();
    await command(desk, cookie, "hold.place", {});
    expect(await sendNow(ids)).toMatchObject({ ok: true });
    await screen.until("it is held", () => allAre(screen, postId, "held"));
    await command(desk, cookie, "hold.release", {});
    await screen.until("it is missed again", () => allAre(screen, postId, "missed"));
    expect(await publishedOf(ids)).toBe(0);
  });

  test("a dropped slot does not leave, and stays in the rundown as given up", async () => {
    const { screen, network } = stage;
    const slot = await planOne(3000);
    expect(await drop(idsOf(slot))).toMatchObject({
      value: { deliveries: [{ outcome: "dropped" }] },
    });
    await untilTime(Date.parse(slotOf(screen, slot).startAt) + 2000);
    expect(slotOf(screen, slot).deliveries).toMatchObject([
      { state: "cancelled", reason: "dropped" },
    ]);
    expect((await leftOf(screen, network, [slot]))[0]!.posts).toEqual([]);
  });

  /** It is claimed 400 ms before its time, and a busy machine may need longer than that to ask: then another is. */
  async function moveClaimed() {
    const { screen } = stage;
    for (let tries = 0; tries < 5; tries += 1) {
      const slot = await planOne(3000);
      const before = slotOf(screen, slot);
      await screen.until("a worker has it", () =>
        statesOf(screen, [slot]).every((state) => state !== "scheduled"),
      );
      const moved = await reslot(idsOf(slot), wall(4000));
      if (moved.ok) return { slot, before, moved };
      expect(["alreadyLeaving", "notMissed"]).toContain(moved.code);
    }
    throw new Error("no worker could be asked in time");
  }

  test("a slot that is claimed already takes another time: nothing leaves at the old one, once at the new", async () => {
    const { screen, network } = stage;
    const { slot, before, moved } = await moveClaimed();
    await screen.until("its row moved", () => slotOf(screen, slot).startAt === moved.value.startAt);
    const after = slotOf(screen, slot);
    expect(after.wallAt).not.toBe(before.wallAt);
    expect(after.deliveries[0]!.dueAt).toBe(after.startAt);
    expect(after.deliveries[0]!.notAfter).toBe(after.notAfter);
    await screen.until("it is public", () => statesOf(screen, [slot])[0] === "confirmed");
    const [left] = await leftOf(screen, network, [slot]);
    expect(left!.posts.length).toBe(1);
    expect(left!.lateMs[0]).toBeGreaterThanOrEqual(0);
  });

  test("one account's part of a slot takes another time, and the slot stays at the one the rest still has", async () => {
    const { screen } = stage;
    const accounts = "soiree.fr soiree_iles";
    const [slot] = (await plan(stage, 60_000, [{ accounts }])) as [string];
    const { startAt, deliveries } = slotOf(screen, slot);
    const moved = await reslot([deliveries[0]!.id], wall(120_000));
    if (!moved.ok) throw new Error(JSON.stringify(moved));
    await screen.until(
      "one moved",
      () => slotOf(screen, slot).deliveries.filter(({ rev }) => rev === 2).length === 1,
    );
    const times = slotOf(screen, slot).deliveries.map(({ dueAt }) => dueAt);
    expect(times.toSorted()).toEqual([startAt, moved.value.startAt]);
    expect(slotOf(screen, slot).startAt).toBe(startAt);
    expect(await drop(idsOf(slot))).toMatchObject({ ok: true });
  });

  test("another time that has passed, is no time, or is in no zone is refused, and nothing moves", async () => {
    const { screen } = stage;
    const slot = await planOne(60_000);
    const before = slotOf(screen, slot);
    expect(await reslot(idsOf(slot), wall(-60_000))).toMatchObject({ code: "pastTime" });
    for (const [wallAt, more] of [
      ["2036-02-30T20:20:00", {}],
      ["20:20", {}],
      ["2036-07-24T20:20:00", { zone: "Europe/Atlantis" }],
    ] as const)
      expect(await reslot(idsOf(slot), wallAt, more)).toMatchObject({ code: "badInput" });
    expect(slotOf(screen, slot)).toEqual(before);
    await expectStill(idsOf(slot), "scheduled");
    expect(await drop(idsOf(slot))).toMatchObject({ ok: true });
  });

  test("another time where the clocks change is asked, never guessed", async () => {
    const { screen } = stage;
    const slot = await planOne(60_000);
    const paris = { zone: "Europe/Paris" };
    expect(await reslot(idsOf(slot), "2036-03-30T02:30:00", paris)).toMatchObject({
      code: "timeSkipped",
      details: {
        field: "fold",
        choices: { earlier: "2036-03-30T00:30:00.000Z", later: "2036-03-30T01:30:00.000Z" },
      },
    });
    expect(await reslot(idsOf(slot), "2036-10-26T02:30:00", paris)).toMatchObject({
      code: "timeTwice",
      details: {
        choices: { earlier: "2036-10-26T00:30:00.000Z", later: "2036-10-26T01:30:00.000Z" },
      },
    });
    await expectStill(idsOf(slot), "scheduled");
    expect(
      await reslot(idsOf(slot), "2036-10-26T02:30:00", { ...paris, fold: "later" }),
    ).toMatchObject({ ok: true, value: { startAt: "2036-10-26T01:30:00.000Z" } });
    await screen.until(
      "its row moved",
      () => slotOf(screen, slot).startAt === "2036-10-26T01:30:00.000Z",
    );
    expect(slotOf(screen, slot)).toMatchObject({
      wallAt: "2036-10-26T02:30:00",
      zone: "Europe/Paris",
      fold: "later",
    });
    expect(await drop(idsOf(slot))).toMatchObject({ ok: true });
  });

  test("after all of it the console has what a fresh snapshot has, and every change came once", async () => {
    const { desk, screen, cookie } = stage;
    const response = await fetch(`${desk.url}/api/snapshot`, { headers: { cookie } });
    const fresh = (await response.json()) as { slots: unknown; deliveries: unknown };
    expect(screen.state!.slots).toEqual(fresh.slots);
    expect(screen.state!.deliveries).toEqual(fresh.deliveries);
    expect(screen.faults).toEqual([]);
  });
});
