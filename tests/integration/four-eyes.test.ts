import { afterAll, beforeAll, expect, test } from "vitest";
import type { Delivery } from "#shared/posts.ts";
import { command, type Credential } from "../harness/desk.ts";
import { deliveriesOf, eachIs, marker, publishedOf, untilAre } from "../harness/marked.ts";
import { arm, changeGold, fire, raiseGold, sendMoment, shownMoment } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { editorsOf, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
let record: DeskRecord;
let asking: Credential;
let second: Credential;

beforeAll(async () => {
  stage = await setStage("postgres");
  record = await openRecord(stage.desk);
  [asking, second] = (await editorsOf(stage, 2)) as [Credential, Credential];
  const set = { fourEyes: ["sombre", "medal"] as ("sombre" | "medal")[] };
  expect(await command(stage.desk, stage.cookie, "campaign.setFourEyes", set)).toEqual(
    expect.objectContaining({ ok: true, value: set }),
  );
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

type Asked = { name: string; momentId: string; postId: string; ids: string[] };

/** Asks to publish a medal of its own: fired by one editor, agreed to by nobody yet. */
async function ask(undoMs = 0): Promise<Asked> {
  const { desk, screen, cookie } = stage;
  const name = marker();
  const moment = await raiseGold(desk, screen, { name, key: name });
  const [editor] = await editorsOf(stage, 1);
  asking = editor!;
  const armed = await arm(desk, cookie, screen, moment, undoMs);
  const asked = { name, momentId: moment.id, ...(await fire(desk, asking, armed)) };
  await untilAre(screen, asked, ["draft"]);
  return asked;
}

const hashesOf = (deliveries: readonly Delivery[]) =>
  deliveries.map(({ awaitedHash }) => awaitedHash ?? "");

/** What the second person read: every text that waits. */
const read = (asked: Asked) => hashesOf(deliveriesOf(stage.screen, asked));

const approve = (by: Credential, asked: Asked, hashes = read(asked), undoMs = 0) =>
  command(stage.desk, by, "post.approve", { postId: asked.postId as never, hashes, undoMs });

test("what takes two people does not leave when one fires it, and leaves when another agrees to the same bytes", async () => {
  const { screen } = stage;
  const asked = await ask();
  expect(await publishedOf(stage, asked)).toEqual([]);
  expect(await approve(second, asked)).toMatchObject({ ok: true });
  await untilAre(screen, asked, ["confirmed"]);
  expect(await publishedOf(stage, asked)).toHaveLength(asked.ids.length);
  const post = screen.state!.posts.find(({ id }) => id === asked.postId);
  expect(post).toMatchObject({ firedByName: "test editor", approvedByName: "test editor" });
});

test("who asked cannot agree to it, whatever their role", async () => {
  const asked = await ask();
  expect(await approve(asking, asked)).toMatchObject({ ok: false, code: "ownRequest" });
  expect(eachIs(stage.screen, asked, ({ state }) => state === "draft")).toBe(true);
});

test("agreeing to other texts than those that wait is refused, and nothing leaves", async () => {
  const asked = await ask();
  const [first, ...others] = read(asked);
  expect(await approve(second, asked, others)).toMatchObject({ code: "renderChanged" });
  const forged = [...others, first!.replace(/^./, (digit) => (digit === "0" ? "1" : "0"))];
  expect(await approve(second, asked, forged)).toMatchObject({ code: "renderChanged" });
  expect(await publishedOf(stage, asked)).toEqual([]);
});

test("the record itself refuses to let a word change, or a draft leave, without an approval of those bytes", async () => {
  const asked = await ask();
  const mine = record.db.updateTable("deliveries").where("id", "in", asked.ids);
  const refused = /deliveries_four_eyes/;
  await expect(mine.set({ state: "scheduled" }).execute()).rejects.toThrow(refused);
  await approve(second, asked, read(asked), 10_000);
  await expect(mine.set({ payloadHash: "0".repeat(64) }).execute()).rejects.toThrow(refused);
  await expect(
    record.db
      .updateTable("posts")
      .set((each) => ({ approvedBy: each.ref("firedBy") }))
      .where("id", "=", asked.postId)
      .execute(),
  ).rejects.toThrow(/posts_four_eyes/);
});

test("a request can be taken back, and refused by a colleague: nothing leaves, and the moment is free again", async () => {
  const { desk, screen, cookie } = stage;
  const asked = await ask();
  const undo = { postId: asked.postId as never };
  expect(await command(desk, second, "post.undo", undo)).toMatchObject({ ok: true });
  await untilAre(screen, asked, ["cancelled"]);
  expect(await approve(second, asked, ["0".repeat(64)])).toMatchObject({ code: "notAwaited" });
  const moment = screen.state!.moments.find(({ id }) => id === asked.momentId)!;
  const [editor] = await editorsOf(stage, 1);
  const again = await fire(desk, editor!, await arm(desk, cookie, screen, moment));
  await untilAre(screen, again, ["draft"]);
});

test("a moment that changes while it waits is no longer asked about", async () => {
  const asked = await ask();
  const hashes = read(asked);
  await changeGold(stage.desk, asked.name, "corrected");
  await untilAre(stage.screen, asked, ["cancelled"]);
  expect(eachIs(stage.screen, asked, ({ reason }) => reason === "momentChanged")).toBe(true);
  expect(await approve(second, asked, hashes)).toMatchObject({ code: "notAwaited" });
});

test("an agreement that comes when the moment has passed is too late, and a request nobody answers lapses by itself", async () => {
  const asked = await ask();
  const soon = new Date(Date.now() + 5000);
  await record.db
    .updateTable("deliveries")
    .set({ notAfter: soon })
    .where("id", "in", asked.ids)
    .execute();
  expect(await approve(second, asked, read(asked), 10_000)).toMatchObject({ code: "tooLate" });
  await untilAre(stage.screen, asked, ["cancelled"]);
  expect(eachIs(stage.screen, asked, ({ reason }) => reason === "expired")).toBe(true);
});

test("two colleagues who agree at the same instant make one post", async () => {
  const asked = await ask();
  const editors = await editorsOf(stage, 2);
  const hashes = read(asked);
  const replies = await Promise.all(editors.map((each) => approve(each, asked, hashes)));
  expect(replies.map((reply) => (reply.ok ? "ok" : reply.code)).toSorted()).toEqual([
    "notAwaited",
    "ok",
  ]);
  await untilAre(stage.screen, asked, ["confirmed"]);
  expect(await publishedOf(stage, asked)).toHaveLength(asked.ids.length);
});

test("under a hold an agreed post is held at the gate like any other", async () => {
  const { desk, screen, cookie } = stage;
  const asked = await ask();
  await command(desk, cookie, "hold.place", {});
  expect(await approve(second, asked)).toMatchObject({ ok: true });
  await untilAre(screen, asked, ["held"]);
  await command(desk, cookie, "hold.release", {});
  expect(await publishedOf(stage, asked)).toEqual([]);
});

test("a grave moment takes two people whatever its kind; what is not on the list leaves at once", async () => {
  const { desk, screen, cookie } = stage;
  const say = async (kind: string, key: string) => {
    await sendMoment(desk, {
      key,
      kind,
      headline: { fr: `Fait ${key}`, en: `Fact ${key}` },
      facts: { eventName: { fr: "100 m femmes", en: "Women’s 100 m" } },
    });
    const [editor] = await editorsOf(stage, 1);
    const moment = await shownMoment(screen, key);
    return fire(desk, editor!, await arm(desk, cookie, screen, moment));
  };
  await untilAre(screen, await say("incident", marker()), ["draft"]);
  await untilAre(screen, await say("news", marker()), ["confirmed"]);
});
