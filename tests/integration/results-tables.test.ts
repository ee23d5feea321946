import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import {
  medallistsCsv,
  type Placing,
  race,
  racePlan,
  raceWon,
  resultHeader,
  resultRows,
  resultsCsv,
  scheduleCsv,
  type UnitTable,
} from "../fixtures/results-tables.ts";
import { chainMissing, readChain } from "../harness/chain.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";
import { realData } from "../harness/real-data.ts";

const settings = { competition: "OG2024" };
const days = ["2024-07-31", "2024-08-03", "2024-08-05"] as const;
const tables = ["schedule", "results", "medallists"] as const;
const seed = seedOf();
const real = (table: string, day: string) => realData(`paris2024-results/${table}-${day}.csv`);
const missing = real("results", days[0]).missing;

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds({
    results: { format: "results", settings },
    list: { format: "medals", settings },
    odf: { format: "odf" },
  });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

async function hear(body: string, source = "results"): Promise<number> {
  const answer = await feeds.take(body, { source });
  expect(answer, answer.message).toMatchObject({ status: 202 });
  return answer.moments;
}
const byTime = (a: Moment, b: Moment) => a.occurredAt.localeCompare(b.occurredAt);
async function told(...kinds: Moment["kind"][]): Promise<string[]> {
  return (await feeds.moments())
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ status, headline }) => `${status} ${headline.en}`)
    .toSorted();
}
/** `status colour who`. */
async function medals(): Promise<string[]> {
  return (await feeds.moments())
    .filter(({ kind }) => kind === "medal")
    .map(({ status, facts, participants }) => `${status} ${facts.medal} ${participants[0]?.name}`)
    .toSorted();
}

test("a race: the result with its gap, and who was disqualified, did not finish or did not start", async () => {
  expect(await hear(resultsCsv(race))).toBe(4);
  expect(await told("result", "disqualification", "retirement")).toEqual([
    "confirmed Emi Sato (JPN) did not start, women’s 300\u00a0m, final",
    "confirmed June Hart (USA) disqualified, women’s 300\u00a0m, final",
    "confirmed Luisa Riva (ITA) did not finish, women’s 300\u00a0m, final",
    "confirmed Women’s 300\u00a0m, final: Ana Ferrol (LCA) 35.10",
  ]);
  const moments = await feeds.moments();
  expect(moments.find(({ kind }) => kind === "result")).toMatchObject({
    occurredAt: "2031-05-11T18:31:00.000Z",
    facts: { result: "35.10", discipline: { fr: "athlétisme", en: "athletics" } },
    salience: {
      reasons: expect.arrayContaining([expect.objectContaining({ code: "closeFinish" })]),
    },
  });
  expect(moments.find(({ kind }) => kind === "retirement")?.headline.fr).toMatch(
    /^(Abandon|Forfait)\u00a0: /,
  );
});

const provisional = [
  "provisional bronze Ruth Chemoi",
  "provisional gold Ana Ferrol",
  "provisional silver Britt van Roij",
];
const confirmed = provisional.map((each) => each.replace("provisional", "confirmed"));

test("result, schedule and medallists in any order, twice, late and shuffled: the same medals", async () => {
  const random = createRandom(seed);
  const early = { ...race, date: "2031-05-11T20:30:00+02:00", placings: race.placings.slice(0, 2) };
  const rows = resultRows(race);
  for (let round = 0; round < 12; round += 1) {
    await feeds.restart();
    const bodies = [
      resultsCsv(early),
      [resultHeader, ...shuffled(rows, random)].join("\n"),
      scheduleCsv(racePlan),
      ...(round % 2 === 0 ? [medallistsCsv(...shuffled(raceWon, random))] : []),
    ];
    for (const body of shuffled([...bodies, ...bodies], random)) await hear(body);
    const name = `seed ${seed}, round ${round}`;
    expect(await medals(), name).toEqual(round % 2 === 0 ? confirmed : provisional);
    const result = (await feeds.moments()).find(({ kind }) => kind === "result");
    expect(
      result?.participants.map((who) => who.familyName),
      name,
    ).toEqual(["Ferrol", "van Roij", "Chemoi", "Bell"]);
  }
});

test("without a schedule that says so nobody has a medal, and the final of those who missed it never gives one", async () => {
  await hear(resultsCsv(race));
  expect(await medals()).toEqual([]);
  const minor = ["Final B", "Small Final", "Placement 5-6", "Round 3", "1500m - Heat 1"].map(
    (stage, at): UnitTable => ({
      ...race,
      code: `ATHW300M--------------FNL-000${at + 2}00--`,
      stage,
    }),
  );
  await hear(scheduleCsv({ ...racePlan, phase: "Women's 300m Finals" }));
  await hear(resultsCsv(...minor));
  expect(await medals()).toEqual(provisional);
  expect(await told("disqualification")).toHaveLength(1);
  expect(await told("result")).toContain(
    "confirmed Women’s 300\u00a0m, final B: Ana Ferrol (LCA) 35.10",
  );
});

const duel = (stage: string, code: string, winner: Placing, loser: Placing): UnitTable => ({
  code: `JUDW55KG--------------${code}`,
  discipline: "Judo",
  event: "Women -55 kg",
  stage,
  type: "POINTS",
  placings: [
    { ...loser, wlt: "L", result: "0" },
    { ...winner, wlt: "W", result: "10" },
  ],
});
const [geo, bra, cub, fra]: Placing[] = [
  { code: "1", name: "LOMIDZE Nino", noc: "GEO" },
  { code: "2", name: "ROCHA Bia", noc: "BRA" },
  { code: "3", name: "DIAZ Iris", noc: "CUB" },
  { code: "4", name: "NOIR Lea", noc: "FRA" },
] as [Placing, Placing, Placing, Placing];
const bouts = [
  duel("Final", "FNL-000100--", geo, bra),
  duel("Contest for Bronze Medal A", "REPF000100--", cub, fra),
];
const judoPlan = [
  { discipline: "Judo", event: "Women -55 kg", phase: "Women -55 kg Final", medal: "1" },
  {
    discipline: "Judo",
    event: "Women -55 kg",
    phase: "Women -55 kg Contests for Bronze Medals",
    medal: "3",
  },
];

test("a final gives gold and silver, the bout for third place bronze to its winner", async () => {
  await hear(scheduleCsv(...judoPlan));
  await hear(resultsCsv(...bouts));
  expect(await medals()).toEqual([
    "provisional bronze Iris Diaz",
    "provisional gold Nino Lomidze",
    "provisional silver Bia Rocha",
  ]);
  expect(await told("result")).toEqual([
    "confirmed Judo, women’s -55\u00a0kg, final: Nino Lomidze (GEO) 10–0 Bia Rocha (BRA)",
    "confirmed Judo, women’s -55\u00a0kg, for bronze: Iris Diaz (CUB) 10–0 Lea Noir (FRA)",
  ]);
});

test("where a lost semi-final is worth a bronze, the schedule says so", async () => {
  await hear(
    resultsCsv(
      duel("Semifinal", "SFNL000100--", geo, bra),
      duel("Semifinal", "SFNL000200--", cub, fra),
    ),
  );
  expect(await medals()).toEqual([]);
  await hear(scheduleCsv({ ...judoPlan[1]!, phase: "Women -55 kg - Semifinals" }));
  expect(await medals()).toEqual(["provisional bronze Bia Rocha", "provisional bronze Lea Noir"]);
});

test("who ties has the same medal", async () => {
  const [first, second, third] = race.placings as [Placing, Placing, Placing];
  await hear(scheduleCsv(racePlan));
  await hear(
    resultsCsv({ ...race, placings: [first, { ...second, rank: "1", result: "35.10" }, third] }),
  );
  expect(await medals()).toEqual([
    "provisional bronze Ruth Chemoi",
    "provisional gold Ana Ferrol",
    "provisional gold Britt van Roij",
  ]);
});

test("the same outcome again is nothing; another with a newer date is a correction, of the medals too", async () => {
  const again = { ...race, date: "2031-05-12T11:57:00+02:00" };
  await hear(scheduleCsv(racePlan));
  await hear(resultsCsv(race));
  expect(await hear(resultsCsv(again))).toBe(0);
  expect(await hear(resultsCsv(race))).toBe(0);
  const [first, ...rest] = race.placings as [Placing, ...Placing[]];
  const promoted = rest.map((each) =>
    each.rank ? { ...each, rank: `${Number(each.rank) - 1}.0` } : each,
  );
  const placings = [{ ...first, rank: "", result: "", irm: "DSQ" }, ...promoted];
  await hear(resultsCsv({ ...race, date: "2031-05-12T12:30:00+02:00", placings }));
  expect(await medals()).toEqual([
    "provisional bronze Kim Bell",
    "provisional gold Britt van Roij",
    "provisional silver Ruth Chemoi",
    "withdrawn gold Ana Ferrol",
  ]);
  expect(await told("result")).toEqual([
    "corrected Women’s 300\u00a0m, final: Britt van Roij (NED) 35.13",
  ]);
});

test("medallists prevail over what was deduced", async () => {
  await hear(scheduleCsv(racePlan));
  await hear(resultsCsv(race));
  const [gold, silver] = raceWon as [(typeof raceWon)[0], (typeof raceWon)[0]];
  const other = { ...silver, medal: 3 as const, name: "BELL Kim", noc: "USA", code: "7004" };
  await hear(medallistsCsv(gold, silver, other));
  expect(await medals()).toEqual([
    "confirmed bronze Kim Bell",
    "confirmed gold Ana Ferrol",
    "confirmed silver Britt van Roij",
    "withdrawn bronze Ruth Chemoi",
  ]);
  expect(await hear(resultsCsv({ ...race, date: "2031-05-12T11:57:00+02:00" }))).toBe(0);
});

test.each([["list first"], ["result first"]])(
  "a deduced medal and the same in a list are one, and it stands: %s",
  async (order) => {
    await hear("code,name,discipline,event,color\n", "list");
    await hear(scheduleCsv(racePlan));
    const both = [
      () => hear("code,name,discipline,event,color\nLCA,FERROL Ana,Athletics,300m Women,G", "list"),
      () => hear(resultsCsv(race)),
    ];
    for (const say of order === "list first" ? both : both.toReversed()) await say();
    expect(await medals()).toEqual([
      "confirmed gold Ana Ferrol",
      ...provisional.filter((each) => !each.includes("gold")),
    ]);
    const gold = (await feeds.moments()).find(({ facts }) => facts.medal === "gold");
    expect(gold?.sources.map(({ feed }) => feed).toSorted()).toEqual(["list", "results"]);
  },
);

test("while it is under way a unit starts and is led; before and after the fact nothing is made up", async () => {
  const live = (date: string, order: number[]) =>
    resultsCsv({
      ...race,
      date,
      status: "RUNNING",
      placings: order.map((rank, at) => ({ ...race.placings[at]!, rank: String(rank) })),
    });
  await hear(resultsCsv({ ...race, status: "START_LIST", date: "2031-05-11T20:00:00+02:00" }));
  expect(await feeds.moments()).toEqual([]);
  await hear(live("2031-05-11T20:30:00", [1, 2]));
  await hear(live("2031-05-11T20:30:20", [2, 1]));
  expect((await feeds.moments()).toSorted(byTime).map(({ headline }) => headline.en)).toEqual([
    "Under way: women’s 300\u00a0m, final",
    "Britt van Roij (NED) takes the lead, women’s 300\u00a0m, final",
  ]);
});

test("a unit that is called off is a change of schedule, and decides no medal", async () => {
  await hear(scheduleCsv({ ...racePlan, status: "CANCELLED" }));
  await hear(resultsCsv(race));
  expect(await told("schedule", "medal")).toEqual([
    "confirmed Cancelled: women’s 300\u00a0m, final",
  ]);
  expect(await hear(scheduleCsv({ ...racePlan, status: "CANCELLED" }))).toBe(0);
});

test("the tables may come as JSON, with numbers and nothing for what is empty", async () => {
  const asJson = (csv: string) =>
    JSON.stringify(
      (parse(csv, { columns: true }) as Record<string, string>[]).map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            value === "" ? null : /^\d+$/.test(value) ? Number(value) : value,
          ]),
        ),
      ),
    );
  for (const csv of [scheduleCsv(racePlan), resultsCsv(race), medallistsCsv(...raceWon)])
    expect(
      await feeds.take(asJson(csv), { source: "results", contentType: "application/json" }),
    ).toMatchObject({ status: 202 });
  expect(await medals()).toEqual(confirmed);
});

test.each([
  ["a,b\n1,2", "header"],
  [resultsCsv({ ...race, date: "yesterday" }), "date"],
  [resultsCsv({ ...race, status: "MAYBE" }), "stage_status"],
  [resultsCsv({ ...race, code: "A".repeat(41) }), "stage_code"],
  [scheduleCsv({ ...racePlan, event: "" }), "event"],
  [medallistsCsv({ ...raceWon[0]!, noc: "" }), "country_code"],
])(
  "what cannot be used is refused by its field, and nothing of it is kept: %#",
  async (body, field) => {
    expect(await feeds.take(body, { source: "results" })).toMatchObject({ status: 422, field });
    expect(await feeds.moments()).toEqual([]);
  },
);

/** Gold medals a medallists table tells: one a team, one a person. */
function goldsOf(day: string): number {
  const rows: Record<string, string>[] = parse(real("medallists", day).text, { columns: true });
  const golds = rows.filter((row) => row["medal_code"] === "1");
  return new Set(
    golds.map((row) => [row["discipline"], row["event"], row["team"] || row["name"]].join("|")),
  ).size;
}

const played = [
  [days[0], ["schedule", "results", "medallists"], 18],
  [days[1], ["medallists", "results", "schedule"], 29],
  [days[2], ["results", "schedule", "medallists"], 20],
] as const;
test.for(played)(
  "%s as %j: every medal of the day and no other, %i of them gold",
  async ([day, order, golds], context) => {
    if (missing) context.skip(missing);
    for (const table of order) await hear(real(table, day).text);
    const standing = (await medals()).map((each) => each.split(" ").slice(0, 2).join(" "));
    expect(standing.filter((each) => each === "confirmed gold")).toHaveLength(golds);
    expect(goldsOf(day)).toBe(golds);
    expect(standing.filter((each) => !each.startsWith("confirmed"))).toEqual([]);
    for (const table of tables) await hear(`${real(table, day).text}\n`);
    const kinds = (await feeds.changes()).map(({ type }) => type);
    expect(
      kinds.filter((type) => type === "moment.withdrawn" || type === "moment.corrected"),
    ).toEqual([]);
  },
);

test("fifty-six units issued again in a minute, days later, raise nothing", async (context) => {
  if (missing) context.skip(missing);
  const all = real("results", "2024-08-03").text.split("\n");
  const issued = all.filter((line, at) => at === 0 || line.startsWith("2024-08-03T11:57"));
  const units = new Set(issued.slice(1).map((line) => line.split(",")[1]));
  expect(units.size).toBe(56);
  const before = issued.map((line) => line.replace("2024-08-03T11:57", "2024-07-30T16:57"));
  expect(await hear(before.join("\n"))).toBe(56);
  expect(await hear(issued.join("\n"))).toBe(0);
});

test.for(["results", "odf"] as const)(
  "the women's 5000 m by its organiser and by the table, %s first: one result, two sources, dated as it was settled",
  async (first, context) => {
    if (missing ?? chainMissing) context.skip(missing ?? chainMissing ?? "");
    const chain = (await readChain()).map(({ body }) => body);
    const [header = "", ...lines] = real("results", "2024-08-05").text.split("\n");
    const final = lines.filter((line) => line.includes("ATHW5000M-------------FNL"));
    const say = {
      results: async () => {
        await hear(real("schedule", "2024-08-05").text);
        await hear([header, ...final].join("\n"));
      },
      odf: async () => {
        await hear(chain[7] ?? "", "odf");
        await hear(chain[8] ?? "", "odf");
      },
    };
    await say[first]();
    await say[first === "odf" ? "results" : "odf"]();
    const moments = (await feeds.moments()).filter(({ kind }) => kind !== "schedule");
    expect(moments.map(({ kind }) => kind).toSorted()).toEqual([
      "medal",
      "medal",
      "medal",
      "result",
    ]);
    expect(await medals()).toEqual([
      "confirmed bronze Sifan Hassan",
      "confirmed gold Beatrice Chebet",
      "confirmed silver Faith Kipyegon",
    ]);
    const result = moments.find(({ kind }) => kind === "result");
    expect(result).toMatchObject({
      occurredAt: "2024-08-05T22:02:43.000Z",
      status: "confirmed",
    });
    expect(result?.sources.map(({ feed }) => feed).toSorted()).toEqual(["odf", "results"]);
  },
);
