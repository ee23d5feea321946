import { afterAll, beforeAll, expect, test } from "vitest";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage("postgres");
});
afterAll(() => stage?.close());

test("a post is on record with when its moment was opened, taken, fired and public, in that order", async () => {
  const { desk, screen } = stage;
  const [editor] = await editorsOf(stage, 1);
  const moment = await raiseGold(desk, screen);
  const seenAt = new Date().toISOString();
  const claimed = await command(desk, editor!, "moment.claim", {
    momentId: moment.id,
    takeOver: false,
  });
  expect(claimed.ok).toBe(true);
  const armed = await arm(desk, editor!, screen, moment);
  const { postId } = await fire(desk, editor!, { ...armed, seenAt });
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  const post = screen.state!.posts.find(({ id }) => id === postId)!;
  const published = screen.state!.deliveries.flatMap((each) =>
    each.postId === postId ? [each.publicAt!] : [],
  );
  const way = [
    moment.raisedAt,
    post.seenAt!,
    post.claimedAt!,
    post.firedAt,
    published.toSorted()[0]!,
  ];
  expect(way).toEqual(way.toSorted());
  expect(post.seenAt).toBe(seenAt);
});

test("a console that is wrong about when it opened a moment cannot make the desk look faster than it was", async () => {
  const { desk, screen } = stage;
  const editors = await editorsOf(stage, 2);
  const said = ["2020-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z"];
  for (const [index, seenAt] of said.entries()) {
    const moment = await raiseGold(desk, screen);
    const armed = await arm(desk, editors[index]!, screen, moment);
    const { postId } = await fire(desk, editors[index]!, { ...armed, seenAt });
    await screen.until("it is fired", ({ state }) => state!.posts.some(({ id }) => id === postId));
    const post = screen.state!.posts.find(({ id }) => id === postId)!;
    expect(Date.parse(post.seenAt!)).toBeGreaterThanOrEqual(Date.parse(moment.raisedAt));
    expect(Date.parse(post.seenAt!)).toBeLessThanOrEqual(Date.parse(post.firedAt));
    expect(post.claimedAt).toBeNull();
  }
});
