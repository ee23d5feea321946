/** What breaks: everything, for longer than a post is worth. FAILURES.md §5, row 48. */
import { describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { command } from "../../harness/desk.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { wallIn } from "../../harness/sheet.ts";
import { leftOf, plan, slotOf, statesOf, untilTime, zone } from "../../harness/slots.ts";
import { setStage, type Stage } from "../../harness/stage.ts";

/** Everything stops before the slots' time and starts again when they are too late; answers their names. */
async function missAll(stage: Stage, count: number): Promise<string[]> {
  const { desk, screen } = stage;
  const row = { "text fr": "Trop tard pour partir seul", late: "1 s" };
  const ids = await plan(
    stage,
    4000,
    Array.from({ length: count }, () => row),
  );
  await desk.kill9();
  await untilTime(slotOf(screen, ids[0]!).notAfter);
  await desk.restart();
  await screen.until("all are missed", ({ state }) =>
    state !== null ? statesOf(screen, ids).every((each) => each === "missed") : false,
  );
  return ids;
}

describe.each(backends)("with the queue on %s", (backend) => {
  test("slots that fell due while everything was stopped are missed, none leaves by itself, and each is a person's to send, move or drop", async () => {
    const stage = await setStage(backend);
    const { desk, screen, network, cookie } = stage;
    const ids = await missAll(stage, 4);
    for (const id of ids)
      expect(slotOf(screen, id).deliveries).toMatchObject([{ state: "missed", reason: "expired" }]);
    const deliveryOf = (id: string) => slotOf(screen, id).deliveries[0]!.id;
    const [sent, moved, dropped, left] = ids as [string, string, string, string];

    const now = await command(desk, cookie, "delivery.sendNow", {
      deliveries: [deliveryOf(sent)],
      undoMs: 0,
    });
    const again = await command(desk, cookie, "delivery.reslot", {
      deliveries: [deliveryOf(moved)],
      wallAt: wallIn(3000, zone).replace(" ", "T"),
      zone,
      fold: null,
    });
    const given = await command(desk, cookie, "delivery.drop", {
      deliveries: [deliveryOf(dropped)],
    });
    if (!now.ok || !again.ok || !given.ok) throw new Error(JSON.stringify({ now, again, given }));
    expect(given.value.deliveries).toEqual([{ id: deliveryOf(dropped), outcome: "dropped" }]);
    await screen.until(
      "the slot moved",
      () => slotOf(screen, moved).startAt === again.value.startAt,
    );
    expect(Date.parse(slotOf(screen, moved).notAfter) - Date.parse(again.value.startAt)).toBe(1000);
    await screen.until("both are public", () =>
      statesOf(screen, [sent, moved]).every((each) => each === "confirmed"),
    );
    const all = await leftOf(screen, network, ids);
    expect(all.map(({ posts }) => posts.length)).toEqual([1, 1, 0, 0]);
    expect(all[1]!.lateMs[0]).toBeGreaterThanOrEqual(0);
    expect(Date.parse(all[0]!.posts[0]!.createdAt)).toBeGreaterThanOrEqual(
      Date.parse(now.value.dueAt),
    );
    expect(statesOf(screen, [dropped, left])).toEqual(["cancelled", "missed"]);
    expect(slotOf(screen, dropped).deliveries[0]!.reason).toBe("dropped");

    // Another start changes nothing of what a person decided, or has not decided.
    await desk.restart();
    await screen.until("the console is back", (self) => self.connected);
    await untilTime(Date.now() + 2000);
    expect((await leftOf(screen, network, ids)).map(({ posts }) => posts.length)).toEqual([
      1, 1, 0, 0,
    ]);
    expect(statesOf(screen, ids)).toEqual(["confirmed", "confirmed", "cancelled", "missed"]);
    await expectTruth(stage);
    await stage.close();
  }, 120_000);

  test("after an outage, a backlog on one account is missed although it might still leave; the one slot on another account leaves, late", async () => {
    const stage = await setStage(backend);
    const { desk, screen, network } = stage;
    const backlog = Array.from({ length: 4 }, () => ({ "text fr": "Un de trop" }));
    const ids = await plan(stage, 4000, [
      ...backlog,
      { "text fr": "Seul", accounts: "soiree_iles" },
    ]);
    const alone = ids.at(-1)!;
    const { startAt } = slotOf(screen, alone);
    await desk.kill9();
    await untilTime(Date.parse(startAt) + 10_500);
    await desk.restart();
    await screen.until(
      "it is public",
      ({ state }) => state !== null && statesOf(screen, [alone])[0] === "confirmed",
    );
    expect(statesOf(screen, ids.slice(0, 4))).toEqual(backlog.map(() => "missed"));
    await untilTime(Date.now() + 2000);
    expect((await leftOf(screen, network, ids)).map(({ posts }) => posts.length)).toEqual([
      0, 0, 0, 0, 1,
    ]);
    await expectTruth(stage);
    await stage.close();
  }, 120_000);
});
