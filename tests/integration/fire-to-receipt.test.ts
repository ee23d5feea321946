import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backends } from "../harness/backends.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold, sendGold } from "../harness/react.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

describe.each(backends)("with the queue on %s", (backend) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage(backend);
  });
  afterAll(() => stage?.close());

  test("a fired reaction is public in both languages, word for word, and its receipt is on the desk", async () => {
    const { desk, network, screen, cookie } = stage;
    const moment = await raiseGold(desk, screen);
    const { postId } = await fire(desk, cookie, await arm(desk, cookie, screen, moment));
    await screen.until("both deliveries are public", () => allAre(screen, postId, "confirmed"));
    const deliveries = screen.state!.deliveries.filter((each) => each.postId === postId);
    const publicPosts = await network.posts();
    for (const { text, remoteUrl, publicAt, locales } of deliveries) {
      expect(publicAt).not.toBeNull();
      const found = publicPosts.filter((post) => post.url === remoteUrl);
      expect(found.map((post) => [post.text, post.language])).toEqual([[text, locales[0]]]);
    }
  });

  test("an undone reaction never reaches the network", async () => {
    const { desk, network, screen, cookie, colleague } = stage;
    const moment = await raiseGold(desk, screen);
    const armed = await arm(desk, cookie, screen, moment, 8000);
    const { postId, ids } = await fire(desk, cookie, armed);
    const before = (await network.posts()).length;
    const undone = await command(desk, cookie, "post.undo", { postId: postId as never });
    expect(undone).toMatchObject({
      ok: true,
      value: { deliveries: ids.map(() => ({ outcome: "undone" })) },
    });
    await screen.until("the desk says so", () => allAre(screen, postId, "cancelled"));
    // The same place is free again: fired anew, the second post is the proof that the first one's turn has passed.
    const again = await fire(desk, colleague, { ...armed, undoMs: 0 });
    await screen.until("the second one is public", () => allAre(screen, again.postId, "confirmed"));
    expect((await network.posts()).length).toBe(before + again.ids.length);
  });

  test("a second editor cannot post the same moment on the same account", async () => {
    const { desk, screen, cookie } = stage;
    const [other] = await editorsOf(stage, 1);
    const moment = await raiseGold(desk, screen);
    const armed = await arm(desk, cookie, screen, moment);
    const { postId } = await fire(desk, cookie, armed);
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
    const second = await command(desk, other!, "post.fire", armed);
    expect(second).toMatchObject({ ok: false, code: "alreadyPosted", details: { by: "Admin" } });
  });

  test("what was armed on an older version of the moment is refused, and nothing is made", async () => {
    const { desk, screen, cookie } = stage;
    const [editor] = await editorsOf(stage, 1);
    const moment = await raiseGold(desk, screen, { key: "stale" });
    const armed = await arm(desk, cookie, screen, moment);
    await sendGold(desk, "stale", "10.71");
    await screen.until("the correction is on the desk", () =>
      screen.state!.moments.some((each) => each.id === moment.id && each.version === 2),
    );
    const posts = screen.state!.posts.length;
    expect(await command(desk, editor!, "post.fire", armed)).toMatchObject({
      ok: false,
      code: "stale",
      details: { version: 2 },
    });
    expect(screen.state!.posts.length).toBe(posts);
  });

  test("a moment corrected inside the undo window pulls its post before it leaves", async () => {
    const { desk, network, screen, cookie, colleague } = stage;
    const moment = await raiseGold(desk, screen, { key: "pulled" });
    const before = (await network.posts()).length;
    const { postId } = await fire(desk, cookie, await arm(desk, cookie, screen, moment, 9000));
    await sendGold(desk, "pulled", "10.70");
    await screen.until("the post is pulled", () => allAre(screen, postId, "missed"));
    expect(screen.state!.deliveries.find((each) => each.postId === postId)?.reason).toBe(
      "momentChanged",
    );
    expect((await network.posts()).length).toBe(before);
    // The place is free again: what is now true can be said at once.
    const corrected = screen.state!.moments.find((each) => each.id === moment.id)!;
    const second = await fire(desk, colleague, await arm(desk, colleague, screen, corrected));
    await screen.until("the corrected one is public", () =>
      allAre(screen, second.postId, "confirmed"),
    );
  });

  test("under a hold nothing leaves, and releasing it sends nothing by itself", async () => {
    const { desk, network, screen, cookie } = stage;
    const moment = await raiseGold(desk, screen);
    const before = (await network.posts()).length;
    expect(await command(desk, cookie, "hold.place", {})).toMatchObject({ ok: true });
    const { postId } = await fire(desk, cookie, await arm(desk, cookie, screen, moment));
    await screen.until("both are held", () => allAre(screen, postId, "held"));
    expect(await command(desk, cookie, "hold.release", {})).toMatchObject({ ok: true });
    await screen.until("both are missed", () => allAre(screen, postId, "missed"));
    expect((await network.posts()).length).toBe(before);
  });

  test("a template whose value is missing cannot be fired, and the answer names the value", async () => {
    const { desk, screen, cookie } = stage;
    const [editor] = await editorsOf(stage, 1);
    const moment = await raiseGold(desk, screen, { result: null });
    const needsResult = screen.state!.templates.find((template) =>
      template.variants.some((variant) => /\{\{\s*result\s*\}\}/.test(variant.text)),
    );
    if (!needsResult) throw new Error("no template of the sample asks for a result");
    const wanted = {
      momentId: moment.id,
      momentVersion: moment.version,
      templateId: needsResult.id,
      accounts: screen.state!.accounts.map((each) => each.id),
    };
    const shown = await command(desk, cookie, "post.preview", wanted);
    expect(shown).toMatchObject({
      ok: true,
      value: {
        renderings: wanted.accounts.map(() => ({ hash: null, missing: ["result"] })),
      },
    });
    const fired = await command(desk, editor!, "post.fire", {
      ...wanted,
      renderHashes: ["0".repeat(64)],
      undoMs: 0,
    });
    expect(fired).toMatchObject({
      ok: false,
      code: "missingValue",
      details: { missing: ["result"] },
    });
  });
});
