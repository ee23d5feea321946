/** What breaks: the way from a key to the desk. FAILURES.md §5, row 28. */
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import type { Moment } from "#shared/moments.ts";
import type { Reply } from "#shared/result.ts";
import { backends } from "../../harness/backends.ts";
import { openConsole } from "../../harness/console.ts";
import { command, type Credential } from "../../harness/desk.ts";
import { expectTruth } from "../../harness/oracle.ts";
import { arm, raiseGold } from "../../harness/react.ts";
import { editorsOf, setStage, type Stage } from "../../harness/stage.ts";

/** What an answer to `post.fire` says, in one word; the post's id where there is one. */
const outcomeOf = (reply: Reply<unknown>) => (reply.ok ? "ok" : reply.code);
const postOf = (reply: Reply<unknown>) =>
  reply.ok ? (reply.value as { postId: string }).postId : null;

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  let editors: Credential[];
  let serial = 0;
  beforeAll(async () => {
    stage = await setStage(backend);
    editors = await editorsOf(stage, 3);
  });
  afterEach(() => expectTruth(stage));
  afterAll(() => stage?.close());

  /** A medal whose winner no other test names: what the network has of it can be counted. */
  async function armedMarker(): Promise<{
    name: string;
    moment: Moment;
    armed: CommandInput<"post.fire">;
  }> {
    const { desk, screen, cookie } = stage;
    const name = `Ana Marker${(serial += 1)}q`;
    const moment = await raiseGold(desk, screen, { name });
    return { name, moment, armed: await arm(desk, cookie, screen, moment) };
  }

  /** The network has each account's post once, and the desk has nothing more under way. */
  async function expectOnce(name: string, moment: Moment): Promise<void> {
    const { screen, network } = stage;
    const made = () => screen.state!.deliveries.filter((each) => each.momentId === moment.id);
    const places = screen.state!.accounts.map((each) => `${each.handle} ${each.locales.join()}`);
    await screen.until("every delivery of the moment is public", () => {
      const all = made();
      return all.length > 0 && all.every((each) => each.state === "confirmed");
    });
    expect(made().length).toBe(places.length);
    const found = (await network.posts()).filter((post) => post.text.includes(name));
    expect(found.map((post) => `${post.handle} ${post.language}`).toSorted()).toEqual(
      places.toSorted(),
    );
  }

  test("one press that arrives five times is one post, and everyone is told the same", async () => {
    const { desk, screen, cookie } = stage;
    const { name, moment, armed } = await armedMarker();
    const id = randomUUID();
    const replies = await Promise.all([
      ...Array.from({ length: 3 }, () => command(desk, cookie, "post.fire", armed, id)),
      screen.ask("post.fire", armed, id),
      screen.ask("post.fire", armed, id),
    ]);
    expect(replies.map(outcomeOf)).toEqual(["ok", "ok", "ok", "ok", "ok"]);
    expect(replies.filter((reply) => reply.replayed)).toHaveLength(4);
    expect(new Set(replies.map(postOf)).size).toBe(1);
    await expectOnce(name, moment);
  });

  test("five presses in a row by one editor are one post: the others come too soon", async () => {
    const { desk } = stage;
    const { name, moment, armed } = await armedMarker();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => command(desk, editors[0]!, "post.fire", armed)),
    );
    const outcomes = replies.map(outcomeOf);
    expect(outcomes.filter((each) => each === "ok")).toHaveLength(1);
    // Where the machine is so busy that the span is over, it is said who posted it.
    for (const each of outcomes) expect(["ok", "tooSoon", "alreadyPosted"]).toContain(each);
    await expectOnce(name, moment);
  });

  test("editors who press at the same instant make one post, and the others learn who was first", async () => {
    const { desk } = stage;
    for (let round = 0; round < 5; round += 1) {
      const { name, moment, armed } = await armedMarker();
      // Others each time: the winner's own span must not be what stops them.
      const five = await editorsOf(stage, 5);
      const replies = await Promise.all(
        five.map((editor) => command(desk, editor, "post.fire", armed)),
      );
      const outcomes = replies.map(outcomeOf).toSorted();
      expect(outcomes).toEqual([...Array<string>(4).fill("alreadyPosted"), "ok"]);
      for (const reply of replies)
        if (!reply.ok) expect(reply.details["message"]).toMatch(/posted this moment/);
      await expectOnce(name, moment);
    }
  });

  test("two editors with a selection each that overlap: the second is refused whole, not in part", async () => {
    const { desk } = stage;
    const { moment, armed } = await armedMarker();
    const [first, ...rest] = armed.accounts;
    const one = await command(desk, editors[1]!, "post.fire", {
      ...armed,
      accounts: [first!],
      renderHashes: [await hashFor(armed, first!)],
    });
    expect(outcomeOf(one)).toBe("ok");
    const all = await command(desk, editors[2]!, "post.fire", armed);
    expect(outcomeOf(all)).toBe("alreadyPosted");
    const { screen, network } = stage;
    await screen.until("the first one is public", () =>
      screen.state!.deliveries.some(
        (each) => each.momentId === moment.id && each.state === "confirmed",
      ),
    );
    const handles = rest.map((id) => screen.state!.accounts.find((each) => each.id === id)?.handle);
    const name = moment.participants[0]!.name;
    const found = (await network.posts()).filter((post) => post.text.includes(name));
    expect(found.length).toBe(1);
    expect(handles).not.toContain(found[0]!.handle);
  });

  async function hashFor(armed: CommandInput<"post.fire">, account: string): Promise<string> {
    const { renderHashes, undoMs: _undoMs, ...wanted } = armed;
    const shown = await command(stage.desk, stage.cookie, "post.preview", wanted);
    if (!shown.ok) throw new Error(shown.code);
    const { hash } = shown.value.renderings.find((each) => each.accountId === account)!;
    expect(renderHashes).toContain(hash);
    return hash!;
  }

  test("a console that loses its connection in the middle of a press, and presses again, makes one post", async () => {
    const { desk } = stage;
    for (const cutAfterMs of [0, 1, 3, 8, 20, 60]) {
      const { name, moment, armed } = await armedMarker();
      const id = randomUUID();
      const [editor] = await editorsOf(stage, 1);
      const console = openConsole(desk, editor!);
      await console.until("it is on", (self) => self.state !== null);
      const asked = console.ask("post.fire", armed, id).catch(() => null);
      await new Promise((resolve) => {
        setTimeout(resolve, cutAfterMs);
      });
      console.drop();
      await console.until("it is back", (self) => self.connected && self.cuts > 0);
      const again = await console.ask("post.fire", armed, id);
      expect(outcomeOf(again), `cut after ${cutAfterMs} ms`).toBe("ok");
      await expectOnce(name, moment);
      console.close();
      await asked;
    }
  });

  test("a desk killed in the middle of a press, and pressed again when it is back, makes one post", async () => {
    const { desk, screen } = stage;
    const [editor] = await editorsOf(stage, 1);
    const { name, moment, armed } = await armedMarker();
    const id = randomUUID();
    const first = command(desk, editor!, "post.fire", armed, id).catch(() => null);
    await new Promise((resolve) => {
      setTimeout(resolve, 15);
    });
    await desk.kill9();
    await first;
    await desk.restart();
    const again = await command(desk, editor!, "post.fire", armed, id);
    expect(outcomeOf(again)).toBe("ok");
    await screen.until("the console is back", (self) => self.connected);
    await expectOnce(name, moment);
  });
});
