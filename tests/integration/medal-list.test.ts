import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { FeedTrouble } from "#shared/feeds.ts";
import type { Moment } from "#shared/moments.ts";
import {
  evening,
  judoMedals,
  type Listed,
  listCsv,
  listJson,
  nameless,
  rugbyMedals,
} from "../fixtures/medal-list.ts";
import { competitor, medals as odfMedals, odfMessage } from "../fixtures/odf.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { listMessage, recordedLists, streamMissing } from "../harness/medal-stream.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";

const settings = { competition: "TEST24" };
const seed = seedOf();

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds({
    list: { format: "medals", settings },
    odf: { format: "odf" },
    results: { format: "results", settings },
  });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

/** As the list stood `at` minutes into the evening; how many moments it changed. */
async function hear(rows: readonly Listed[], at: number): Promise<number> {
  return hearText(listJson(rows, at));
}
async function hearText(body: string, contentType = "application/json"): Promise<number> {
  const answer = await feeds.take(body, { source: "list", contentType });
  expect(answer).toMatchObject({ status: 202 });
  return answer.moments;
}

/** `status colour who` of every medal, in alphabetical order. */
async function told(): Promise<string[]> {
  return (await feeds.moments()).map(wordOf).toSorted();
}
function wordOf({ status, facts, participants }: Moment): string {
  return `${status} ${facts.medal} ${participants[0]?.name}`;
}
async function standing(): Promise<string[]> {
  return (await told()).filter((each) => !each.startsWith("withdrawn"));
}
async function trouble(): Promise<Pick<FeedTrouble, "code" | "detail"> | null> {
  const row = await feeds.db
    .selectFrom("feeds")
    .select("trouble")
    .where("name", "=", "list")
    .executeTakeFirstOrThrow();
  return row.trouble && { code: row.trouble.code, detail: row.trouble.detail };
}

const atFirst = [
  "confirmed bronze June Hart",
  "confirmed bronze Kim Bell",
  "confirmed bronze Ruth Chemoi",
  "confirmed gold Ana Ferrol",
  "confirmed gold China",
  "confirmed gold France",
  "confirmed gold Luisa Riva",
  "confirmed silver Britt van Roij",
  "confirmed silver China",
  "confirmed silver Japan",
];
const without = (...names: string[]) =>
  evening.filter(([, name]) => !names.some((each) => name.startsWith(each)));

test("the first list of a feed is known from before; what comes after it is news", async () => {
  expect(await hear(evening, 0)).toBe(10);
  expect(await told()).toEqual(atFirst);
  expect(await hear([...evening, ...judoMedals], 10)).toBe(3);
  const moments = await feeds.moments();
  expect(moments.filter(({ late }) => late)).toHaveLength(10);
  expect(
    moments.find(({ participants }) => participants[0]?.familyName === "Lomidze"),
  ).toMatchObject({
    late: false,
    headline: {
      fr: "Or pour Nino Lomidze (GEO), judo, -55\u00a0kg femmes",
      en: "Gold for Nino Lomidze (GEO), judo, women’s -55\u00a0kg",
    },
    participants: [{ type: "athlete", organisation: "GEO", gender: "W" }],
    facts: { medal: "gold", discipline: { fr: "judo", en: "judo" } },
    occurredAt: "2031-05-11T18:10:00.000Z",
  });
  expect(moments.find(({ headline }) => headline.fr.includes("relais"))).toMatchObject({
    headline: { fr: "Argent\u00a0: Japon (JPN), relais 4 x 50\u00a0m quatre nages mixte" },
  });
});

test("a list that starts empty and grows is news from its first medal on", async () => {
  expect(await hearText("code,name,discipline,event,color\n", "text/csv")).toBe(0);
  expect(await hearText(listCsv(judoMedals), "text/csv")).toBe(3);
  expect((await feeds.moments()).some(({ late }) => late)).toBe(false);
  expect(await hearText(listCsv(judoMedals), "text/csv")).toBe(0);
});

test("a medal that changes hands is corrected and withdrawn at once", async () => {
  await hear(evening, 0);
  const corrected = evening.flatMap((row): Listed[] => {
    if (row[1] === "FERROL Ana") return [];
    if (row[1] === "van ROIJ Britt") return [["NED", "van ROIJ Britt", row[2], row[3], "G"]];
    return row[1] === "CHEMOI Ruth" ? [["KEN", "CHEMOI Ruth", row[2], row[3], "S"]] : [row];
  });
  const bronze: Listed = ["DMA", "ORTIZ Zoe", "Athletics", "Women's 300m", "B"];
  expect(await hear([...corrected, bronze], 10)).toBe(4);
  expect((await told()).filter((each) => !atFirst.includes(each))).toEqual([
    "confirmed bronze Zoe Ortiz",
    "corrected gold Britt van Roij",
    "corrected silver Ruth Chemoi",
    "withdrawn gold Ana Ferrol",
  ]);
});

test("a medal that only vanishes is held, and back as before; lacking twice it is withdrawn", async () => {
  await hear(evening, 0);
  expect(await hear(without("CHEMOI"), 10)).toBe(1);
  expect(await told()).toContain("protested bronze Ruth Chemoi");
  expect(await hear(evening, 20)).toBe(1);
  expect(await told()).toEqual(atFirst);
  await hear(without("CHEMOI"), 30);
  expect(await hear(without("CHEMOI"), 40)).toBe(1);
  expect(await told()).toContain("withdrawn bronze Ruth Chemoi");
  expect(await hear(without("CHEMOI"), 50)).toBe(0);
  expect(await hear(evening, 60)).toBe(1);
  expect(await told()).toContain("corrected bronze Ruth Chemoi");
});

test("one of two bronzes of a delegation may go, and the other stays", async () => {
  await hear(evening, 0);
  await hear(without("HART"), 10);
  await hear(without("HART"), 20);
  expect((await told()).filter((each) => !atFirst.includes(each))).toEqual([
    "withdrawn bronze June Hart",
  ]);
});

test("names may vanish for a while, spellings change and rows of a team come and go: nothing happened", async () => {
  await hear(evening, 0);
  expect(await hear(nameless(evening), 10)).toBe(0);
  expect(await hear(evening, 20)).toBe(0);
  const respelt = evening.map(([code, name, ...rest]): Listed => [
    code,
    name.replace("CHEMOI Ruth", "CHEMOI Ruth Wanjiru").replace("HART", "HÄRT"),
    ...rest,
  ]);
  expect(await hear(respelt, 30)).toBe(0);
  expect(await hear(without("GRIS", "SATO", "ONO"), 40)).toBe(0);
  expect(await told()).toEqual(atFirst);
});

test("who has a medal may be named later than the medal: the same moment, and met by name from then on", async () => {
  await hear([], 0);
  await hear(nameless(judoMedals), 10);
  expect(await told()).toContain("confirmed gold Georgia");
  expect(await hear(judoMedals, 20)).toBe(3);
  expect(await told()).toEqual([
    "corrected bronze Bia Rocha",
    "corrected bronze Iris Diaz",
    "corrected gold Nino Lomidze",
  ]);
});

test("the medal of one person given to another of the same delegation is another medal", async () => {
  await hear(evening, 0);
  const other: Listed = ["KEN", "JEPTOO Mercy", "Athletics", "Women's 300m", "B"];
  expect(await hear([...without("CHEMOI"), other], 10)).toBe(2);
  expect((await told()).filter((each) => !atFirst.includes(each))).toEqual([
    "confirmed bronze Mercy Jeptoo",
    "withdrawn bronze Ruth Chemoi",
  ]);
});

test("a list that is cut is not believed: nothing goes, the feed is in trouble until a plausible one comes", async () => {
  await hear(evening, 0);
  expect(await hear([...evening.slice(0, 3), ...rugbyMedals], 10)).toBe(0);
  expect(await trouble()).toEqual({ code: "shrunk", detail: "10 → 4" });
  expect(await hear(evening.slice(0, 2), 20)).toBe(0);
  expect(await hear([], 30)).toBe(0);
  expect(await told()).toEqual(atFirst);
  expect(await hear([...evening, ...rugbyMedals], 40)).toBe(1);
  expect(await trouble()).toBeNull();
  expect(await standing()).toHaveLength(11);
});

test("in any order and with everything twice, the newest list is what holds", async () => {
  const random = createRandom(seed);
  const lists = [
    evening,
    [...evening, ...judoMedals],
    nameless([...evening, ...judoMedals]),
    [...evening, ...judoMedals, ...rugbyMedals],
  ];
  for (let round = 0; round < 6; round += 1) {
    await feeds.restart();
    const bodies = lists.map((rows, at) => listJson(shuffled(rows, random), at));
    for (const body of shuffled([...bodies, ...bodies], random)) await hearText(body);
    const last = [...evening, ...judoMedals, ...rugbyMedals];
    await hear(shuffled(last, random), 10);
    const told = `seed ${seed}, round ${round}`;
    const names = (await standing()).map((each) => each.replace(/^\w+ /, ""));
    expect(names, told).toHaveLength(14);
    const expected = atFirst.map((each) => each.replace(/^\w+ /, ""));
    expect(names, told).toEqual(expect.arrayContaining(expected));
    const before = await feeds.moments();
    for (const body of shuffled(bodies, random)) expect(await hearText(body), told).toBe(0);
    expect(await feeds.moments(), told).toEqual(before);
  }
});

test("whatever is added, moved and cut on the way, two plausible lists later the desk says what the list says", async () => {
  const random = createRandom(seed + 1);
  const all = Array.from({ length: 90 }, (_, at): Listed => {
    const colour = ["G", "S", "B"][at % 3]!;
    const code = ["FRA", "KEN", "USA", "JPN"][Math.floor(random() * 4)]!;
    return [
      code,
      `FAMILY${at} Given`,
      "Swimming",
      `Women's ${Math.floor(at / 3) + 1}0m Freestyle`,
      colour,
    ];
  });
  let rows = all.slice(0, 60);
  let at = 0;
  await hear(rows, at);
  for (let step = 0; step < 25; step += 1) {
    const kind = random();
    if (kind < 0.2) await hear(rows.slice(0, 5), (at += 1));
    else if (kind < 0.4) await hear(nameless(rows), (at += 1));
    else if (kind < 0.6) rows = rows.filter(() => random() > 0.02);
    else rows = [...rows, ...all.filter((row) => !rows.includes(row) && random() < 0.1)];
    await hear(shuffled(rows, random), (at += 1));
  }
  await hear(rows, (at += 1));
  await hear(rows, (at += 1));
  const listed = rows.map(([, name]) => name.split(" ")[0]!.toLowerCase()).toSorted();
  const said = (await feeds.moments())
    .filter(({ status }) => status !== "withdrawn" && status !== "protested")
    .map(({ participants }) => participants[0]?.familyName?.toLowerCase() ?? "");
  expect(said.toSorted(), `seed ${seed}`).toEqual(listed);
});

const ferrol = competitor("7001", "LCA", "Ana", "FERROL");
const official = odfMessage({
  type: "DT_MEDALLISTS",
  status: "OFFICIAL",
  version: 1,
  event: "Women's 300m",
  code: "ATHW300M--------------------------",
  content: odfMedals(ferrol),
});
const noLine: Listed[] = [["LCA", "FERROL Ana", "Athletics", "300m Women", "G"]];

test.each([["organiser first"], ["list first"]])(
  "a medal that organiser and list tell is one moment with two sources: %s",
  async (order) => {
    await hear([], 0);
    const both = [() => feeds.take(official, { source: "odf" }), () => hear(noLine, 10)];
    for (const say of order === "list first" ? both.toReversed() : both) await say();
    const moments = await feeds.moments();
    expect(moments.map(wordOf)).toEqual(["confirmed gold Ana Ferrol"]);
    expect(moments[0]?.sources.map(({ feed }) => feed).toSorted()).toEqual(["list", "odf"]);
    // The organiser prevails: what only the list takes back stays.
    await hear([], 20);
    await hear([], 30);
    expect((await told())[0]).toBe("confirmed gold Ana Ferrol");
    await feeds.take(
      official.replace('Version="1"', 'Version="2"').replace("ME_GOLD", "ME_SILVER"),
    );
    expect(await told()).toEqual(["corrected silver Ana Ferrol"]);
  },
);

test("three and a half days as they were seen: one correction, the women's 5000 m, and no other retraction", async (context) => {
  if (streamMissing) context.skip(streamMissing);
  const lists = recordedLists();
  for (const list of lists) {
    const changed = await hearText(listMessage(list));
    // 1112 rows lost their names and had them back 36 minutes later.
    if (list.observedAt.startsWith("2024-08-06T04")) expect(changed).toBe(0);
  }
  const kinds = (await feeds.changes()).map(({ type }) => type ?? "");
  expect(kinds.filter((type) => type !== "moment.raised").toSorted()).toEqual([
    "moment.corrected",
    "moment.withdrawn",
  ]);
  const moments = await feeds.moments();
  const of5000 = moments.filter(({ facts }) => facts.eventName?.en === "women's 5000 m");
  expect(of5000.map(wordOf).toSorted()).toEqual([
    "confirmed gold Beatrice Chebet",
    "confirmed silver Faith Kipyegon",
    "corrected bronze Sifan Hassan",
    "withdrawn bronze Nadia Battocletti",
  ]);
  expect(moments.filter(({ facts }) => facts.firstEver).map(({ headline }) => headline.fr)).toEqual(
    [
      "Or pour Thea Lafond (DMA), triple saut femmes",
      "Or pour Julien Alfred (LCA), 100\u00a0m femmes",
    ],
  );
  const listed = new Set(
    lists
      .at(-1)
      ?.rows.map(([code, , discipline, event, color]) => `${code}|${discipline}|${event}|${color}`),
  );
  expect(moments.filter(({ status }) => status !== "withdrawn")).toHaveLength(listed.size);
  expect(moments.filter(({ late }) => late)).toHaveLength(354);
  expect(await trouble()).toBeNull();
}, 180_000);

test("the real list cut to a twentieth takes nothing away", async (context) => {
  if (streamMissing) context.skip(streamMissing);
  const last = recordedLists().at(-1)!;
  await hearText(listMessage(last));
  const known = await told();
  const cut = { observedAt: "2024-08-06T23:00:00Z", rows: last.rows.slice(0, 112) };
  expect(await hearText(listMessage(cut))).toBe(0);
  expect(await trouble()).toMatchObject({ code: "shrunk" });
  expect(await told()).toEqual(known);
  expect(await hearText(listMessage({ ...last, observedAt: "2024-08-06T23:20:00Z" }))).toBe(0);
  expect(await trouble()).toBeNull();
}, 120_000);
