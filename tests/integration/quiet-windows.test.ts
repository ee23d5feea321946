import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { QuietWindow } from "#shared/quiet.ts";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { wallIn } from "../harness/sheet.ts";
import { leftOf, plan, slotOf, statesOf, zone } from "../harness/slots.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

const hourMs = 3_600_000;

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(backend);
  });
  afterAll(() => stage?.close());

  const ask = (quietWindows: readonly QuietWindow[]) =>
    command(stage.desk, stage.cookie, "campaign.setQuietWindows", {
      quietWindows: [...quietWindows],
    });

  /** From one instant to another; the console knows it when this ends. */
  async function silence(...windows: readonly [from: number, to: number][]): Promise<void> {
    const wanted = windows.map(([from, to]) => ({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      name: "Cérémonie",
    }));
    expect(await ask(wanted)).toMatchObject({ ok: true, value: { quietWindows: wanted } });
    await stage.screen.until("the windows are on the desk", ({ state }) => {
      return state!.campaign.quietWindows.length === wanted.length;
    });
  }

  const armed = async (undoMs = 0) => {
    const { desk, cookie, screen } = stage;
    return arm(desk, cookie, screen, await raiseGold(desk, screen), undoMs);
  };

  test("in a quiet window a fire is refused with its name and its end, and leaves once it is over", async () => {
    const { desk, screen } = stage;
    const [editor] = await editorsOf(stage, 1);
    const to = Date.now() + hourMs;
    await silence([Date.now() - 1000, to]);
    const reaction = await armed();
    expect(await command(desk, editor!, "post.fire", reaction)).toMatchObject({
      ok: false,
      code: "quietWindow",
      details: { name: "Cérémonie", to: new Date(to).toISOString() },
    });
    expect(screen.state!.posts.filter(({ momentId }) => momentId === reaction.momentId)).toEqual(
      [],
    );
    await silence();
    const { postId } = await fire(desk, editor!, reaction);
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  });

  test("what would leave in a window when its undo window closes is refused before it begins", async () => {
    const [editor] = await editorsOf(stage, 1);
    const reaction = await armed(10_000);
    await silence([Date.now() + 5000, Date.now() + hourMs]);
    const reply = await command(stage.desk, editor!, "post.fire", reaction);
    expect(reply).toMatchObject({ ok: false, code: "quietWindow" });
    await silence();
  });

  test("a window that is set while something waits keeps it: missed, for a person, and sent by nobody in between", async () => {
    const { desk, screen, network, cookie } = stage;
    const [editor] = await editorsOf(stage, 1);
    const { postId, ids: deliveries } = await fire(desk, editor!, await armed(10_000));
    await silence([Date.now() - 1000, Date.now() + hourMs]);
    await screen.until("it waits for a person", () => allAre(screen, postId, "missed"));
    const its = screen.state!.deliveries.filter((each) => each.postId === postId);
    expect(new Set(its.map(({ reason }) => reason))).toEqual(new Set(["quiet"]));
    expect(its.every(({ dueAt }) => Date.parse(dueAt) <= Date.now())).toBe(true);
    const ids = new Set(its.map(({ id }) => id as string));
    expect((await network.posts()).filter(({ key }) => ids.has(key))).toEqual([]);
    const sendNow = () =>
      command(desk, cookie, "delivery.sendNow", { deliveries: deliveries as never, undoMs: 0 });
    expect(await sendNow()).toMatchObject({ ok: false, code: "quietWindow" });
    await silence();
    expect(await sendNow()).toMatchObject({ ok: true });
    await screen.until("it is public after all", () => allAre(screen, postId, "confirmed"));
  });

  test("a slot inside a window is missed, and one at its very end leaves on time", async () => {
    const { screen, network } = stage;
    const [inside, after] = await plan(stage, 0, [
      { at: wallIn(12_000, zone), "text fr": "Au milieu" },
      { at: wallIn(15_000, zone), "text fr": "Juste après" },
    ]);
    const [from, to] = [inside!, after!].map((id) => Date.parse(slotOf(screen, id).startAt));
    await silence([from! - 500, to!]);
    await screen.until(
      "both are over",
      () => statesOf(screen, [inside!, after!]).join() === "missed,confirmed",
      60_000,
    );
    expect(slotOf(screen, inside!).deliveries[0]!.reason).toBe("quiet");
    const left = await leftOf(screen, network, [inside!, after!]);
    expect(left.map(({ posts }) => posts.length)).toEqual([0, 1]);
    expect(left[1]!.lateMs[0]).toBeGreaterThanOrEqual(0);
    await silence();
  });

  test("what is public can be taken back in a window: that says nothing", async () => {
    const { desk, screen, cookie } = stage;
    const [editor] = await editorsOf(stage, 1);
    const { postId, ids: deliveries } = await fire(desk, editor!, await armed());
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
    await silence([Date.now() - 1000, Date.now() + hourMs]);
    const taken = await command(desk, cookie, "post.retract", { deliveries: deliveries as never });
    expect(taken).toMatchObject({ ok: true });
    await screen.until("it is gone", ({ state }) =>
      state!.deliveries
        .filter((each) => each.postId === postId)
        .every(({ takenBackAt }) => takenBackAt !== null),
    );
    await silence();
  });

  test("a window that is over is not kept, and one that is wrong is refused by its field", async () => {
    const past = { from: "2026-01-01T10:00:00Z", to: "2026-01-01T11:00:00Z", name: "Hier" };
    expect(await ask([past])).toMatchObject({ ok: true, value: { quietWindows: [] } });
    expect(await ask([{ ...past, to: past.from }])).toMatchObject({
      ok: false,
      code: "badInput",
      details: { field: expect.stringMatching(/quietWindows.*to/) },
    });
  });
});
