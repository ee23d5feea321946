/** Until when something may still leave: shown, changed while it waits, and held to afterwards. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missAfterOutage } from "#server/posts/outage.ts";
import { createTiming } from "#server/timing.ts";
import type { DeliveryId } from "#shared/ids.ts";
import type { Delivery, DeliveryState } from "#shared/posts.ts";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { marker } from "../harness/marked.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { leftOf, plan, slotOf, statesOf, untilTime } from "../harness/slots.ts";
import { allAre, setStage, type Stage } from "../harness/stage.ts";

const dayMs = 86_400_000;

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  let record: DeskRecord;
  beforeAll(async () => {
    stage = await setStage(backend);
    record = await openRecord(stage.desk);
  });
  // Two fires of one editor are 160 ms apart (`quick`).
  beforeEach(() => untilTime(Date.now() + 200));
  afterAll(async () => {
    await record?.close();
    await stage?.close();
  });

  const extend = (deliveries: readonly string[], at: number) =>
    command(stage.desk, stage.cookie, "delivery.extend", {
      deliveries: deliveries as DeliveryId[],
      notAfter: new Date(at).toISOString(),
    });
  const ofPost = (postId: string): Delivery[] =>
    stage.screen.state!.deliveries.filter((each) => each.postId === postId);
  const idsOf = (postId: string) => ofPost(postId).map(({ id }) => id);

  /** A reaction that is held. */
  async function held(): Promise<string> {
    const { desk, cookie, screen } = stage;
    await command(desk, cookie, "hold.place", {});
    const armed = await arm(
      desk,
      cookie,
      screen,
      await raiseGold(desk, screen, { name: marker() }),
    );
    const { postId } = await fire(desk, cookie, armed);
    await screen.until("it is held", () => allAre(screen, postId, "held"));
    return postId;
  }
  const release = () => command(stage.desk, stage.cookie, "hold.release", {});

  test("what waits is given longer, or less, and every console sees until when; past it, it is missed", async () => {
    const { screen } = stage;
    const postId = await held();
    const before = ofPost(postId);
    const later = Date.now() + 600_000;
    expect(await extend(idsOf(postId), later)).toMatchObject({
      ok: true,
      value: { notAfter: new Date(later).toISOString() },
    });
    await screen.until("it is shown", () =>
      ofPost(postId).every(({ notAfter }) => Date.parse(notAfter) === later),
    );
    // Nothing else of it changed.
    expect(ofPost(postId)).toEqual(
      before.map((each) => ({ ...each, notAfter: new Date(later).toISOString() })),
    );
    const soon = Date.now() + 800;
    expect(await extend(idsOf(postId), soon)).toMatchObject({ ok: true });
    await screen.until("it is missed", () => allAre(screen, postId, "missed"));
    expect(ofPost(postId).every(({ reason }) => reason === "expired")).toBe(true);
    expect(Date.now()).toBeGreaterThanOrEqual(soon);
    expect(await release()).toMatchObject({ ok: true, value: { missed: [] } });
  });

  test("a slot that was given longer before everything stopped still leaves, late, where the other is missed", async () => {
    const { desk, screen, network } = stage;
    const late = { late: "1 s" };
    const ids = await plan(stage, 4000, [late, { ...late, accounts: "soiree_iles" }]);
    const [longer, other] = ids as [string, string];
    const { startAt, notAfter, deliveries } = slotOf(screen, longer);
    expect(await extend([deliveries[0]!.id], Date.parse(startAt) + 60_000)).toMatchObject({
      ok: true,
    });
    await desk.kill9();
    await untilTime(Date.parse(notAfter) + 500);
    await desk.restart();
    await screen.until(
      "one is public and the other missed",
      ({ state }) =>
        state !== null && statesOf(screen, [longer, other]).join() === "confirmed,missed",
    );
    const left = await leftOf(screen, network, [longer, other]);
    expect(left.map(({ posts }) => posts.length)).toEqual([1, 0]);
    expect(left[0]!.lateMs[0]).toBeGreaterThan(1000);
  });

  test("changed again and again while it is claimed, prepared and leaves, it leaves once, at its time", async () => {
    const { screen, network } = stage;
    const [slot] = (await plan(stage, 1500, [{}])) as [string];
    const { startAt, deliveries } = slotOf(screen, slot);
    const { id, rev } = deliveries[0]!;
    const answers = new Set<string>();
    // Until it has left, however late a busy machine lets it.
    const over = () => answers.has("tooLate") || Date.now() > Date.parse(startAt) + 20_000;
    for (let ms = 60_000; !over(); ms += 1000) {
      const reply = await extend([id], Date.parse(startAt) + ms);
      answers.add(reply.ok ? "ok" : reply.code);
    }
    await screen.until("it is public", () => statesOf(screen, [slot])[0] === "confirmed");
    expect([...answers].toSorted()).toEqual(["ok", "tooLate"]);
    const [left] = await leftOf(screen, network, [slot]);
    expect(left!.posts.length).toBe(1);
    expect(left!.lateMs[0]).toBeGreaterThanOrEqual(0);
    expect(slotOf(screen, slot).deliveries[0]!.rev).toBe(rev);
  });

  test("what is too late, a time that has passed, one before its own instant, and one a day ahead are refused by name, and nothing changes", async () => {
    const { desk, cookie, screen } = stage;
    const postId = await held();
    const ids = idsOf(postId);
    const fields = { details: { field: "notAfter" } };
    expect(await extend(ids, Date.now() - 1000)).toMatchObject({ code: "pastTime", ...fields });
    expect(await extend(ids, Date.now() + dayMs + 60_000)).toMatchObject({
      code: "badInput",
      ...fields,
    });
    expect(await extend([...ids, randomUUID()], Date.now() + 60_000)).toMatchObject({
      code: "notFound",
    });
    const [slot] = (await plan(stage, 3_600_000, [{}])) as [string];
    const { startAt, deliveries } = slotOf(screen, slot);
    expect(await extend([deliveries[0]!.id], Date.parse(startAt) - 1)).toMatchObject({
      code: "badInput",
      details: { field: "notAfter", dueAt: startAt },
    });
    // A day after its own instant, though that is more than a day from now.
    expect(await extend([deliveries[0]!.id], Date.parse(startAt) + dayMs)).toMatchObject({
      ok: true,
    });
    const before = ofPost(postId);
    await release();
    await screen.until("it is missed", () => allAre(screen, postId, "missed"));
    const mixed = [deliveries[0]!.id, ids[0]!];
    expect(await extend(mixed, Date.parse(startAt) + 60_000)).toMatchObject({
      code: "tooLate",
      details: { field: "deliveries", deliveries: [{ id: ids[0]!, state: "missed" }] },
    });
    expect(ofPost(postId).map(({ notAfter }) => notAfter)).toEqual(
      before.map(({ notAfter }) => notAfter),
    );
    expect(Date.parse(slotOf(screen, slot).deliveries[0]!.notAfter)).toBe(
      Date.parse(startAt) + dayMs,
    );
    await command(desk, cookie, "delivery.drop", { deliveries: [deliveries[0]!.id] });
  });

  test("what a person must find out can be given up, what is still looked for cannot", async () => {
    const { desk, cookie, screen } = stage;
    const postId = await held();
    await release();
    await screen.until("it is missed", () => allAre(screen, postId, "missed"));
    const ids = idsOf(postId);
    const become = (id: string, state: DeliveryState, leaseMs: number) =>
      record.db
        .updateTable("deliveries")
        .set({
          state,
          nextProbeAt: sql<Date>`clock_timestamp() + interval '1 hour'`,
          leaseUntil: new Date(Date.now() + leaseMs),
        })
        .where("id", "=", id)
        .execute();
    // Its call may still land: given up now, its place would be free for a second post.
    await become(ids[0]!, "needsHuman", 60_000);
    const early = await command(desk, cookie, "delivery.drop", { deliveries: [ids[0]!] });
    expect(early).toMatchObject({ value: { deliveries: [{ outcome: "alreadyLeaving" }] } });
    await become(ids[0]!, "needsHuman", -60_000);
    await become(ids[1]!, "uncertain", -60_000);
    const reply = await command(desk, cookie, "delivery.drop", { deliveries: ids.slice(0, 2) });
    if (!reply.ok) throw new Error(reply.code);
    expect(new Map(reply.value.deliveries.map(({ id, outcome }) => [id, outcome]))).toEqual(
      new Map([
        [ids[0]!, "dropped"],
        [ids[1]!, "alreadyLeaving"],
      ]),
    );
    await screen.until(
      "it is given up",
      () => ofPost(postId).find(({ id }) => id === ids[0])?.state === "cancelled",
    );
    expect(ofPost(postId).find(({ id }) => id === ids[0])).toMatchObject({
      reason: "dropped",
      doubt: null,
    });
    await become(ids[1]!, "missed", -60_000);
  });
});

test("what fell due while no worker was there is missed, and what is merely late leaves: the last heartbeat decides", async () => {
  // Without a worker of its own nothing but the test takes what is due.
  const stage = await setStage("postgres", { REBOND_ROLES: "web" });
  const record = await openRecord(stage.desk);
  const { desk, cookie, screen } = stage;
  const timing = createTiming(0.2);
  const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen, { name: marker() }));
  const { postId, ids } = await fire(desk, cookie, armed);
  const ago = (ms: number) => new Date(Date.now() - ms);
  const overdueBy = (some: readonly string[], ms: number) =>
    record.db
      .updateTable("deliveries")
      .set({ dueAt: ago(ms), notAfter: ago(-600_000) })
      .where("id", "in", some)
      .execute();
  await overdueBy(ids, 45_000);
  // A worker was there a moment ago: late, but nobody's outage. So is one that slept for less than half a minute.
  for (const heartbeat of [ago(2000), ago(25_000)])
    expect(await missAfterOutage(record.db, timing, heartbeat)).toBe(0);
  const [first, second, ...rest] = ids as [string, string, string, string];
  await overdueBy([first], 3000);
  await overdueBy([second], -3000);
  expect(await missAfterOutage(record.db, timing, ago(40_000))).toBe(3);
  await screen.until(
    "they are missed",
    ({ state }) => state!.deliveries.filter(({ state: its }) => its === "missed").length === 3,
  );
  const stateOf = (id: string) => screen.state!.deliveries.find((each) => each.id === id)!.state;
  expect([first, ...rest].map(stateOf)).toEqual(["missed", "missed", "missed"]);
  expect(stateOf(second)).toBe("scheduled");
  // No heartbeat is known: what has been overdue for half a minute was nobody's, what has not may leave.
  await overdueBy([second], 20_000);
  expect(await missAfterOutage(record.db, timing, null)).toBe(0);
  await overdueBy([second], 31_000);
  expect(await missAfterOutage(record.db, timing)).toBe(1);
  await screen.until("all are missed", () => allAre(screen, postId, "missed"));
  await record.close();
  await stage.close();
});
