import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { apiToken, command, type Credential } from "../harness/desk.ts";
import { raisedAgo } from "../harness/picture.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
let editor: Credential;
beforeAll(async () => {
  stage = await setStage("postgres");
  [editor] = (await editorsOf(stage, 1)) as [Credential];
});
afterAll(() => stage?.close());
afterEach(async () => {
  await rule(false);
  await command(stage.desk, stage.cookie, "feed.forgetDelay", { feedId: feed().id });
});

const feed = () => stage.screen.state!.feeds.find(({ name }) => name === "rebond")!;
const see = (momentId: string, pressedAgoMs = 0, as = editor) =>
  command(stage.desk, as, "feed.seen", { momentId: momentId as never, pressedAgoMs });
const armed = async (moment?: Awaited<ReturnType<typeof raiseGold>>, undoMs = 0) => {
  const { desk, cookie, screen } = stage;
  return arm(desk, cookie, screen, moment ?? (await raiseGold(desk, screen)), undoMs);
};

async function rule(notBeforePicture: boolean): Promise<void> {
  const { desk, cookie, screen } = stage;
  const asked = { notBeforePicture };
  expect(await command(desk, cookie, "campaign.setNotBeforePicture", asked)).toMatchObject({
    ok: true,
  });
  await screen.until("the rule is on the desk", ({ state }) => {
    return state!.campaign.notBeforePicture === notBeforePicture;
  });
}

/** Its picture is on screen `ms` after a moment's data: pressed once. */
async function learnt(ms: number): Promise<number> {
  const { id } = await raisedAgo(stage, ms);
  expect(await see(id)).toMatchObject({ ok: true });
  await stage.screen.until("it is learnt", () => feed().pictureDelayMs !== null);
  return feed().pictureDelayMs!;
}

/** From a moment's arrival to when its post is due, milliseconds; and the post, which is taken back. */
async function dueAfterArrival(undoMs = 0, more: { atPicture?: true } = {}, as = editor) {
  const { desk, screen } = stage;
  const moment = await raiseGold(desk, screen);
  const { postId } = await fire(desk, as, { ...(await armed(moment, undoMs)), ...more });
  await screen.until("the post is on the desk", ({ state }) =>
    state!.deliveries.some((each) => each.postId === postId),
  );
  const its = screen.state!.deliveries.filter((each) => each.postId === postId);
  const due = its.map(({ dueAt }) => Date.parse(dueAt) - Date.parse(moment.raisedAt));
  const undone = await command(desk, as, "post.undo", { postId: postId as never });
  return { due, firstDue: Math.min(...due), undone };
}

test("presses on what is seen tell how late a feed's picture is, to every console alike", async () => {
  const moments = [];
  for (const ago of [5000, 30_000, 70_000]) moments.push(await raisedAgo(stage, ago));
  for (const { id } of moments)
    expect(await see(id, 0, stage.colleague)).toMatchObject({ ok: true });
  await stage.screen.until("all three are learnt", () => feed().picturePresses === 3);
  expect(feed().pictureDelayMs).toBeGreaterThanOrEqual(30_000);
  expect(feed().pictureDelayMs).toBeLessThan(70_000);
});

test("what went by between the press and its coming is not the picture's", async () => {
  const { id } = await raisedAgo(stage, 60_000);
  const reply = await see(id, 50_000);
  expect(reply).toMatchObject({ ok: true });
  expect(reply.ok && reply.value.offsetMs).toBeGreaterThanOrEqual(10_000);
  expect(reply.ok && reply.value.offsetMs).toBeLessThan(60_000);
});

test("who presses twice on a moment is counted once, by the last press", async () => {
  const { id } = await raisedAgo(stage, 60_000);
  await see(id, 50_000);
  const again = await see(id, 20_000);
  expect(again).toMatchObject({ ok: true, value: { feed: { picturePresses: 1 } } });
  expect(again.ok && again.value.feed.pictureDelayMs).toBe(again.ok && again.value.offsetMs);
});

test("a press before the data, or over two minutes after it, teaches nothing and says why", async () => {
  const early = await raisedAgo(stage, 1000);
  const late = await raisedAgo(stage, 121_000);
  expect(await see(early.id, 600_000)).toMatchObject({
    ok: false,
    code: "pictureUnlikely",
    details: { message: expect.stringContaining("before the moment came") },
  });
  expect(await see(late.id)).toMatchObject({
    ok: false,
    code: "pictureUnlikely",
    details: { message: expect.stringContaining("over 120000 ms") },
  });
  expect(await see(early.id, -1)).toMatchObject({ ok: false, code: "badInput" });
  const known = await fetch(`${stage.desk.url}/api/snapshot`, {
    headers: { cookie: stage.cookie },
  });
  const { feeds } = (await known.json()) as { feeds: ReturnType<typeof feed>[] };
  expect(feeds.find(({ name }) => name === "rebond")).toMatchObject({
    pictureDelayMs: null,
    picturePresses: 0,
  });
});

test("what a person saw was brought by no feed: there is nothing to measure", async () => {
  const { desk, cookie, screen } = stage;
  const at = new Date().toISOString();
  const spotted = await command(desk, cookie, "moment.spot", { feeling: "tears", at } as never);
  if (!spotted.ok) throw new Error(`not spotted: ${spotted.code}`);
  const { momentId } = spotted.value;
  await screen.until("it is on the desk", ({ state }) =>
    state!.moments.some(({ id }) => id === momentId),
  );
  expect(await see(momentId)).toMatchObject({ ok: false, code: "noPicture" });
});

test("nobody asked the house to wait: what is learnt delays nothing", async () => {
  const delayMs = await learnt(80_000);
  expect((await dueAfterArrival()).firstDue).toBeLessThan(delayMs);
});

test("where the house waits, a post is due with its picture, and can be taken back until then", async () => {
  const delayMs = await learnt(80_000);
  await rule(true);
  const { due, undone } = await dueAfterArrival();
  expect(due.length).toBeGreaterThan(1);
  for (const each of due) expect(each).toBeGreaterThanOrEqual(delayMs);
  expect(undone.ok && undone.value.deliveries.map(({ outcome }) => outcome)).toEqual(
    due.map(() => "undone"),
  );
});

test("the wait is to the picture: of what arrived 50 seconds ago, 50 seconds shorter", async () => {
  const delayMs = await learnt(80_000);
  await rule(true);
  const moment = await raisedAgo(stage, 50_000);
  const { postId } = await fire(stage.desk, editor, await armed(moment));
  await stage.screen.until("the post is on the desk", ({ state }) =>
    state!.deliveries.some((each) => each.postId === postId),
  );
  const its = stage.screen.state!.deliveries.filter((each) => each.postId === postId);
  // The console knows when it came; the record was told 50 seconds earlier, just after.
  const due = its.map(({ dueAt }) => Date.parse(dueAt) - Date.parse(moment.raisedAt));
  for (const each of due) expect(each).toBeGreaterThanOrEqual(delayMs - 50_000);
  for (const each of due) expect(each).toBeLessThan(delayMs - 20_000);
  await command(stage.desk, editor, "post.undo", { postId: postId as never });
});

test("what is fired when its picture is on air waits for nothing but its undo window", async () => {
  const delayMs = await learnt(1000);
  await rule(true);
  expect((await dueAfterArrival(10_000)).firstDue).toBeGreaterThanOrEqual(10_000);
  expect(delayMs).toBeLessThan(10_000);
});

test("a producer at the picture waits for no other word of it; an editor may not say so", async () => {
  const { desk, cookie } = stage;
  const delayMs = await learnt(80_000);
  await rule(true);
  const [producer] = [await apiToken(desk, cookie, "producer")];
  const atPicture = { atPicture: true } as const;
  expect((await dueAfterArrival(0, atPicture, producer)).firstDue).toBeLessThan(delayMs);
  const reply = await command(desk, editor, "post.fire", { ...(await armed()), ...atPicture });
  expect(reply).toMatchObject({ ok: false, code: "notAllowed", details: { field: "atPicture" } });
});

test("what waits for its picture leaves by itself, and not before it", async () => {
  const { desk, screen } = stage;
  const delayMs = await learnt(4000);
  await rule(true);
  const moment = await raiseGold(desk, screen);
  const { postId } = await fire(desk, editor, await armed(moment));
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  const its = screen.state!.deliveries.filter((each) => each.postId === postId);
  const airAt = Date.parse(moment.raisedAt) + delayMs;
  for (const { publicAt } of its) expect(Date.parse(publicAt!)).toBeGreaterThanOrEqual(airAt);
});

test("what a second person agrees to waits for its picture, too", async () => {
  const { desk, cookie, colleague, screen } = stage;
  const delayMs = await learnt(80_000);
  await rule(true);
  await command(desk, cookie, "campaign.setFourEyes", { fourEyes: ["medal"] });
  const moment = await raiseGold(desk, screen);
  const { postId } = await fire(desk, editor, await armed(moment));
  await screen.until("it is asked for", () => allAre(screen, postId, "draft"));
  await command(desk, cookie, "campaign.setFourEyes", { fourEyes: [] });
  const its = screen.state!.deliveries.filter((each) => each.postId === postId);
  const agreed = await command(desk, colleague, "post.approve", {
    postId: postId as never,
    hashes: its.map(({ awaitedHash }) => awaitedHash!),
    undoMs: 0,
  });
  if (!agreed.ok) throw new Error(`not approved: ${agreed.code}`);
  for (const { dueAt } of agreed.value.deliveries)
    expect(Date.parse(dueAt)).toBeGreaterThanOrEqual(Date.parse(moment.raisedAt) + delayMs);
  await command(desk, editor, "post.undo", { postId: postId as never });
});

test("a producer forgets what was learnt: nothing waits, and the presses stay on record", async () => {
  const { desk, cookie } = stage;
  const delayMs = await learnt(80_000);
  await rule(true);
  const reply = await command(desk, cookie, "feed.forgetDelay", { feedId: feed().id });
  expect(reply).toMatchObject({
    ok: true,
    value: { feed: { pictureDelayMs: null, picturePresses: 0 } },
  });
  expect((await dueAfterArrival()).firstDue).toBeLessThan(delayMs);
  const record = await openRecord(stage.desk);
  const presses = await record.db
    .selectFrom("pictureDelays")
    .select(["offsetMs", "forgottenAt"])
    .where("feedId", "=", feed().id)
    .orderBy("at", "desc")
    .execute();
  await record.close();
  expect(presses[0]).toMatchObject({ offsetMs: delayMs, forgottenAt: expect.any(Date) });
});
