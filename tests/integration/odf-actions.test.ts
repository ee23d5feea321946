import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { actions, bareCompetitor, odfMessage, type OdfParts, type Row } from "../fixtures/odf.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";

const seed = seedOf();
const random = createRandom(seed);
let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds();
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

const accept = async (...bodies: string[]) => {
  for (const body of bodies) expect(await feeds.take(body)).toMatchObject({ status: 202 });
};
const all = async (kind: Moment["kind"]) =>
  (await feeds.moments()).filter((each) => each.kind === kind);

const match = "FBLWTEAM11------------GPA-000100--";
const [home, away] = ["FBLWTEAM11-----FRA01", "FBLWTEAM11-----JPN01"];
const france = (...people: [string, string, string][]) => ({
  side: home,
  organisation: "FRA",
  people,
});
const japan = (...people: [string, string, string][]) => ({
  side: away,
  organisation: "JPN",
  people,
});
const first: Row[] = [
  { id: "a1", action: "STARTP", period: "H1" },
  { id: "a2", action: "YC", period: "H1", when: "9'", by: france(["10", "ROUX", ""]) },
  {
    id: "a3",
    action: "SHOT",
    result: "GOAL",
    period: "H1",
    when: "14'",
    score: [1, 0],
    at: "2024-08-03T21:14:00",
    by: france(["11", "LIND", "AST"], ["12", "MOREL", "SHOT"]),
  },
  {
    id: "a4",
    action: "VAR",
    result: "GOAL",
    period: "H1",
    when: "15'",
    by: france(["12", "MOREL", ""]),
  },
  {
    id: "a5",
    action: "SHOT",
    result: "MISS",
    period: "H1",
    when: "20'",
    by: japan(["20", "SATO", ""]),
  },
  { id: "a6", action: "ENDP", period: "H1" },
];
const second: Row[] = [
  {
    id: "b1",
    action: "PEN",
    result: "GOAL",
    period: "H2",
    when: "52'",
    score: [1, 1],
    by: japan(["20", "SATO", ""]),
  },
  { id: "b2", action: "YRC", period: "H2", when: "80'", by: japan(["21", "ENDO", ""]) },
  {
    id: "b3",
    action: "OG",
    period: "H2",
    when: "90' +3",
    score: [2, 1],
    by: japan(["22", "KATO", ""]),
  },
  { id: "b4", action: "ENDP", period: "H2" },
];
const shootout: Row[] = [
  {
    id: "c1",
    action: "PEN",
    result: "GOAL",
    period: "PSO",
    score: [2, 1],
    by: france(["12", "MOREL", ""]),
  },
];
/** `time` is HHMM. */
const plays = (version: number, time: string, rows: Row[], parts: Partial<OdfParts> = {}) =>
  odfMessage({
    type: "DT_PLAY_BY_PLAY",
    status: "LIVE",
    version,
    code: match,
    event: "Women",
    time: `${time}00000`,
    content: actions(home, away, ...rows),
    ...parts,
  });
const half = (version: number, time: string, subcode: string, rows: Row[]) =>
  plays(version, time, rows, { subcode });
const told = async () =>
  (await feeds.moments())
    .filter(({ status }) => status !== "withdrawn")
    .map(({ status, headline }) => `${status} ${headline.en}`)
    .toSorted();
const whole = [
  "confirmed Goal: Ana Morel, France 1–0 Japan (14)",
  "confirmed Half-time: France 1–0 Japan",
  "confirmed Own goal: Ana Kato, France 2–1 Japan (90+3)",
  "confirmed Penalty goal: Ana Sato, France 1–1 Japan (52)",
  "confirmed Second yellow, sent off: Ana Endo, Japan (80)",
];

test("a match is told by its goals, sendings-off and half-time; everything else of it is silent", async () => {
  await accept(half(1, "2114", "H1", first.slice(0, 3)), half(2, "2145", "H1", first));
  await accept(half(1, "2252", "H2", second));
  expect(await told()).toEqual(whole);
  await accept(plays(1, "2300", [...first, ...second, ...shootout], { status: "OFFICIAL" }));
  expect(await told()).toEqual(whole);
  expect((await feeds.moments()).map(({ version }) => version)).toEqual([1, 1, 1, 1, 1]);
  const goal = (await all("goal")).find(({ facts }) => facts.minute === "14");
  expect(goal).toMatchObject({
    occurredAt: "2024-08-03T19:14:00.000Z",
    headline: { fr: "But d’Ana Morel, France 1–0 Japon (14)" },
    participants: [{ name: "Ana Morel", organisation: "FRA" }, { name: "Ana Lind" }],
  });
  const late = (await all("goal")).find(({ facts }) => facts.minute === "90+3");
  expect(late).toMatchObject({
    participants: [{ type: "team", organisation: "FRA" }, { name: "Ana Kato" }],
  });
  expect(late?.salience.reasons.map(({ code }) => code)).toEqual(
    expect.arrayContaining(["stoppage", "lateLead"]),
  );
});

test("in any order, twice and late, by halves or whole, a match ends the same", async () => {
  const messages = [
    half(1, "2114", "H1", first.slice(0, 3)),
    half(2, "2145", "H1", first),
    plays(2, "2147", first, { status: "INTERMEDIATE" }),
    half(1, "2252", "H2", second.slice(0, 1)),
    half(2, "2258", "H2", second),
    plays(3, "2300", [...first, ...second], { status: "OFFICIAL" }),
  ];
  for (let run = 0; run < 12; run += 1) {
    await feeds.restart();
    await accept(...shuffled([...messages, ...messages], random));
    expect(await told(), `seed ${seed}`).toEqual(whole);
  }
});

test("a goal struck out is withdrawn and what follows says the score without it; a scorer put right is a correction", async () => {
  await accept(half(1, "2252", "H2", second), plays(1, "2253", [...first, ...second]));
  const struck = [...first, ...second.slice(1)].map((row) =>
    row.id === "b3" ? { ...row, score: [2, 0] as [number, number] } : row,
  );
  await accept(plays(2, "2254", struck));
  const goals = (await all("goal")).map(({ facts, status }) => `${status} ${facts.score}`);
  expect(goals.toSorted()).toEqual(["confirmed 1–0", "corrected 2–0", "withdrawn 1–1"]);
  const other = struck.map((row) =>
    row.id === "a3" ? { ...row, by: france(["13", "VIDAL", "SHOT"]) } : row,
  );
  await accept(plays(3, "2255", other));
  expect((await all("goal")).find(({ facts }) => facts.score === "1–0")).toMatchObject({
    status: "corrected",
    headline: { en: "Goal: Ana Vidal, France 1–0 Japan (14)" },
  });
  // The whole match taken back, then cleared at a new start.
  await accept(plays(4, "2256", []).replace(/<Competition>[^]*<\/Competition>/, ""));
  expect(await told()).toEqual([]);
});

/** The score as DT_RESULT and DT_CURRENT have it. */
const scored = (type: "DT_RESULT" | "DT_CURRENT", version: number, time: string, score: number[]) =>
  odfMessage({
    type,
    status: type === "DT_RESULT" ? "LIVE" : "",
    version,
    code: match,
    event: "Women",
    time: `${time}30000`,
    content: [bareCompetitor(home, "FRA", "T"), bareCompetitor(away, "JPN", "T")]
      .map((who, at) => `<Result Result="${score[at]}" SortOrder="${at + 1}">${who}</Result>`)
      .join(""),
  });

test("a goal is one card: nobody is told of the lead apart, but where no goals are told", async () => {
  const by = japan();
  const turn: Row[] = [
    ...first,
    { id: "d1", action: "SHOT", result: "GOAL", period: "H2", when: "60'", score: [1, 1], by },
    { id: "d2", action: "SHOT", result: "GOAL", period: "H2", when: "61'", score: [1, 2], by },
  ];
  const scores = [
    scored("DT_RESULT", 1, "2114", [1, 0]),
    scored("DT_CURRENT", 1, "2115", [1, 0]),
    scored("DT_CURRENT", 2, "2231", [1, 2]),
    scored("DT_RESULT", 2, "2232", [1, 2]),
  ];
  await accept(plays(1, "2100", [], { status: "START_LIST" }), ...scores, plays(2, "2233", turn));
  expect(await all("lead")).toEqual([]);
  expect(await all("goal")).toHaveLength(3);
  // Without a name it waits for one.
  expect((await all("goal")).filter(({ status }) => status === "provisional")).toHaveLength(2);
  await feeds.restart();
  await accept(...scores);
  expect((await all("lead")).map(({ headline }) => headline.en)).toEqual([
    "Japan (JPN) takes the lead, women’s football",
  ]);
});

test("another match on another day, in another sport, is told alike; baskets are no goals", async () => {
  const [a, b] = ["HOCMTEAM11-----NED01", "HOCMTEAM11-----AUS01"];
  const rows: Row[] = [
    {
      id: "1",
      action: "SHOT_PC",
      result: "GOAL",
      period: "Q2",
      when: "21'",
      score: [0, 1],
      by: { side: b, organisation: "AUS", people: [["5", "BAKER", ""]] },
    },
    { id: "2", action: "ENDP", period: "Q2" },
    { id: "3", action: "RC", period: "Q3", when: "40'", by: { side: a, organisation: "NED" } },
  ];
  const parts = { code: "HOCMTEAM11------------FNL-000100--", date: "2025-02-11", event: "Men" };
  await accept(plays(7, "1500", [], { ...parts, content: actions(a, b, ...rows) }));
  expect(await told()).toEqual([
    "confirmed Goal: Ana Baker, Netherlands 0–1 Australia (21)",
    "confirmed Half-time: Netherlands 0–1 Australia",
    "confirmed Red card: Netherlands (40)",
  ]);
  await feeds.restart();
  const basket = rows.map((row) => ({
    ...row,
    action: row.action === "SHOT_PC" ? "P3" : row.action,
  }));
  await accept(
    plays(7, "1500", [], {
      ...parts,
      code: match.replace("FBL", "BKB"),
      content: actions(a, b, ...basket),
    }),
  );
  expect(await all("goal")).toEqual([]);
});

test("a row without what names it is refused by its field, and nothing of the message is kept", async () => {
  const bad = plays(1, "2100", first).replace('Id="a3" ', "");
  expect(await feeds.take(bad)).toMatchObject({ status: 422, field: "Id" });
  expect(await feeds.take(plays(2, "2101", first).replace(/Home="[^"]*"/, ""))).toMatchObject({
    status: 422,
    field: "Home",
  });
  expect(await feeds.moments()).toEqual([]);
});
