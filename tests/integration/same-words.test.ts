import { afterAll, beforeAll, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import { command } from "../harness/desk.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
let record: DeskRecord;

beforeAll(async () => {
  stage = await setStage("postgres");
  record = await openRecord(stage.desk);
  await stands("live");
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

/** Makes every account one of the realm, and the desk one that reaches it. */
async function stands(realm: "live" | "rehearsal"): Promise<void> {
  const { desk, screen, cookie } = stage;
  const mode = realm === "live" ? "onAir" : "rehearsal";
  await record.db.updateTable("accounts").set({ realm }).execute();
  expect(await command(desk, cookie, "campaign.setMode", { mode })).toMatchObject({ ok: true });
  await screen.until("the mode", ({ state }) => state?.campaign.mode === mode);
}

/** A medal of `name`, won anew: another moment that is told in the same words. */
async function armAnother(name: string, undoMs = 0): Promise<CommandInput<"post.fire">> {
  const { desk, screen, cookie } = stage;
  return arm(desk, cookie, screen, await raiseGold(desk, screen, { name }), undoMs);
}

test("what is public on an account is not said there again in the same words: the refusal names the account, who and when", async () => {
  const { desk, screen, cookie, colleague, network } = stage;
  const armed = await armAnother("Ana Twice");
  const { postId } = await fire(desk, cookie, armed);
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  const again = await armAnother("Ana Twice");
  const before = { rows: await record.countMade(), posts: (await network.posts()).length };
  expect(again.momentId).not.toBe(armed.momentId);
  const reply = await command(desk, colleague, "post.fire", again);
  expect(reply).toMatchObject({
    ok: false,
    code: "sameWords",
    details: { field: "accounts", by: "Admin", postId },
  });
  if (reply.ok) return;
  const said = screen.state!.deliveries.filter((each) => each.postId === postId);
  expect(said.map(({ account }) => account.handle)).toContain(reply.details["account"]);
  expect(said.map(({ publicAt }) => publicAt)).toContain(reply.details["at"]);
  expect({ rows: await record.countMade(), posts: (await network.posts()).length }).toEqual(before);
});

test("other words leave, and so do the same ones on accounts that were not given them", async () => {
  const { desk, screen, cookie } = stage;
  const [first, second] = screen.state!.accounts;
  const only = (id: string) =>
    [() => true, (account: { id: string }) => account.id === id] as const;
  const moment = () => raiseGold(desk, screen, { name: "Ana Elsewhere" });
  const [one, other, third] = await editorsOf(stage, 3);
  await fire(desk, one!, await arm(desk, cookie, screen, await moment(), 0, ...only(first!.id)));
  await fire(desk, other!, await arm(desk, cookie, screen, await moment(), 0, ...only(second!.id)));
  await fire(desk, third!, await armAnother("Ana Otherwise"));
});

test("what was taken back may be said by another post", async () => {
  const { desk, screen, cookie } = stage;
  const [one, other] = await editorsOf(stage, 2);
  const { postId } = await fire(desk, one!, await armAnother("Ana Undone", 8000));
  const again = await armAnother("Ana Undone");
  expect(await command(desk, other!, "post.fire", again)).toMatchObject({ code: "sameWords" });
  expect(await command(desk, cookie, "post.undo", { postId })).toMatchObject({ ok: true });
  await screen.until("it is taken back", () => allAre(screen, postId, "cancelled"));
  await fire(desk, other!, again);
});

test("two editors who press at once with the same words about two moments: one is taken, one is refused", async () => {
  const { desk } = stage;
  const armed = [await armAnother("Ana AtOnce"), await armAnother("Ana AtOnce")];
  const editors = await editorsOf(stage, 2);
  const replies = await Promise.all(
    armed.map((each, at) => command(desk, editors[at]!, "post.fire", each)),
  );
  expect(replies.map((each) => (each.ok ? "ok" : each.code)).toSorted()).toEqual([
    "ok",
    "sameWords",
  ]);
});

test("a rehearsal is played again in the same words", async () => {
  const { desk, screen } = stage;
  await stands("rehearsal");
  const editors = await editorsOf(stage, 2);
  for (const editor of editors) {
    const { postId } = await fire(desk, editor, await armAnother("Ana Again"));
    await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  }
});
