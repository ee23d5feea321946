import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { csvOf, playMatch, type Row, set } from "../fixtures/tennis.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";
import { realData } from "../harness/real-data.ts";

const real = realData("tennis-slam/2011-usopen-1601-points.csv");
const seed = seedOf();
const startsAt = "2031-07-02T14:00:00+02:00";
const sides: [string, string] = ["Ana Quist", "Bea Ortolan"];

let feeds: Feeds;
beforeAll(async () => {
  const given = (settings: object) => ({ format: "tennis" as const, settings });
  feeds = await openFeeds({
    court: given({ startsAt, sides }),
    short: given({ startsAt, sides, bestOf: 3 }),
    undated: given({ sides }),
    unnamed: given({ startsAt }),
    real: given({
      startsAt: "2011-09-10T12:00:00-04:00",
      sides: ["Novak Djokovic", "Roger Federer"],
    }),
  });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

async function hear(body: string, source = "court", contentType = "text/csv"): Promise<void> {
  expect(await feeds.take(body, { source, contentType })).toMatchObject({ status: 202 });
}

const order = ["start", "period", "lead", "result"];
const byPlace = (a: Moment, b: Moment) =>
  a.occurredAt.localeCompare(b.occurredAt) || order.indexOf(a.kind) - order.indexOf(b.kind);
async function told(): Promise<string[]> {
  return (await feeds.moments())
    .toSorted(byPlace)
    .map(({ kind, status, headline }) => `${status} ${kind}: ${headline.en}`);
}
async function kindsOfChange(): Promise<Set<unknown>> {
  return new Set((await feeds.changes()).map(({ type }) => type));
}

/** Two sets down, then 5–3 and 40–15 against her in the last: the match turns. */
const lastSet = [...set(2, 5, 3).slice(0, 8), "1222" + "1111", "1111", "1111", "1111"];
const comeback = playMatch("m-1", [
  set(2, 6, 4),
  set(2, 7, 6),
  set(1, 6, 2),
  set(1, 6, 3),
  lastSet,
]);
const story = [
  "confirmed start: Under way: tennis, Ana Quist – Bea Ortolan",
  "confirmed period: Bea Ortolan wins the 1st set 6–4 and leads 1–0",
  "confirmed period: Bea Ortolan wins the 2nd set 7–6 and leads 2–0",
  "confirmed period: Ana Quist wins the 3rd set 6–2 and closes to 1–2",
  "confirmed period: Ana Quist wins the 4th set 6–3 and levels at 2–2",
  "confirmed period: Ana Quist wins the 5th set 7–5 and wins 3–2",
  "confirmed result: Tennis: Ana Quist 3–2 Bea Ortolan",
];

test("a match won from two sets down tells its sets and its result, not its games", async () => {
  await hear(csvOf(comeback));
  expect(await told()).toEqual(story);
  const result = (await feeds.moments()).find(({ kind }) => kind === "result");
  expect(result).toMatchObject({
    headline: { fr: "Tennis\u00a0: Ana Quist 3–2 Bea Ortolan" },
    context: {
      fr: "4–6, 6–7, 6–2, 6–3, 7–5 · 2 balles de match sauvées",
      en: "4–6, 6–7, 6–2, 6–3, 7–5 · 2 match points saved",
    },
    facts: { score: "3–2", result: "4–6 6–7 6–2 6–3 7–5" },
    participants: [
      { name: "Ana Quist", rank: 1 },
      { name: "Bea Ortolan", rank: 2 },
    ],
  });
  expect(result?.salience.reasons.map(({ code }) => code)).toContain("comeback");
});

test("before the last point nobody has won, even at two sets to love", async () => {
  const ends = comeback.flatMap(({ SetWinner }, at) => (SetWinner === 0 ? [] : [at + 1]));
  for (const end of [...ends.slice(0, 4), comeback.length - 1]) {
    await hear(csvOf(comeback.slice(0, end)));
    expect((await told()).filter((each) => each.includes("result"))).toEqual([]);
  }
  expect(await kindsOfChange()).toEqual(new Set(["moment.raised"]));
});

test("a table that grows, in any order, its rows too, with everything twice, ends the same", async () => {
  const random = createRandom(seed);
  for (let round = 0; round < 4; round += 1) {
    await feeds.restart();
    const ends = Array.from({ length: 12 }, () => 2 + Math.floor(random() * comeback.length));
    for (const end of shuffled([...ends, ...ends, comeback.length], random))
      await hear(csvOf(shuffled(comeback.slice(0, end), random)));
    expect(await told(), `seed ${seed}, round ${round}`).toEqual(story);
    expect(await kindsOfChange(), `seed ${seed}, round ${round}`).toEqual(
      new Set(["moment.raised"]),
    );
  }
});

test("as JSON, with other names on another day, it is the same match", async () => {
  const renamed = comeback.map((row) => ({ ...row, match_id: "other" }));
  const match = { player1: "Cleo Abendroth", player2: "Dina Zoll" };
  await hear(JSON.stringify({ match, points: renamed }), "court", "application/json");
  await hear(JSON.stringify(comeback), "court", "application/json");
  const all = await told();
  expect(all.filter((each) => !/Cleo|Dina/.test(each))).toEqual(story);
  expect(all.filter((each) => /Cleo|Dina/.test(each))).toEqual(
    story.map((each) =>
      each.replace("Ana Quist", "Cleo Abendroth").replace("Bea Ortolan", "Dina Zoll"),
    ),
  );
});

test("rows before the first point, and rows without a time, are read", async () => {
  const [first, ...rest] = comeback;
  const rows = [
    { ...first!, PointNumber: "0X" },
    { ...first!, PointNumber: "0Y" },
    ...rest.map((row, at) => (at % 2 ? { ...row, ElapsedTime: "" } : row)),
  ];
  await hear(csvOf(rows.slice(0, 2)));
  expect(await told()).toEqual([]);
  await hear(csvOf(rows));
  expect(await told()).toEqual(story);
});

const short = playMatch("m-2", [set(2, 6, 4), set(1, 6, 1), set(1, 6, 3)]);

test("the third set ends a match of three only where the feed says that it is one", async () => {
  await hear(csvOf(short), "court");
  expect((await told()).at(-1)).toBe(
    "confirmed lead: Ana Quist takes the lead, tennis, 2 sets to 1",
  );
  await feeds.restart();
  await hear(csvOf(short), "short");
  expect((await told()).at(-1)).toBe("confirmed result: Tennis: Ana Quist 2–1 Bea Ortolan");
  await feeds.restart();
  await hear(csvOf(short.map((row) => ({ ...row, best_of: 3 }))), "court");
  expect((await told()).at(-1)).toBe("confirmed result: Tennis: Ana Quist 2–1 Bea Ortolan");
});

test("the newest rows alone tell the sets that end in them, and take nothing back", async () => {
  for (let from = 0; from < comeback.length; from += 40)
    await hear(csvOf(comeback.slice(from, from + 40)));
  const all = await told();
  expect(all.map((each) => each.split(" ", 2)[1])).toEqual([
    "start:",
    ..."12345".replaceAll(/./g, "period: ").trim().split(" "),
    "result:",
  ]);
  expect(all.at(-1)).toBe(story.at(-1));
  await hear(csvOf(comeback));
  expect(await kindsOfChange()).toEqual(new Set(["moment.raised"]));
});

test("a set written down otherwise later is corrected; a point taken back takes the set back", async () => {
  const ended = comeback.findIndex(({ SetWinner }) => SetWinner !== 0);
  await hear(csvOf(comeback.slice(0, ended + 1)));
  const other: Row[] = comeback
    .slice(0, ended + 2)
    .map((row, at) => (at === ended ? { ...row, P2GamesWon: 7 } : row));
  await hear(csvOf(other));
  expect(await told()).toContain(
    "corrected period: Bea Ortolan wins the 1st set 7–4 and leads 1–0",
  );
  const undone = comeback.slice(0, ended + 3).map((row) => ({ ...row, SetNo: 1, SetWinner: 0 }));
  await hear(csvOf(undone));
  expect((await told())[1]).toMatch(/^withdrawn period/);
});

test("what a feed must be told, and what a table lacks, is named", async () => {
  const [first, ...rest] = csvOf(comeback.slice(0, 4)).split("\n");
  const table = (change: (text: string) => string) => [first, ...rest.map(change)].join("\n");
  const cases: [string, string, string][] = [
    ["undated", csvOf(comeback), "settings.startsAt"],
    ["unnamed", csvOf(comeback), "settings.sides"],
    ["court", "match_id,player1,player2\nm-1,Ana,Bea", "PointNumber"],
    ["court", table((row) => row.replace(/^m-1/, "")), "match_id"],
    [
      "court",
      table((row) => row.replace("0:02:00", "two")).replace("0:00:00", "soon"),
      "ElapsedTime",
    ],
    ["court", csvOf([{ ...comeback[1]!, SetWinner: 3 }]), "SetWinner"],
    ["court", csvOf([comeback[1]!, { ...comeback[2]!, match_id: "m-9" }]), "match_id"],
    ["court", csvOf([]), "points"],
  ];
  for (const [source, body, field] of cases)
    expect(await feeds.take(body, { source }), field).toMatchObject({
      status: 422,
      outcome: "badField",
      field,
    });
  expect(await feeds.take(`${csvOf(comeback)}\nm-1,too,few`, { source: "court" })).toMatchObject({
    status: 400,
    outcome: "malformed",
  });
  expect(await feeds.moments()).toEqual([]);
});

test("the recorded final of Flushing Meadows is won from two sets and two match points down", async (context) => {
  if (real.missing) context.skip(real.missing);
  const [header = "", ...rows] = real.text.trim().split("\n");
  const random = createRandom(seed);
  // The last point is left for the end: it decides the match.
  const ends = shuffled([...rows.keys()].slice(0, -1), random)
    .slice(0, 40)
    .toSorted((a, b) => a - b);
  const won = rows.flatMap((row, at) => (row.split(",")[5] === "0" ? [] : [at]));
  for (const end of [...ends, ...won.slice(0, -1), ...ends.slice(0, 9)]) {
    await hear([header, ...rows.slice(0, end + 1)].join("\n"), "real");
    if (end < rows.length - 1) expect((await told()).join()).not.toContain("result");
  }
  await hear(real.text, "real");
  expect(await told()).toEqual([
    "confirmed start: Under way: tennis, Novak Djokovic – Roger Federer",
    "confirmed period: Roger Federer wins the 1st set 7–6 and leads 1–0",
    "confirmed period: Roger Federer wins the 2nd set 6–4 and leads 2–0",
    "confirmed period: Novak Djokovic wins the 3rd set 6–3 and closes to 1–2",
    "confirmed period: Novak Djokovic wins the 4th set 6–2 and levels at 2–2",
    "confirmed period: Novak Djokovic wins the 5th set 7–5 and wins 3–2",
    "confirmed result: Tennis: Novak Djokovic 3–2 Roger Federer",
  ]);
  expect((await feeds.moments()).find(({ kind }) => kind === "result")).toMatchObject({
    context: { en: "6–7, 4–6, 6–3, 6–2, 7–5 · 2 match points saved" },
    occurredAt: "2011-09-10T21:03:00.000Z",
    salience: { reasons: expect.arrayContaining([expect.objectContaining({ code: "comeback" })]) },
  });
  expect(await kindsOfChange()).toEqual(new Set(["moment.raised"]));
});
