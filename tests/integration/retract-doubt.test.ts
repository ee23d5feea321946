/** A network that refuses to take a post back, or does not say whether it did: the desk says so, and a person's word counts. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { DeliveryId } from "#shared/ids.ts";
import type { Delivery } from "#shared/posts.ts";
import { command } from "../harness/desk.ts";
import { deliveriesOf, fireMarked, type Marked, publishedOf, untilAre } from "../harness/marked.ts";
import { expectTruth } from "../harness/oracle.ts";
import { setStage, type Stage } from "../harness/stage.ts";

const on = ["soiree.fr", "soiree_iles"];
const settleMs = 60_000;
let stage: Stage;
beforeAll(async () => {
  // Probes end after 12 s.
  stage = await setStage("postgres", { REBOND_TIME_SCALE: "0.1" });
});
afterEach(async () => {
  await stage.network.misbehave();
  await expectTruth(stage);
});
afterAll(() => stage?.close());

async function published(): Promise<Marked> {
  const fired = await fireMarked(stage, { on });
  await untilAre(stage.screen, fired, ["confirmed"]);
  return fired;
}

const takeBack = ({ ids }: Marked) =>
  command(stage.desk, stage.cookie, "post.retract", { deliveries: ids as DeliveryId[] });

/** The newest that takes back what went to an account. */
function takingOn(fired: Marked, handle: string): Delivery {
  const target = deliveriesOf(stage.screen, fired).find(
    ({ account }) => account.handle === handle,
  )!;
  return stage.screen.state!.deliveries.find(
    ({ kind, targetDeliveryId }) => kind === "delete" && targetDeliveryId === target.id,
  )!;
}

const untilEach = (fired: Marked, state: Delivery["state"]): Promise<void> =>
  stage.screen.until(
    `each is ${state}`,
    () => on.every((handle) => takingOn(fired, handle)?.state === state),
    settleMs,
  );

const untilGone = (fired: Marked): Promise<void> =>
  stage.screen.until(
    "both are gone",
    () => deliveriesOf(stage.screen, fired).every(({ takenBackAt }) => takenBackAt !== null),
    settleMs,
  );

test("a network that refuses is quoted, the post stays public on record, and it may be asked for again", async () => {
  const fired = await published();
  await stage.network.misbehave({ kind: "refuse", on: ["remove"], message: "too old to delete" });
  expect(await takeBack(fired)).toMatchObject({ ok: true });
  await untilEach(fired, "rejected");
  for (const handle of on)
    expect(takingOn(fired, handle)).toMatchObject({ detail: "too old to delete" });
  expect((await publishedOf(stage, fired)).toSorted()).toEqual(on);
  expect(deliveriesOf(stage.screen, fired)).toMatchObject([
    { state: "confirmed", takenBackAt: null },
    { state: "confirmed", takenBackAt: null },
  ]);
  await stage.network.misbehave();
  expect(await takeBack(fired)).toMatchObject({ ok: true });
  await untilGone(fired);
  expect(await publishedOf(stage, fired)).toEqual([]);
});

test("a network that took it away and cut the line is asked whether it is still there", async () => {
  const fired = await published();
  await stage.network.misbehave({ kind: "acceptThenDrop", on: ["remove"], times: 2 });
  await takeBack(fired);
  await untilGone(fired);
  expect(await publishedOf(stage, fired)).toEqual([]);
  const calls = await stage.network.calls();
  const removals = calls.filter(
    ({ call, text }) => call === "remove" && text?.includes(fired.name),
  );
  expect(removals).toHaveLength(2);
});

test("where nobody can say, a person does: it is gone, or it is still there and is taken back again", async () => {
  const fired = await published();
  await stage.network.misbehave({ kind: "error", on: ["remove", "find"] });
  await takeBack(fired);
  await untilEach(fired, "needsHuman");
  expect((await publishedOf(stage, fired)).toSorted()).toEqual(on);
  await stage.network.misbehave();
  const [one, other] = on.map((handle) => takingOn(fired, handle));
  // One is deleted by hand meanwhile, at the network, under the key that it was sent under.
  const removed = await stage.network.call(
    "DELETE",
    `/v1/accounts/${one!.account.handle}/posts/${one!.targetDeliveryId}`,
  );
  expect(removed.status).toBe(200);
  const said = (deliveryId: DeliveryId, answer: "absent" | "public") =>
    command(stage.desk, stage.cookie, "delivery.settle", {
      deliveryId,
      answer,
      remoteUrl: null,
      undoMs: 0,
    });
  expect(await said(one!.id, "absent")).toMatchObject({ ok: true, value: { state: "confirmed" } });
  expect(await said(other!.id, "public")).toMatchObject({
    ok: true,
    value: { state: "scheduled" },
  });
  await untilGone(fired);
  expect(await publishedOf(stage, fired)).toEqual([]);
});
