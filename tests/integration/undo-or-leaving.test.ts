import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { editorsOf, setStage, type Stage } from "../harness/stage.ts";

const rounds = 50;
const atOnce = 5;

/** Offsets that can be drawn again from the seed a failing run names (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const until = (at: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at - performance.now()));
  });

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(backend);
  });
  afterAll(() => stage?.close());

  test("an undo at any instant around the gate: each delivery was taken back, or was leaving; never both, never neither", async () => {
    const { desk, screen, network } = stage;
    const seed = Number(process.env["REBOND_TEST_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
    const random = createRandom(seed);
    const editors = await editorsOf(stage, atOnce);
    const told = new Map<string, "undone" | "alreadyLeaving">();

    async function race(editor: string, undoMs: number, offsetMs: number): Promise<void> {
      const moment = await raiseGold(desk, screen);
      const { postId } = await fire(desk, editor, await arm(desk, editor, screen, moment, undoMs));
      await until(performance.now() + undoMs + offsetMs);
      const undone = await command(desk, editor, "post.undo", { postId: postId as never });
      if (!undone.ok) throw new Error(`the undo was refused: ${undone.code}`);
      for (const { id, outcome } of undone.value.deliveries) told.set(id, outcome);
    }

    for (let round = 0; round < rounds; round += atOnce) {
      await Promise.all(
        editors.map((editor) =>
          race(editor, Math.floor(random() * 150), Math.floor(random() * 180) - 60),
        ),
      );
    }
    const fired = () => screen.state!.deliveries.filter((each) => told.has(each.id));
    await screen.until(
      "everything is settled",
      () => fired().every((each) => each.state === "confirmed" || each.state === "cancelled"),
      30_000,
    );
    const keys = (await network.posts()).map((post) => post.key);
    const wrong = fired()
      .map(({ id, state }) => ({
        id,
        state,
        told: told.get(id),
        atTheNetwork: keys.filter((key) => key === id).length,
      }))
      .filter((each) => each.atTheNetwork !== (each.told === "undone" ? 0 : 1));
    expect(wrong, `REBOND_TEST_SEED=${seed}`).toEqual([]);
    expect(told.size).toBe(rounds * screen.state!.accounts.length);
    const undone = [...told.values()].filter((each) => each === "undone").length;
    process.stdout.write(
      `undo-or-leaving on ${backend}: seed ${seed}, ${undone} undone, ${told.size - undone} already leaving\n`,
    );
    // A race that only ever ends one way proves nothing.
    expect(undone).toBeGreaterThan(0);
    expect(undone).toBeLessThan(told.size);
  });
});
