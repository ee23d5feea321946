import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { chainMissing, readChain } from "../harness/chain.ts";
import { openFeeds } from "../harness/feeds.ts";
import type { Feeds } from "../harness/feeds.ts";

let feeds: Feeds;
let chain: string[] = [];

beforeAll(async () => {
  feeds = await openFeeds();
  if (!chainMissing) chain = (await readChain()).map((message) => message.body);
});
beforeEach(async (context) => {
  if (chainMissing) context.skip(chainMissing);
  await feeds.restart();
});
afterAll(() => feeds?.close());

/** Messages are named as in the folder, from 1. */
async function play(...numbers: number[]): Promise<void> {
  for (const number of numbers)
    expect(await feeds.take(chain[number - 1] ?? "")).toMatchObject({ status: 202 });
}

/** `Surname status colour` of every medal moment, withdrawn ones too. */
async function medals(): Promise<string[]> {
  const all = (await feeds.moments()).filter((moment) => moment.kind === "medal");
  return all
    .map(
      ({ participants, status, facts }) =>
        `${participants[0]?.familyName} ${status} ${facts.medal}`,
    )
    .toSorted();
}

async function one(kind: Moment["kind"], surname?: string): Promise<Moment> {
  const found = (await feeds.moments()).find(
    (each) => each.kind === kind && (!surname || each.participants[0]?.familyName === surname),
  );
  if (!found) throw new Error(`no ${kind} ${surname ?? ""}`);
  return found;
}

const finalPodium = ["gold Beatrice Chebet", "silver Faith Kipyegon", "bronze Sifan Hassan"];

test("each message of the 5000 m leaves the desk saying what was then true", async () => {
  await play(1);
  expect(await feeds.moments()).toEqual([]);
  await play(2);
  expect(await one("start")).toMatchObject({
    status: "confirmed",
    headline: { en: "Under way: women’s 5000\u00a0m, final" },
  });
  await play(3);
  expect(await one("result")).toMatchObject({
    status: "provisional",
    participants: expect.objectContaining({ length: 8 }),
  });
  await play(4);
  expect(await medals()).toEqual([
    "Chebet provisional gold",
    "Hassan provisional bronze",
    "Kipyegon provisional silver",
  ]);
  await play(5);
  expect(await one("result")).toMatchObject({ status: "corrected" });
  expect(await one("disqualification")).toMatchObject({
    status: "confirmed",
    headline: { fr: "Faith Kipyegon (KEN) disqualifiée, 5000\u00a0m femmes, finale" },
  });
  await play(6);
  expect(await medals()).toEqual([
    "Battocletti confirmed bronze",
    "Chebet confirmed gold",
    "Hassan corrected silver",
    "Kipyegon withdrawn silver",
  ]);
  expect(await one("medal", "Hassan")).toMatchObject({
    version: 2,
    before: {
      status: "provisional",
      version: 1,
      headline: { en: "Bronze for Sifan Hassan (NED), women’s 5000\u00a0m" },
    },
  });
  await play(7);
  expect(await medals()).toEqual([
    "Battocletti protested bronze",
    "Chebet protested gold",
    "Hassan protested silver",
    "Kipyegon withdrawn silver",
  ]);
  expect(await one("result")).toMatchObject({ status: "protested" });
  await play(8);
  expect(await one("result")).toMatchObject({ status: "corrected" });
  expect(await one("disqualification")).toMatchObject({ status: "withdrawn" });
  expect(await one("medal", "Chebet")).toMatchObject({ status: "protested" });
  await play(9);
  const settled = [
    "Battocletti withdrawn bronze",
    "Chebet confirmed gold",
    "Hassan corrected bronze",
    "Kipyegon corrected silver",
  ];
  expect(await medals()).toEqual(settled);
  const known = await feeds.moments();
  await play(10);
  expect(await feeds.moments()).toEqual(known);
  await play(11);
  expect(await medals()).toEqual([
    "Battocletti withdrawn bronze",
    "Chebet withdrawn gold",
    "Hassan withdrawn bronze",
    "Kipyegon withdrawn silver",
  ]);
  await play(12);
  expect(await medals()).toEqual(settled);
  expect(await feeds.podium()).toEqual(finalPodium);
});

test("an old version that comes late changes nothing and says so", async () => {
  await play(3, 4, 5, 6);
  const before = (await feeds.changes()).length;
  expect(await feeds.take(chain[3] ?? "")).toMatchObject({
    status: 202,
    outcome: "superseded",
    moments: 0,
  });
  expect(await feeds.take(chain[5] ?? "")).toMatchObject({
    status: 202,
    outcome: "duplicate",
    moments: 0,
  });
  expect(await feeds.changes()).toHaveLength(before);
});

test("medals told before their result stay held until the result agrees", async () => {
  await play(3, 4, 5, 6, 7, 9);
  expect(await medals()).toEqual([
    "Battocletti withdrawn bronze",
    "Chebet protested gold",
    "Hassan protested bronze",
    "Kipyegon protested silver",
  ]);
  await play(8);
  expect(await feeds.podium()).toEqual(finalPodium);
  expect(await one("medal", "Chebet")).toMatchObject({ status: "confirmed" });
});

test("a result that stands as it was after the protest gives its medals back as they were", async () => {
  await play(3, 4, 5, 6, 7);
  const upheld = (chain[4] ?? "")
    .replace('Version="4"', 'Version="6"')
    .replace('Time="225000000"', 'Time="235000000"');
  expect(await feeds.take(upheld)).toMatchObject({ status: 202, outcome: "accepted" });
  expect(await medals()).toEqual([
    "Battocletti confirmed bronze",
    "Chebet confirmed gold",
    "Hassan corrected silver",
    "Kipyegon withdrawn silver",
  ]);
});

test("in any order, with everything twice, under other ids, the standing medals end the same", async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    await feeds.restart();
    const order = shuffled([...chain.keys(), ...chain.keys()], seed);
    for (const index of order)
      expect(await feeds.take(chain[index] ?? "", { id: randomUUID() })).toMatchObject({
        status: 202,
      });
    expect(await feeds.podium(), `order ${order.join(",")}`).toEqual(finalPodium);
    const standing = (await feeds.moments()).filter(
      (moment) => moment.kind === "medal" && moment.status === "protested",
    );
    expect(standing, `order ${order.join(",")}`).toEqual([]);
  }
});

test("the same content re-issued later under a newer version is no news", async () => {
  await play(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  const before = await feeds.changes();
  const redated = (body: string, version: number) =>
    body
      .replace(/Version="\d+"/, `Version="${version}"`)
      .replace(/ Date="[^"]+"/, ' Date="2024-08-09"')
      .replace(/Time="\d+"/, 'Time="101500000"');
  expect(await feeds.take(redated(chain[11] ?? "", 6))).toMatchObject({
    status: 202,
    outcome: "accepted",
    moments: 0,
  });
  expect(await feeds.take(redated(chain[7] ?? "", 7))).toMatchObject({
    status: 202,
    outcome: "accepted",
    moments: 0,
  });
  expect(
    await feeds.take(redated(chain[11] ?? "", 7).replaceAll("KIPYEGON", "KIPYEGON CHEPNGETICH")),
  ).toMatchObject({ status: 202, moments: 0 });
  expect(await feeds.changes()).toEqual(before);
});

test("every change of a known moment is handed on to its posts, and nothing else is", async () => {
  await play(3, 4, 5, 6, 7);
  const versions = (await feeds.changes()).flatMap(({ data }) =>
    data && "moment" in data ? [data.moment] : [],
  );
  // A version that rose; to learn a medal's mark, or its new place, changes no word.
  const risen = versions.filter(
    ({ id, version }, at) =>
      version > (versions.slice(0, at).findLast((each) => each.id === id)?.version ?? version),
  );
  expect(risen.length).toBeGreaterThan(5);
  expect(feeds.handedOn.map(({ id, version }) => [id, version])).toEqual(
    risen.map(({ id, version }) => [id, version]),
  );
});

test("two feeds that tell the same medals make one moment with two sources", async () => {
  await play(4);
  expect(await feeds.take(chain[3] ?? "", { source: "odf2" })).toMatchObject({ status: 202 });
  expect(await one("medal", "Chebet")).toMatchObject({
    version: 1,
    sources: [{ feed: "odf" }, { feed: "odf2" }],
  });
  expect(await medals()).toHaveLength(3);
});

/** A seeded shuffle, so that a failing order can be played again. */
function shuffled(items: number[], seed: number): number[] {
  let state = seed * 2_654_435_761;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  return items
    .map((item) => ({ item, at: next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
