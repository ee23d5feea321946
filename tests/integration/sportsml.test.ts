import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { duelOf, itemOf, type Ranked, raceOf } from "../fixtures/sportsml.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";
import { realData } from "../harness/real-data.ts";

const relay = realData("sportsml/biathlon_mixedrelay_g2.xml");
const tournament = realData("sportsml/tennis_davis_cup_tournament.xml");
const seed = seedOf();

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds({ agency: { format: "sportsml" }, other: { format: "sportsml" } });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

async function hear(body: string, source = "agency"): Promise<void> {
  expect(await feeds.take(body, { source })).toMatchObject({ status: 202 });
}
async function told(): Promise<string[]> {
  return (await feeds.moments())
    .map(({ kind, status, headline }) => `${status} ${kind}: ${headline.en}`)
    .toSorted();
}

const line = (
  key: string,
  given: string,
  family: string,
  nation: string,
  rank: string,
  score: string,
  more = "",
): Ranked => ({ key, given, family, nation, rank, score, more });
const [quist, ortolan, zoll] = [
  line("p1", "Ana", "QUIST", "NOR", "1", "4.01.48"),
  line("p2", "Bea", "ORTOLAN", "Italy", "2", "4.01.53"),
  line("p3", "Cleo", "ZOLL", "SUI", "3", "4.02.12"),
];
const podium = [quist, ortolan, zoll];
const result = "result: Coupe du Lac: Ana Quist (NOR) 4.01.48";

test("an item follows its race: nothing before, then under way, another leader, the result", async () => {
  await hear(itemOf({ version: 1, content: raceOf("pre-event", []) }));
  expect(await told()).toEqual([]);
  const ahead = [{ ...ortolan, rank: "1" }, { ...quist, rank: "2" }, zoll];
  await hear(itemOf({ version: 2, content: raceOf("mid-event", ahead) }));
  expect(await told()).toEqual(["confirmed start: Under way: Coupe du Lac"]);
  await hear(itemOf({ version: 3, content: raceOf("mid-event", podium) }));
  await hear(itemOf({ version: 4, content: raceOf("post-event", podium) }));
  expect(await told()).toEqual([
    "confirmed lead: Ana Quist (NOR) takes the lead, Coupe du Lac",
    `confirmed ${result}`,
    "confirmed start: Under way: Coupe du Lac",
  ]);
  expect((await feeds.moments())[0]).toMatchObject({
    facts: { venue: "Lac Blanc", result: "4.01.48", startsAt: "2031-03-08T09:00:00.000Z" },
    participants: [
      { code: "p1", gender: "W", rank: 1 },
      { organisation: "ITA" },
      { organisation: "SUI" },
    ],
  });
});

test("a ranking that changes is corrected; written in another order, dated and named otherwise, it is no news", async () => {
  await hear(itemOf({ version: 1, content: raceOf("post-event", podium) }));
  await hear(
    itemOf({
      version: 2,
      at: "2031-04-01T08:00:00Z",
      content: raceOf("post-event", podium.toReversed()),
    }),
  );
  const respelled = podium.map((each) => ({ ...each, given: each.given.toUpperCase() }));
  await hear(itemOf({ version: 3, content: raceOf("post-event", respelled) }));
  expect(await feeds.changes()).toHaveLength(1);
  const swapped = [
    { ...ortolan, rank: "1" },
    { ...quist, rank: "DSQ", score: "" },
    { ...zoll, rank: "2" },
  ];
  await hear(itemOf({ version: 4, content: raceOf("post-event", swapped) }));
  expect(await told()).toEqual(["corrected result: Coupe du Lac: Bea Ortolan (ITA) 4.01.53"]);
});

test("a cancelled item takes back all it said, also when it comes empty", async () => {
  const both = raceOf("post-event", podium) + duelOf("mid-event", ["Roques", 1], ["Sorgues", 0]);
  await hear(itemOf({ version: 1, content: both }));
  expect(await told()).toHaveLength(2);
  await hear(itemOf({ version: 2, status: "canceled", content: "" }));
  expect((await told()).every((each) => each.startsWith("withdrawn"))).toBe(true);
  await hear(itemOf({ version: 1, content: both }));
  expect((await told()).every((each) => each.startsWith("withdrawn"))).toBe(true);
  await hear(itemOf({ version: 3, content: both }));
  expect(await told()).toContain(`confirmed ${result}`);
});

test("while an item is withheld nobody reacts to what it says; released, it stands as before", async () => {
  await hear(itemOf({ version: 1, content: raceOf("post-event", podium) }));
  await hear(itemOf({ version: 2, status: "withheld", content: raceOf("post-event", podium) }));
  expect(await told()).toEqual([`protested ${result}`]);
  await hear(itemOf({ version: 3, content: raceOf("post-event", podium) }));
  expect(await told()).toEqual([`confirmed ${result}`]);
});

test("an event a newer version leaves out is withdrawn; the others stand", async () => {
  const duel = duelOf("post-event", ["Roques", 2], ["Sorgues", 2]);
  await hear(itemOf({ version: 1, content: raceOf("post-event", podium) + duel }));
  await hear(itemOf({ version: 2, content: raceOf("post-event", podium) }));
  expect(await told()).toEqual([
    `confirmed ${result}`,
    "withdrawn result: Coupe du Lac: Roques 2–2 Sorgues",
  ]);
});

test("versions in any order, with everything twice, end the same", async () => {
  const random = createRandom(seed);
  const swapped = [{ ...ortolan, rank: "1" }, { ...quist, rank: "2" }, zoll];
  const duel = (a: number) => duelOf("post-event", ["Roques", a], ["Sorgues", 1], "duel:1");
  const versions = [
    itemOf({ version: 1, content: raceOf("post-event", swapped) }),
    itemOf({ version: 2, content: raceOf("post-event", podium) + duel(2) }),
    itemOf({ version: 3, status: "withheld", content: raceOf("post-event", podium) + duel(0) }),
    itemOf({ version: 4, status: "canceled", content: "" }),
    itemOf({ version: 5, content: raceOf("post-event", podium) + duel(3) }),
  ];
  for (let round = 0; round < 10; round += 1) {
    await feeds.restart();
    for (const body of shuffled([...versions, ...versions], random)) await hear(body);
    const standing = (await told())
      .map((each) => each.replace(/^(confirmed|corrected) /, ""))
      .toSorted();
    expect(standing, `seed ${seed}, round ${round}`).toEqual(
      ["result: Coupe du Lac: Roques 3–1 Sorgues", result].toSorted(),
    );
  }
});

test("two items about one event by its key make one moment, from one agency or two", async () => {
  await hear(itemOf({ version: 1, content: raceOf("post-event", podium) }));
  await hear(
    itemOf({ guid: "urn:newsml:agency.test:2", version: 1, content: raceOf("post-event", podium) }),
  );
  await hear(
    itemOf({ guid: "urn:newsml:other.test:1", version: 7, content: raceOf("post-event", podium) }),
    "other",
  );
  expect(await feeds.moments()).toMatchObject([
    { version: 1, sources: [{ feed: "agency" }, { feed: "other" }] },
  ]);
});

test("prefixes of the sender's choosing, and no envelope at all, are read the same", async () => {
  const prefixed = itemOf({ version: 1, content: raceOf("post-event", podium) })
    .replaceAll(/<(\/?)([a-zA-Z])/g, "<$1sp:$2")
    .replace("xmlns=", "xmlns:sp=");
  await hear(prefixed);
  expect(await told()).toEqual([`confirmed ${result}`]);
  const bare = (at: string, lines: readonly Ranked[]) =>
    `<sports-content><sports-metadata doc-id="d1" date-time="${at}"><sports-title>Coupe du Lac</sports-title></sports-metadata>${raceOf("post-event", lines).replace("race:1", "race:2")}</sports-content>`;
  await hear(bare("2031-03-08T12:00:00Z", podium));
  await hear(bare("2031-03-08T11:00:00Z", [{ ...quist, score: "4.00.00" }]));
  expect(await told()).toEqual([`confirmed ${result}`, `confirmed ${result}`]);
});

test("a medal is told where the document says that it is one; a record too", async () => {
  const award = '<award award-type="spaward:medal" value="gold"/><event-record type="NR"/>';
  await hear(
    itemOf({
      version: 1,
      content: raceOf("post-event", [{ ...quist, more: award }, ortolan, zoll]),
    }),
  );
  expect(await told()).toEqual([
    "confirmed medal: Gold for Ana Quist (NOR), Coupe du Lac",
    expect.stringContaining("confirmed record: National record: Ana Quist (NOR) 4.01.48"),
    `confirmed ${result}`,
  ]);
});

test("a tie of countries in a tournament has its stage and their names in both languages", async () => {
  const part = (inner: string) =>
    `<tournament><tournament-metadata><name>Coupe Ronde</name></tournament-metadata><tournament-part><tournament-part-metadata type="sptournamentphase:semi-final"><name>SF</name></tournament-part-metadata>${inner}</tournament-part></tournament>`;
  await hear(
    itemOf({ version: 1, content: part(duelOf("mid-event", ["Spain", 0], ["Chile", 0])) }),
  );
  await hear(itemOf({ version: 2, content: part(duelOf("delayed", ["Spain", 0], ["Chile", 0])) }));
  await hear(
    itemOf({ version: 3, content: part(duelOf("post-event", ["Spain", 1], ["Chile", 3])) }),
  );
  expect(
    (await feeds.moments())
      .map(({ kind, status, headline }) => `${status} ${kind} ${headline.fr}`)
      .toSorted(),
  ).toEqual([
    "confirmed result Coupe Ronde, demi-finale\u00a0: Chili (CHI) 3–1 Espagne (ESP)",
    "confirmed start C’est parti\u00a0: Coupe Ronde, demi-finale, Espagne – Chili",
    "withdrawn schedule Retardé\u00a0: Coupe Ronde, demi-finale, Espagne – Chili",
  ]);
});

test("people grouped by their countries are ranked themselves, under the names the document's codes give", async () => {
  const code = (type: string, name: string) =>
    `<sports-content-code code-type="spct:${type}" code-key="k:${type}" code-name="${name}"/>`;
  const codes =
    code("sport", "Athletics") +
    code("competition", "Women's 100m") +
    code("phase", "Women's 100m Final");
  const team = (nation: string, name: string, rank: number, mark: string) =>
    `<team><team-metadata key="t.${nation}"><name role="nrol:full">${nation}</name></team-metadata><player><player-metadata key="p.${nation}" nationality="${nation}"><name role="nrol:full">${name}</name></player-metadata><player-stats score="${mark}" score-type="TIME"><rank type="vendor:rank" value="${rank}"/></player-stats></player></team>`;
  const event = `<sports-event><event-metadata key="e.1"/>${team("ITA", "Bea Ortolan", 2, "10.91")}${team("NOR", "Ana Quist", 1, "10.90")}${team("SUI", "Cleo Zoll", 3, "11.02")}</sports-event>`;
  await hear(
    `<sports-content><sports-metadata doc-id="d9" date-time="2031-06-01T20:00:00+02:00"><sports-content-codes>${codes}</sports-content-codes></sports-metadata>${event}</sports-content>`,
  );
  expect(await feeds.moments()).toMatchObject([
    {
      status: "provisional",
      headline: {
        fr: "100\u00a0m femmes, finale\u00a0: Ana Quist (NOR) 10,90",
        en: "Women’s 100\u00a0m, final: Ana Quist (NOR) 10.90",
      },
      participants: [{ code: "p.NOR", type: "athlete" }, { code: "p.ITA" }, { code: "p.SUI" }],
      salience: {
        reasons: expect.arrayContaining([expect.objectContaining({ code: "closeFinish" })]),
      },
    },
  ]);
});

test("scores may be written as plain statistics", async () => {
  const team = (name: string, score: number, outcome: string) =>
    `<team><team-metadata key="t.${name}"><name role="nrol:full">${name}</name></team-metadata><team-stats><stats><stat stat-type="spstat:score" value="${score}"/><stat stat-type="spstat:event-outcome" value="${outcome}"/></stats></team-stats></team>`;
  await hear(
    itemOf({
      version: 1,
      content: `<sports-event><event-metadata key="e.2"/>${team("Roques", 0, "loss")}${team("Sorgues", 2, "win")}</sports-event>`,
    }),
  );
  expect(await told()).toEqual(["confirmed result: Coupe du Lac: Sorgues 2–0 Roques"]);
});

test("what is missing or wrong is named", async () => {
  const good = itemOf({ version: 1, content: raceOf("post-event", podium) });
  const cases: [string, string][] = [
    [good.replace(/ guid="[^"]+"/, ""), "guid"],
    [good.replace(' version="1">', ' version="one">'), "version"],
    [good.replace("stat:usable", "stat:perhaps"), "pubStatus"],
    [good.replace(/<versionCreated>[^<]+/, "<versionCreated>yesterday"), "versionCreated"],
    [good.replace("QUIST", "Q".repeat(301)), "name"],
    ["<html/>", "newsItem"],
    ["<sports-content/>", "sports-metadata"],
  ];
  for (const [body, field] of cases)
    expect(await feeds.take(body, { source: "agency" }), field).toMatchObject({
      status: 422,
      outcome: "badField",
      field,
    });
  expect(await feeds.moments()).toEqual([]);
});

test("the recorded relay and tournament tell their events and results", async (context) => {
  const missing = relay.missing ?? tournament.missing;
  if (missing) context.skip(missing);
  for (const body of [relay.text, tournament.text, tournament.text]) await hear(body);
  const all = await told();
  expect(all).toContain("provisional result: Östersund, mixed stafett: France (FRA) 1.15.05,5");
  expect(all).toContain(
    "confirmed start: Under way: Davis Cup 2011, World group, final, Spain – Argentina",
  );
  expect(all).toContain(
    "confirmed result: Davis Cup 2011, World group, semi-final: Argentina (ARG) 3–2 Serbia (SRB)",
  );
  expect(all).toContain(
    "confirmed result: Davis Cup 2011, World group, semi-final: Juan Martin Del Potro 2–0 Novak Djokovic",
  );
  expect(all.filter((each) => each.startsWith("confirmed result"))).toHaveLength(20);
  expect(all).toHaveLength(22);
  await hear(
    tournament.text.replace('version="1"', 'version="2"').replace("stat:usable", "stat:canceled"),
  );
  expect((await told()).filter((each) => each.startsWith("withdrawn"))).toHaveLength(21);
});
