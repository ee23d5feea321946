import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Snapshot } from "#shared/changes.ts";
import { openConsole } from "../harness/console.ts";
import type { TestConsole } from "../harness/console.ts";
import { feedSecret, headersOf, sendFeed, signIn, startDesk } from "../harness/desk.ts";
import type { Credential, Desk } from "../harness/desk.ts";

let desk: Desk;
let admin: Credential;
let secret: string;

beforeAll(async () => {
  desk = await startDesk();
  admin = await signIn(desk);
  secret = await feedSecret(desk, "rebond");
});
afterAll(() => desk?.stop());

function moment(number: number): string {
  const text = `moment ${number}`;
  return JSON.stringify({
    specversion: "1.0",
    id: randomUUID(),
    source: "/spotter",
    type: "rebond.moment",
    time: new Date().toISOString(),
    data: { key: `spotted-${number}`, kind: "emotion", headline: { fr: text, en: text } },
  });
}

/** As a provider does: the same message with the same id until it is taken. */
async function deliver(number: number, id = `msg_${number}`, body = moment(number)): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    const answer = await sendFeed(
      desk,
      { name: "rebond", secret },
      { id, body, contentType: "application/cloudevents+json" },
    ).catch(() => null);
    if (answer && answer.status < 300) return;
    if (answer && answer.status < 500)
      throw new Error(`message ${number} was answered ${answer.status}: ${await answer.text()}`);
    if (performance.now() > deadline) throw new Error(`message ${number} was not taken`);
    await sleep(50);
  }
}

async function snapshotNow(): Promise<Snapshot> {
  const response = await fetch(`${desk.url}/api/snapshot`, { headers: headersOf(desk, admin) });
  return (await response.json()) as Snapshot;
}

test("fifty consoles miss nothing and see nothing twice when the server is killed while messages flow", async () => {
  const consoles: TestConsole[] = Array.from({ length: 50 }, () => openConsole(desk, admin));
  await Promise.all(
    consoles.map((each) => each.until("the first snapshot", ({ state }) => state !== null)),
  );
  const total = 240;
  const lanes = Array.from({ length: 4 }, async (_, lane) => {
    for (let number = lane; number < total; number += 4) await deliver(number);
  });
  const flowing = Promise.all(lanes);
  for (const [round, reached] of [
    [1, 40],
    [2, 120],
  ] as const) {
    await consoles[0]!.until(
      `${reached} moments`,
      ({ state }) => (state?.moments.length ?? 0) >= reached,
    );
    await desk.kill9();
    await desk.restart();
    await Promise.all(
      consoles.map((each) =>
        each.until("to be back", ({ connected, cuts }) => connected && cuts >= round, 30_000),
      ),
    );
  }
  await flowing;
  const held = await snapshotNow();
  expect(held.moments).toHaveLength(total);
  await Promise.all(
    consoles.map((each) => each.until("the head", ({ state }) => state?.seq === held.seq)),
  );
  for (const each of consoles) {
    expect(each.faults).toEqual([]);
    expect(new Set(each.seqs).size).toBe(each.seqs.length);
    expect(each.snapshots).toBe(1);
    expect(each.state).toEqual(withFeedsOf(each.state!, held));
    each.close();
  }
}, 120_000);

/** A feed's last message travels with the heartbeat, not with the changes. */
function withFeedsOf(shown: Snapshot, held: Snapshot): Snapshot {
  return { ...held, feeds: shown.feeds };
}
