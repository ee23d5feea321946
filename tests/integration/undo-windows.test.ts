import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CommandInput } from "#shared/commands.ts";
import { command, type Credential } from "../harness/desk.ts";
import { deliveriesOf, eachIs, marker, publishedOf, untilAre } from "../harness/marked.ts";

import { arm, fire, raiseGold } from "../harness/react.ts";
import { signInAs } from "../harness/sign-in-as.ts";
import { setStage, type Stage } from "../harness/stage.ts";

let stage: Stage;
/** Editors at consoles, each signed in with a link of their own; the stage's colleague is a script. */
let lea: Credential;
let sana: Credential;
beforeAll(async () => {
  stage = await setStage("postgres");
  lea = await signInAs(stage.desk, { name: "Léa", role: "editor" });
  sana = await signInAs(stage.desk, { name: "Sana", role: "editor" });
});
afterAll(() => stage?.close());
beforeEach(() => setWindows({}));

const accounts = () => stage.screen.state!.accounts;

/** Each account's window, by handle: 3 s where nothing is said. */
async function setWindows(windows: Record<string, number>): Promise<void> {
  const { desk, cookie, screen } = stage;
  for (const { id, handle } of accounts()) {
    const input = { accountId: id, undoMs: windows[handle] ?? 3000 };
    const reply = await command(desk, cookie, "account.setUndoWindow", input);
    expect(reply).toMatchObject({ ok: true, value: { account: { handle, undoMs: input.undoMs } } });
  }
  await screen.until("the windows are on the desk", () =>
    accounts().every(({ handle, undoMs }) => undoMs === (windows[handle] ?? 3000)),
  );
}

type Given = { name: string; ids: string[]; postId: string; window: Bounds };
type Bounds = { atLeast: number; atMost: number };

/** The windows that were given lie between these: from when it was answered, and from when it was asked. */
function boundsOf(dueAt: readonly string[], asked: number, answered: number): Bounds {
  const instants = dueAt.map((each) => Date.parse(each));
  expect(instants.length).toBeGreaterThan(0);
  return { atLeast: Math.max(...instants) - answered, atMost: Math.min(...instants) - asked };
}

/** Each of so much, by one machine's clock, however long the press took. */
function expectWindow({ atLeast, atMost }: Bounds, ms: number): void {
  expect(atLeast).toBeLessThanOrEqual(ms + 1);
  expect(atMost).toBeGreaterThanOrEqual(ms);
}

/** Fires a gold of its own, asking for `undoMs`; on every account, or on those named. */
async function fireGold(by: Credential, undoMs: number, on?: readonly string[]): Promise<Given> {
  const { desk, screen, cookie } = stage;
  const name = marker();
  const moment = await raiseGold(desk, screen, { name, key: name });
  const armed: CommandInput<"post.fire"> = await arm(
    desk,
    cookie,
    screen,
    moment,
    undoMs,
    ({ image }) => image === null,
    ({ handle }) => on?.includes(handle) ?? true,
  );
  const asked = Date.now();
  const fired = await fire(desk, by, armed);
  const answered = Date.now();
  await screen.until("it is on the desk", () => eachIs(screen, fired, () => true));
  const dueAt = deliveriesOf(screen, fired).map((each) => each.dueAt);
  return { name, ...fired, window: boundsOf(dueAt, asked, answered) };
}

/** Takes it back, so that nothing of it is public. */
async function takeBack(given: Given): Promise<void> {
  const undo = { postId: given.postId as never };
  expect(await command(stage.desk, lea, "post.undo", undo)).toMatchObject({ ok: true });
  await untilAre(stage.screen, given, ["cancelled"]);
  expect(await publishedOf(stage, given)).toEqual([]);
}

test("a post to an account that asks for 9 s and to others that ask for none can be taken back from all of them for 9 s", async () => {
  await setWindows({ "soiree.fr": 9000, "evening.en": 0, soiree_iles: 0, islands_evening: 0 });
  const everywhere = await fireGold(lea, 0);
  expect(everywhere.ids).toHaveLength(4);
  expectWindow(everywhere.window, 9000);
  await takeBack(everywhere);
  const elsewhere = await fireGold(sana, 0, ["evening.en", "soiree_iles"]);
  expectWindow(elsewhere.window, 0);
  await untilAre(stage.screen, elsewhere, ["confirmed"]);
});

test("at a console nobody gets less than the window, and whoever wants more gets more", async () => {
  await setWindows({ "soiree.fr": 8000 });
  const hasty = await fireGold(lea, 0);
  expectWindow(hasty.window, 8000);
  await takeBack(hasty);
  const careful = await fireGold(lea, 80_000);
  expectWindow(careful.window, 80_000);
  await takeBack(careful);
});

test("whoever produces may do without a window, and not with half of one; a script is taken at its word", async () => {
  const { screen, cookie, colleague } = stage;
  const now = await fireGold(cookie, 0, ["soiree.fr"]);
  expectWindow(now.window, 0);
  await setWindows({ "soiree.fr": 10_000 });
  const half = await fireGold(cookie, 5000, ["soiree.fr"]);
  expectWindow(half.window, 10_000);
  await takeBack(half);
  const script = await fireGold(colleague, 200, ["soiree.fr"]);
  expectWindow(script.window, 200);
  await untilAre(screen, now, ["confirmed"]);
  await untilAre(screen, script, ["confirmed"]);
});

test("what takes two people waits its own window once they agree, as the charter has it then", async () => {
  const { desk, screen, cookie } = stage;
  const two = (fourEyes: "medal"[]) => command(desk, cookie, "campaign.setFourEyes", { fourEyes });
  expect(await two(["medal"])).toMatchObject({ ok: true });
  expect(screen.state!.campaign.sensitiveUndoMs).toBe(10_000);
  const agree = async (undoMs: number): Promise<Given> => {
    const asked = await fireGold(lea, 3000);
    await untilAre(screen, asked, ["draft"]);
    const hashes = deliveriesOf(screen, asked).map(({ awaitedHash }) => awaitedHash!);
    const input = { postId: asked.postId as never, hashes, undoMs };
    const from = Date.now();
    const reply = await command(desk, sana, "post.approve", input);
    const to = Date.now();
    if (!reply.ok) throw new Error(`refused: ${reply.code}`);
    const dueAt = reply.value.deliveries.map((each) => each.dueAt);
    return { ...asked, window: boundsOf(dueAt, from, to) };
  };
  const agreed = await agree(0);
  expectWindow(agreed.window, 10_000);
  await takeBack(agreed);
  const shorter = await command(desk, cookie, "campaign.setSensitiveUndo", {
    sensitiveUndoMs: 1000,
  });
  expect(shorter).toMatchObject({ ok: true, value: { sensitiveUndoMs: 1000 } });
  await setWindows({ "soiree.fr": 9000 });
  const longest = await agree(0);
  expectWindow(longest.window, 9000);
  await takeBack(longest);
  expect(await two([])).toMatchObject({ ok: true });
});

test("what was missed and is sent after all has its window again", async () => {
  const { desk, screen, cookie } = stage;
  expect(await command(desk, cookie, "hold.place", {})).toMatchObject({ ok: true });
  const missed = await fireGold(cookie, 0);
  await untilAre(screen, missed, ["held"]);
  expect(await command(desk, cookie, "hold.release", {})).toMatchObject({ ok: true });
  await untilAre(screen, missed, ["missed"]);
  await setWindows({ "evening.en": 9000 });
  const deliveries = missed.ids as never;
  const from = Date.now();
  const sent = await command(desk, lea, "delivery.sendNow", { deliveries, undoMs: 0 });
  const to = Date.now();
  if (!sent.ok) throw new Error(`refused: ${sent.code}`);
  expectWindow(boundsOf([sent.value.dueAt], from, to), 9000);
  await takeBack(missed);
});

test("a window of more than ten seconds, of less than nothing, or of no account is refused by its field", async () => {
  const { desk, cookie } = stage;
  const id = accounts()[0]!.id as never;
  const ask = (input: { accountId: never; undoMs: number }) =>
    command(desk, cookie, "account.setUndoWindow", input);
  for (const undoMs of [10_001, -1, 0.5])
    expect(await ask({ accountId: id, undoMs })).toMatchObject({
      ok: false,
      code: "badInput",
      details: { field: "undoMs" },
    });
  const nobody = "01970000-0000-7000-8000-000000000000" as never;
  expect(await ask({ accountId: nobody, undoMs: 0 })).toMatchObject({
    ok: false,
    code: "notFound",
    details: { field: "accountId" },
  });
});
