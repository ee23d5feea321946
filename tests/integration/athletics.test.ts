import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import {
  elsewhere,
  entriesXml,
  evening,
  highJump,
  meetingId,
  part,
  relay,
  resultsJson,
  steeple,
  timetableXml,
  type UnitOf,
} from "../fixtures/athletics.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";

const seed = seedOf();
let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds({
    track: { format: "athletics" },
    list: { format: "medals", settings: { competition: meetingId } },
  });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

async function hear(body: string, source = "track"): Promise<number> {
  const answer = await feeds.take(body, { source });
  expect(answer, answer.message).toMatchObject({ status: 202 });
  return answer.moments;
}
async function told(locale: "fr" | "en" = "en"): Promise<string[]> {
  return (await feeds.moments())
    .map(({ status, headline }) => `${status} ${headline[locale]}`)
    .toSorted();
}
async function only(kind: Moment["kind"], name = ""): Promise<Moment> {
  const found = (await feeds.moments()).filter(
    (each) => each.kind === kind && each.headline.en.includes(name),
  );
  expect(found.map(({ headline }) => headline.en)).toHaveLength(1);
  return found[0]!;
}
const codes = ({ salience }: Moment) => salience.reasons.map(({ code }) => code);
const all = [timetableXml(...evening), entriesXml(...evening), resultsJson(...evening)];
/** A final with its best marks and flags otherwise. */
const withRunner = (
  unit: UnitOf,
  at: number,
  other: Partial<UnitOf["runners"][number]>,
): UnitOf => ({
  ...unit,
  runners: unit.runners.map((one, index) => (index === at ? { ...one, ...other } : one)),
});

test("an evening is told in both languages: results, medals, records, who is out and who goes through", async () => {
  await hear(resultsJson(...evening));
  expect(await told()).toEqual([
    "confirmed African record equalled: Omar Diallo (SEN) 2.37 (men’s high jump)",
    "confirmed Bronze for Lev Orel (CZE), men’s high jump",
    "confirmed Bronze for Ruth Chemoi (KEN), women’s 3000\u00a0m steeplechase",
    "confirmed Gold for Ana Ferrol (LCA), women’s 3000\u00a0m steeplechase",
    "confirmed Gold for Omar Diallo (SEN), men’s high jump",
    "confirmed Gold for Piet Maas (NED), men’s high jump",
    "confirmed June Hart (USA) did not finish, women’s 3000\u00a0m steeplechase, final",
    "confirmed Men’s high jump, final: Omar Diallo (SEN) and Piet Maas (NED) 2.37",
    "confirmed Mixed 4 x 400\u00a0m relay, heat 2: St. Lucia (LCA) 3:12.10",
    "confirmed National record: Ana Ferrol (LCA) 9:01.10 (women’s 3000\u00a0m steeplechase)",
    "confirmed National record: St. Lucia (LCA) 3:12.10 (mixed 4 x 400\u00a0m relay)",
    "confirmed Silver for Britt van Roij (NED), women’s 3000\u00a0m steeplechase",
    "confirmed Through: St. Lucia (LCA) and Dominica (DMA), mixed 4 x 400\u00a0m relay, heat 2",
    "confirmed Ugo Riva (ITA) disqualified, men’s high jump, final",
    "confirmed Women’s 3000\u00a0m steeplechase, final: Ana Ferrol (LCA) 9:01.10",
    "confirmed Women’s heptathlon, long jump: Ana Ferrol (LCA) 6.50",
  ]);
  const french = (await told("fr")).map((each) => each.replace("confirmed ", ""));
  expect(french).toContain("Or pour Ana Ferrol (LCA), 3000\u00a0m steeple femmes");
  expect(french).toContain(
    "Record d’Afrique égalé\u00a0: Omar Diallo (SEN) 2,37 (saut en hauteur hommes)",
  );
  expect(french).toContain("Heptathlon femmes, saut en longueur\u00a0: Ana Ferrol (LCA) 6,50");
  expect(french).toContain(
    "Relais 4 x 400\u00a0m mixte, série 2\u00a0: Sainte-Lucie (LCA) 3:12.10".replace(".10", ",10"),
  );
});

/** Everything that stays of a moment, whatever order it was learned in. */
async function standing(): Promise<unknown[]> {
  return (await feeds.moments())
    .map(({ kind, status, version, headline, participants, facts, salience, occurredAt }) => ({
      kind,
      status,
      version,
      headline,
      participants,
      facts,
      salience,
      occurredAt,
    }))
    .toSorted((a, b) => (a.headline.en < b.headline.en ? -1 : 1));
}

test("entries, timetable and results in any order, twice: the same moments, each told once", async () => {
  const random = createRandom(seed);
  let first: unknown[] | null = null;
  const past = [
    timetableXml(...elsewhere(evening, "2021-05-11")),
    entriesXml(...elsewhere(evening, "2021-05-11")),
    resultsJson(...elsewhere(evening, "2021-05-11")),
  ];
  for (let round = 0; round < 6; round += 1) {
    await feeds.restart();
    for (const body of shuffled([...past, ...past], random)) await hear(`${body}\n`);
    first ??= await standing();
    expect(await standing(), `seed ${seed}, round ${round}`).toEqual(first);
    expect(await hear(past[2]!)).toBe(0);
  }
  expect(first).toHaveLength(16);
});

test("other people, another day, lines the other way round: told as well as the first", async () => {
  const other = elsewhere(evening, "2024-02-29");
  for (const body of [entriesXml(...other), timetableXml(...other), resultsJson(...other)])
    await hear(body);
  const moments = await feeds.moments();
  expect(moments).toHaveLength(16);
  const result = await only("result", "steeplechase");
  expect(result.participants.map(({ name }) => name)).toEqual([
    "Jo-Ana Nova Ferrol",
    "Jo-Britt Nova van Roij",
    "Jo-Ruth Nova Chemoi",
    "Jo-Kim Nova Bell",
  ]);
  // 20:40 at the venue, whose clock the timetable is written by.
  expect(result.facts.startsAt).toBe("2024-02-29T19:40:00.000Z");
  expect(result.occurredAt).toBe("2024-02-29T19:40:00.000Z");
});

test("a winner with the fourth season of the field is an upset, and the reason says by which field", async () => {
  await hear(entriesXml(steeple));
  await hear(resultsJson(steeple));
  const upset = expect.objectContaining({ code: "upset", field: "seasonalBest" });
  expect((await only("result")).salience.reasons).toContainEqual(upset);
  expect((await only("medal", "Gold")).salience.reasons).toContainEqual(upset);
  expect(codes(await only("medal", "Silver"))).not.toContain("upset");
});

test("entries that come after the result say what they know without a new version", async () => {
  await hear(resultsJson(steeple));
  expect(codes(await only("result"))).not.toContain("upset");
  expect(await hear(entriesXml(steeple))).toBe(2);
  const result = await only("result");
  expect(codes(result)).toContain("upset");
  expect(result).toMatchObject({ version: 1, status: "confirmed", before: null });
  expect(await hear(`${entriesXml(steeple)}\n`)).toBe(0);
});

const [slower, absent] = [{ seasonal: "9:13.00" }, { mark: "DNS" }];
test.each([
  ["two were better", withRunner(withRunner(steeple, 2, slower), 3, slower)],
  ["nobody knows the winner's season", withRunner(steeple, 0, { seasonal: "" })],
  ["the season's best is this very mark", withRunner(steeple, 0, { mark: "9:12.00" })],
  ["the third did not start", withRunner(withRunner(steeple, 2, slower), 4, absent)],
  ["a heat", { ...steeple, round: "HEAT", roundName: "Heat 1", heat: "h1" }],
])("no upset where %s", async (_why, unit) => {
  await hear(entriesXml(unit));
  await hear(resultsJson(unit));
  expect(codes(await only("result"))).not.toContain("upset");
});

test("entries of a later round do not judge the round before", async () => {
  const heat: UnitOf = { ...steeple, round: "HEAT", roundName: "Heat 1", heat: "h1" };
  const final = withRunner(steeple, 0, { personal: "8:55.00" });
  await hear(entriesXml(heat, final));
  await hear(resultsJson(heat));
  expect(codes(await only("result"))).toContain("recordPB");
});

test("a personal best that the entry contradicts is not claimed; the result and its other records are told", async () => {
  const slower = withRunner(steeple, 0, { personal: "9:00.99" });
  await hear(resultsJson(slower));
  expect(codes(await only("result"))).toContain("recordPB");
  await hear(entriesXml(slower));
  const result = await only("result");
  expect(codes(result)).not.toContain("recordPB");
  expect(result).toMatchObject({ status: "confirmed", version: 1, facts: { result: "9:01.10" } });
  expect((await only("record")).facts.record).toBe("NR");
});

test("best marks of a part of a combined event are none of the event that is called the same", async () => {
  const jump: UnitOf = { ...steeple, code: "LJ", entered: "LJ", name: "Long jump Women" };
  const final: UnitOf = {
    ...jump,
    runners: steeple.runners.slice(0, 4).map((one, at) => ({
      ...one,
      mark: `6.${90 - at}`,
      personal: "6.85",
      seasonal: at === 0 ? "6.80" : "6.70",
    })),
  };
  const strong = part.runners.map((one) => ({ ...one, seasonal: "6.10", personal: "7.00" }));
  await hear(entriesXml(final, { ...part, runners: [...strong, ...strong] }));
  await hear(resultsJson(final));
  expect(codes(await only("result"))).not.toContain("upset");
  expect(codes(await only("result"))).toContain("recordPB");
});

test("a disqualification after the fact moves the medals, and says so", async () => {
  await hear(resultsJson(steeple));
  const out = steeple.runners.map((one, at) =>
    at === 0 ? { ...one, mark: "9:01.10DQ Rule 163.2", rank: undefined } : one,
  );
  const moved = out.map((one) => (one.rank ? { ...one, rank: one.rank - 1 } : one));
  await hear(resultsJson({ ...steeple, runners: moved }));
  expect((await told()).filter((each) => /Gold|Silver|Bronze|Ferrol|final:/.test(each))).toEqual([
    "confirmed Ana Ferrol (LCA) disqualified, women’s 3000\u00a0m steeplechase, final",
    "confirmed Bronze for Kim Bell (USA), women’s 3000\u00a0m steeplechase",
    "corrected Gold for Britt van Roij (NED), women’s 3000\u00a0m steeplechase",
    "corrected Silver for Ruth Chemoi (KEN), women’s 3000\u00a0m steeplechase",
    "corrected Women’s 3000\u00a0m steeplechase, final: Britt van Roij (NED) 9:01.14",
    "withdrawn Gold for Ana Ferrol (LCA), women’s 3000\u00a0m steeplechase",
    "withdrawn National record: Ana Ferrol (LCA) 9:01.10 (women’s 3000\u00a0m steeplechase)",
  ]);
});

test("finals in sections, and a combined event with a part to come, decide no medal", async () => {
  const combined = JSON.parse(resultsJson({ ...part, code: "HEP", name: "Heptathlon Women" })) as {
    events: { athlon?: string; result: Record<string, unknown>[] }[];
  };
  const [event] = combined.events;
  delete event!.athlon;
  const done = [1, 2, 3, 4, 5, 6].map((at) => ({ performance: `${at}.10` }));
  for (const line of event!.result) line["results"] = [...done, { performance: null }];
  await hear(JSON.stringify(combined));
  expect(await told()).toEqual([]);
  event!.result[0]!["results"] = [...done, { performance: "2:10.00" }];
  await hear(JSON.stringify(combined));
  expect(await told()).toContain("confirmed Gold for Ana Ferrol (LCA), women’s heptathlon");
  await feeds.restart();
  await hear(resultsJson({ ...steeple, roundName: "Final B" }));
  await hear(resultsJson(highJump, highJump));
  expect((await feeds.moments()).map(({ kind }) => kind)).not.toContain("medal");
});

test.each([["list"], ["track"]])(
  "a medal of a list and of a result are one moment: %s first",
  async (first) => {
    const row =
      "code,name,discipline,event,color\nLCA,FERROL Ana,Athletics,Women's 3000m Steeplechase,G";
    const say = {
      list: () => hear(row, "list"),
      track: () => hear(resultsJson(steeple)),
    };
    await say[first as "list"]();
    await say[first === "list" ? "track" : "list"]();
    const gold = await only("medal", "Gold");
    expect(gold.sources.map(({ feed }) => feed).toSorted()).toEqual(["list", "track"]);
  },
);

test.each([
  ["<results/>", "results"],
  ["{}", "events"],
  [resultsJson({ ...steeple, date: "11 May" }), "events.0.date"],
  [resultsJson({ ...steeple, code: "" }), "events.0.eventCode"],
  [entriesXml(withRunner(steeple, 1, { id: "" })), "id"],
  [entriesXml({ ...steeple, entered: "" }), "event"],
  [timetableXml({ ...steeple, time: "25:00" }), "time"],
  [timetableXml(steeple).replace("11 May 2031", "soon"), "date"],
  [timetableXml(steeple).replace(/<date>.*<.date>/, ""), "date"],
])(
  "what cannot be used is refused by its field, and nothing of it is kept: %#",
  async (body, field) => {
    expect(await feeds.take(body, { source: "track" })).toMatchObject({ status: 422, field });
    expect(await feeds.moments()).toEqual([]);
  },
);

test("entries and a timetable alone are taken in and say nothing", async () => {
  expect(await hear(all[0]!)).toBe(0);
  expect(await hear(all[1]!)).toBe(0);
  expect(await feeds.moments()).toEqual([]);
  await hear(resultsJson(relay));
  expect((await only("result")).facts.startsAt).toBe("2031-05-11T16:30:00.000Z");
});
