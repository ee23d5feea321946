/** A network in trouble stays the trouble of that account. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createBluesky } from "#server/networks/bluesky.ts";
import { startSweeper } from "#server/queue/sweeper.ts";
import { createTiming } from "#server/timing.ts";
import { typeset } from "#shared/typeset.ts";
import { command } from "../harness/desk.ts";
import { quiet } from "../harness/postgres.ts";
import { arm, fire, raiseGold } from "../harness/react.ts";
import { openRecord } from "../harness/record.ts";
import { allAre, editorsOf, setStage, type Stage, stateOf } from "../harness/stage.ts";

let stage: Stage;
beforeAll(async () => {
  // At full scale: the waits between tries are what is looked at.
  stage = await setStage("postgres", { REBOND_TIME_SCALE: "1" });
});
afterAll(() => stage?.close());
beforeEach(() => stage.network.misbehave());

test("a picture that cannot be uploaded is tried again after a while, not as fast as the desk can", async () => {
  const { desk, network, screen, cookie } = stage;
  await network.misbehave({ kind: "error", on: ["upload"] });
  const record = await openRecord(desk);
  const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen));
  const before = await record.countChanges("delivery.changed");
  const { postId, ids } = await fire(desk, cookie, armed);
  await screen.until("it waits", () => stateOf(screen, postId).includes("retryWait"));
  const until = Date.now() + 3000;
  await screen.until("three seconds passed", () => Date.now() > until);
  const told = (await record.countChanges("delivery.changed")) - before;
  // Each try is told twice (claimed, retryWait); within 3.5 s there is time for the first, and two more.
  expect(told).toBeLessThanOrEqual(ids.length * 2 * 4);
  await network.misbehave();
  await screen.until(
    "it is public all the same",
    () => allAre(screen, postId, "confirmed"),
    45_000,
  );
  await record.close();
});

test("a network that does not answer a sign-in keeps no hold, and nobody else, waiting", async () => {
  const { desk, network, screen, cookie } = stage;
  const record = await openRecord(desk);
  await record.db.updateTable("accountSessions").set({ usableUntil: null }).execute();
  await network.misbehave({ kind: "silent", on: ["signIn"] });
  const posts: string[] = [];
  for (const editor of await editorsOf(stage, 7)) {
    const armed = await arm(desk, cookie, screen, await raiseGold(desk, screen));
    posts.push((await fire(desk, editor, { ...armed, undoMs: 2000 })).postId);
  }
  await screen.until("all wait for the network", () =>
    posts.every((postId) => allAre(screen, postId, "claimed")),
  );
  const askedAt = performance.now();
  expect(await command(desk, cookie, "hold.place", {})).toMatchObject({ ok: true });
  expect(performance.now() - askedAt).toBeLessThan(3000);
  await network.misbehave();
  await command(desk, cookie, "hold.release", {});
  await record.close();
});

test("an account whose secret cannot be opened any more says so on the rail, and nothing is sent", async () => {
  const { desk, screen, colleague } = stage;
  const record = await openRecord(desk);
  const kept = await record.db.selectFrom("accounts").select(["id", "sealedSecret"]).execute();
  await record.db.updateTable("accounts").set({ sealedSecret: "v1.AAAA.AAAA.AAAA" }).execute();
  const armed = await arm(desk, colleague, screen, await raiseGold(desk, screen));
  const { postId } = await fire(desk, colleague, armed);
  await screen.until("each waits", () => allAre(screen, postId, "retryWait"));
  expect(screen.state!.deliveries.find((each) => each.postId === postId)).toMatchObject({
    reason: "notSent",
    detail: "internal fault while preparing",
  });
  for (const { id, sealedSecret } of kept)
    await record.db.updateTable("accounts").set({ sealedSecret }).where("id", "=", id).execute();
  await screen.until("mended, each is public", () => allAre(screen, postId, "confirmed"), 45_000);
  await record.close();
});

test("a look-up that hangs keeps the sweeper from nothing else", async () => {
  let swept = 0;
  let letGo = (): void => undefined;
  const hanging = new Promise<number>((resolve) => {
    letGo = () => resolve(0);
  });
  let thrice = (): void => undefined;
  const counting = new Promise<void>((resolve) => {
    thrice = resolve;
  });
  const count = async () => {
    swept += 1;
    if (swept === 3) thrice();
    return 0;
  };
  const sweeps = [
    { name: "hangs", run: () => hanging },
    { name: "counts", run: count },
  ];
  const log = { ...quiet, error: () => undefined };
  const stopSweeper = startSweeper(sweeps, createTiming(0.01), log);
  await counting;
  letGo();
  await stopSweeper();
});

test("a post of unknown outcome is not sent again to another repository its account was linked to since", async () => {
  const { publish, find } = createBluesky();
  const outgoing = { text: "Or", locale: "fr", remoteKey: "3mabcdefghij2", media: [] } as const;
  const post = { ...outgoing, media: [], createdAt: "2026-01-01T00:00:00.000Z" };
  const prepared = { repo: "did:plc:former", record: {} };
  const now = { did: "did:plc:now", handle: "a.test", accessJwt: "a", refreshJwt: "r" };
  const host = "http://127.0.0.1:1";
  const session = JSON.stringify({ ...now, host });
  const account = { handle: "a.test", service: host, wears: null, session };
  const signal = AbortSignal.timeout(5000);
  await expect(publish(post, prepared, account, signal)).rejects.toMatchObject({
    kind: "permissionMissing",
  });
  await expect(
    find(post, prepared, account, signal, {
      since: new Date(0),
      taken: new Set(),
    }),
  ).rejects.toMatchObject({
    kind: "ambiguous",
    message: expect.stringContaining("another repository"),
  });
});

test("a name with a very long run of spaces does not stop the desk while it is typeset", () => {
  const spaces = " ".repeat(20_000);
  const startedAt = performance.now();
  expect(typeset(`a${spaces}b ! « c » : d`, "fr")).toBe(
    `a${spaces}b\u202f! «\u00a0c\u00a0»\u00a0: d`,
  );
  expect(performance.now() - startedAt).toBeLessThan(500);
});
