/** Many at once. What was missed, sent together after all: an account's own one after the other, the oldest first. And what a cut gives up. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Delivery } from "#shared/posts.ts";
import { backends } from "../harness/backends.ts";
import type { TestConsole } from "../harness/console.ts";
import { apiToken, command } from "../harness/desk.ts";
import { postsOf } from "../harness/rehearsal-network.ts";
import { wallIn } from "../harness/sheet.ts";
import { plan, slotOf, statesOf, zone } from "../harness/slots.ts";
import { setStage, type Stage } from "../harness/stage.ts";

/** `backlogSpacingMs` at the scale of `quick`. */
const backlogMs = 1000;
const slotShelfLifeMs = 300_000;

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(backend);
  });
  afterAll(() => stage?.close());

  const deliveryOf = (slot: string): Delivery => slotOf(stage.screen, slot).deliveries[0]!;
  const accountNamed = (handle: string) =>
    stage.screen.state!.accounts.find((each) => each.handle === handle)!;

  /** Slots that fell due under a hold, one a second on each account, the newest first; answers their names so. */
  async function missSlots(counts: Record<string, number>): Promise<Record<string, string[]>> {
    const { desk, cookie, screen } = stage;
    await command(desk, cookie, "hold.place", {});
    const rows = Object.entries(counts).flatMap(([accounts, count]) =>
      Array.from({ length: count }, (_, index) => ({
        accounts,
        "text fr": `Un créneau, ${randomUUID()}`,
        at: wallIn(1500 + 1000 * (count - index), zone),
      })),
    );
    const ids = await plan(stage, 0, rows);
    await screen.until("all are held", () => statesOf(screen, ids).every((one) => one === "held"));
    await command(desk, cookie, "hold.release", {});
    await screen.until("all are missed", () =>
      statesOf(screen, ids).every((one) => one === "missed"),
    );
    const of = (handle: string) =>
      ids.filter((id) => deliveryOf(id).account.handle === handle).toReversed();
    return Object.fromEntries(Object.keys(counts).map((handle) => [handle, of(handle)]));
  }

  async function sendAll(ids: readonly string[]): Promise<number> {
    const reply = await command(stage.desk, stage.cookie, "delivery.sendNow", {
      deliveries: ids.map((id) => deliveryOf(id).id),
      undoMs: 300,
    });
    if (!reply.ok) throw new Error(JSON.stringify(reply));
    await stage.screen.until("they are planned", () =>
      ids.every((id) => deliveryOf(id).state !== "missed"),
    );
    return Date.parse(reply.value.dueAt);
  }

  const arrivedAt = async (ids: readonly string[]) => {
    const posts = await stage.network.posts();
    return ids.map((id) => Date.parse(postsOf(posts, [deliveryOf(id)])[0]!.createdAt));
  };
  const dueAt = (ids: readonly string[]) => ids.map((id) => Date.parse(deliveryOf(id).dueAt));
  const after = (first: number, ms: readonly number[]) => ms.map((each) => first + each);

  test("a backlog leaves one after the other on each account, oldest first, and accounts do not wait for each other", async () => {
    const { screen } = stage;
    const missed = await missSlots({ "soiree.fr": 4, soiree_iles: 2 });
    const [many, few] = [missed["soiree.fr"]!, missed["soiree_iles"]!];
    // Asked in no order: what decides is when each was due.
    const first = await sendAll([...many.toReversed(), ...few]);
    expect(dueAt(many)).toEqual(
      after(
        first,
        [0, 1, 2, 3].map((place) => place * backlogMs),
      ),
    );
    expect(dueAt(few)).toEqual(after(first, [0, backlogMs]));
    for (const id of [...many, ...few]) {
      const { dueAt: due, notAfter, timed } = deliveryOf(id);
      expect(Date.parse(notAfter) - Date.parse(due)).toBe(slotShelfLifeMs);
      expect(timed).toBe(false);
    }
    await screen.until(
      "all are public",
      () => statesOf(screen, [...many, ...few]).every((one) => one === "confirmed"),
      30_000,
    );
    for (const ids of [many, few]) {
      const due = dueAt(ids);
      const lateMs = (await arrivedAt(ids)).map((at, index) => at - due[index]!);
      expect(Math.min(...lateMs)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...lateMs)).toBeLessThan(10 * backlogMs);
    }
  });

  test("an account with a spacing of its own keeps it, and what is given another time has a time that was said", async () => {
    const { desk, cookie, screen } = stage;
    const spacingMs = 2500;
    const spaced = await command(desk, cookie, "account.space", {
      accountId: accountNamed("soiree_iles").id,
      spacingMs,
    });
    expect(spaced).toMatchObject({ ok: true, value: { account: { spacingMs } } });
    await screen.until("it is shown", () => accountNamed("soiree_iles").spacingMs === spacingMs);
    const { soiree_iles: ids = [] } = await missSlots({ soiree_iles: 3 });
    const first = await sendAll(ids);
    expect(dueAt(ids)).toEqual(after(first, [0, spacingMs, 2 * spacingMs]));
    const moved = await command(desk, cookie, "delivery.reslot", {
      deliveries: [deliveryOf(ids[2]!).id],
      wallAt: wallIn(60_000, zone).replace(" ", "T"),
      zone,
      fold: null,
    });
    expect(moved).toMatchObject({ ok: true });
    await screen.until("it moved", () => deliveryOf(ids[2]!).timed);
    await screen.until(
      "the others are public",
      () => statesOf(screen, ids.slice(0, 2)).every((one) => one === "confirmed"),
      30_000,
    );
    const [one, two] = await arrivedAt(ids.slice(0, 2));
    expect(two! - one!).toBeGreaterThanOrEqual(spacingMs - 250);
    expect(deliveryOf(ids[0]!).timed).toBe(false);
    expect(
      await command(desk, cookie, "account.space", {
        accountId: randomUUID() as never,
        spacingMs: 0,
      }),
    ).toMatchObject({ code: "notFound", details: { field: "accountId" } });
  });

  test("a plan that was sent now can still be taken back one by one while the rest leaves", async () => {
    const { desk, cookie, screen } = stage;
    const { "soiree.fr": ids = [] } = await missSlots({ "soiree.fr": 3 });
    await sendAll(ids);
    const last = ids[2]!;
    expect(
      await command(desk, cookie, "delivery.drop", { deliveries: [deliveryOf(last).id] }),
    ).toMatchObject({ ok: true, value: { deliveries: [{ outcome: "dropped" }] } });
    await screen.until(
      "two are public and one is dropped",
      () => statesOf(screen, ids).join() === "confirmed,confirmed,cancelled",
      30_000,
    );
    expect(postsOf(await stage.network.posts(), [deliveryOf(last)])).toEqual([]);
  });

  test("a cut gives up all that would leave by itself, five hundred at once and the soonest first; what was missed stays", async () => {
    const { desk, cookie, screen } = stage;
    const hourMs = 3_600_000;
    const rows = Array.from({ length: 521 }, (_, index) => ({
      "text fr": `Un créneau, ${index}`,
      at: wallIn(index === 0 ? 6000 : hourMs + index * 1000, zone),
    }));
    await command(desk, cookie, "hold.place", {});
    const [missed = "", ...ids] = await plan(stage, 0, rows);
    await screen.until("one is held", () => deliveryOf(missed).state === "held");
    await command(desk, cookie, "hold.release", {});
    await screen.until("it is missed", () => deliveryOf(missed).state === "missed");
    const editor = await apiToken(desk, cookie, "editor");
    expect(await command(desk, editor, "delivery.cut", {})).toMatchObject({ code: "notAllowed" });
    // What the tests before have planned and left, too.
    const soonest = screen
      .state!.deliveries.filter(({ state }) => state === "scheduled")
      .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
    const first = await command(desk, cookie, "delivery.cut", {});
    const left = soonest.length - 500;
    expect(first).toMatchObject({ ok: true, value: { cut: 500, left, alreadyLeaving: [] } });
    await screen.until("five hundred are given up", () =>
      soonest.slice(0, 500).every(({ id }) => stateOn(screen, id) === "cancelled"),
    );
    expect(soonest.slice(500).map(({ id }) => stateOn(screen, id))).toEqual(
      Array(left).fill("scheduled"),
    );
    expect(await command(desk, cookie, "delivery.cut", {})).toMatchObject({
      value: { cut: left, left: 0 },
    });
    await screen.until("all of it is given up", () =>
      statesOf(screen, ids).every((state) => state === "cancelled"),
    );
    expect(await command(desk, cookie, "delivery.cut", {})).toMatchObject({
      value: { cut: 0, left: 0 },
    });
    expect(deliveryOf(missed).state).toBe("missed");
  });
});

const stateOn = (screen: TestConsole, deliveryId: string) =>
  screen.state!.deliveries.find(({ id }) => id === deliveryId)?.state;
