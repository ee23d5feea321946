/** What is public on a real Bluesky server is taken back there: the record is gone, once, whatever fails meanwhile. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { DeliveryId } from "#shared/ids.ts";
import {
  type BlueskyStage,
  deliveriesOf,
  react,
  saveReaction,
  setBlueskyStage,
} from "../harness/bluesky.ts";
import { openConsole } from "../harness/console.ts";
import { command, type Desk } from "../harness/desk.ts";
import { allAre } from "../harness/stage.ts";

/** Servers and workers start anew within a test, beside each other on a small machine. */
const settleMs = 60_000;
vi.setConfig({ testTimeout: 150_000 });

let stage: BlueskyStage;
let reaction: string;
beforeAll(async () => {
  stage = await setBlueskyStage("postgres", "web");
  reaction = await saveReaction(stage, "bluesky");
});
afterAll(() => stage?.close());

/** A post in both languages that stands in a new account's repository. */
async function published(worker: Desk) {
  const { pds, screen } = stage;
  const { known, account } = await stage.link(["fr", "en"]);
  const { postId, ids } = await react(stage, reaction, account);
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"), settleMs);
  expect(await pds.records(known.did)).toHaveLength(2);
  const commits = (await pds.commits(known.did)).length;
  return { worker, postId, ids, did: known.did, commits };
}
type Published = Awaited<ReturnType<typeof published>>;

const takeBack = ({ ids }: Published) =>
  command(stage.desk, stage.cookie, "post.retract", { deliveries: ids as DeliveryId[] });

const untilGone = ({ postId }: Published, screen = stage.screen): Promise<void> =>
  screen.until(
    "it is gone",
    (self) =>
      self.state !== null &&
      deliveriesOf(self, postId).length === 2 &&
      deliveriesOf(self, postId).every(({ takenBackAt }) => takenBackAt !== null),
    settleMs,
  );

test("a post taken back is gone from the account's repository, pressed twice in one deletion a record, and another desk sees it with its receipt", async () => {
  const worker = await stage.worker();
  const post = await published(worker);
  const colleague = openConsole(stage.desk, stage.cookie);
  expect(await takeBack(post)).toMatchObject({ ok: true });
  expect(await takeBack(post)).toMatchObject({ ok: false, code: "nothingToTakeBack" });
  for (const screen of [stage.screen, colleague]) await untilGone(post, screen);
  expect(await stage.pds.records(post.did)).toEqual([]);
  expect((await stage.pds.commits(post.did)).length).toBe(post.commits + 2);
  for (const { remoteUrl, remoteId, state } of deliveriesOf(colleague, post.postId)) {
    expect(state).toBe("confirmed");
    expect(remoteId).toMatch(/^at:/);
    expect((await fetch(remoteUrl!)).status).toBe(400);
  }
  colleague.close();
  await worker.stop();
});

test.each(["afterGate", "afterAccept"])(
  "a worker killed %s of taking back: the next one finds out, and nothing is left",
  async (point) => {
    const post = await published(await stage.worker());
    await post.worker.stop();
    const dying = await stage.worker({ REBOND_CRASH_AT: point });
    await takeBack(post);
    await dying.gone();
    await dying.stop();
    const next = await stage.worker();
    await untilGone(post);
    expect(await stage.pds.records(post.did)).toEqual([]);
    expect((await stage.pds.commits(post.did)).length).toBe(post.commits + 2);
    await next.stop();
  },
);

test("a server killed after it deleted and before it said so is asked whether the post is still there", async () => {
  const { pds, wire, screen } = stage;
  const worker = await stage.worker();
  const post = await published(worker);
  wire.loseAnswer("com.atproto.repo.deleteRecord", () => pds.kill9());
  await takeBack(post);
  const isInDoubt = (): boolean =>
    screen.state!.deliveries.some(
      ({ kind, state, targetDeliveryId }) =>
        kind === "delete" &&
        state === "uncertain" &&
        post.ids.some((id) => id === targetDeliveryId),
    );
  await screen.until("one is in doubt", isInDoubt);
  await pds.restart();
  await untilGone(post);
  expect(await pds.records(post.did)).toEqual([]);
  expect((await pds.commits(post.did)).length).toBe(post.commits + 2);
  await worker.stop();
});
