import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { backends } from "../../harness/backends.ts";
import { command } from "../../harness/desk.ts";
import { marker } from "../../harness/marked.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { createRandom, seedOf } from "../../harness/random.ts";
import { arm, fire, raiseGold } from "../../harness/react.ts";
import { editorsOf, setStage, type Stage } from "../../harness/stage.ts";

const rounds = 50;
const atOnce = 5;

const until = (at: number) =>
  new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, at - performance.now()));
  });

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(backend);
  });
  afterEach(() => expectTruth(stage));
  afterAll(() => stage?.close());

  test("an undo at any instant around the gate: each delivery was taken back, or was leaving; never both, never neither", async () => {
    const { desk, screen, network } = stage;
    const seed = seedOf();
    const random = createRandom(seed);
    const editors = await editorsOf(stage, atOnce);
    const told = new Map<string, "undone" | "alreadyLeaving">();

    async function race(editor: string, undoMs: number, offsetMs: number): Promise<void> {
      const moment = await raiseGold(desk, screen, { name: marker() });
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
      () =>
        fired().length === told.size &&
        fired().every((each) => each.state === "confirmed" || each.state === "cancelled"),
      30_000,
    );
    const posts = await network.posts();
    const wrong = fired()
      .map(({ id, state, account, text }) => ({
        id,
        state,
        told: told.get(id),
        atTheNetwork: posts.filter((post) => post.handle === account.handle && post.text === text)
          .length,
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
