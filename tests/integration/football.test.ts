import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { dunes, type Game, gameMs, offsetOf } from "../fixtures/football.ts";
import { ma1, ma3, statsbomb } from "../fixtures/football-json.ts";
import { f24, f7 } from "../fixtures/football-xml.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";

let feeds: Feeds;

beforeAll(async () => {
  feeds = await openFeeds({
    ma: { format: "statsperform" },
    ma2: { format: "statsperform" },
    f7: { format: "opta" },
    f24: { format: "opta" },
    opta: { format: "opta" },
    statsbomb: { format: "statsbomb", settings: { startsAt: dunes.kickOff } },
    undated: { format: "statsbomb" },
  });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

type Write = (game: Game, now?: number) => string;
const formats: [string, string, Write][] = [
  ["MA1", "ma", ma1],
  ["MA3", "ma", ma3],
  ["F7", "f7", f7],
  ["F24", "f24", f24],
  ["StatsBomb", "statsbomb", statsbomb],
];

async function accept(source: string, body: string): Promise<void> {
  expect(await feeds.take(body, { source })).toMatchObject({ status: 202 });
}

/** What stands, as an editor reads it, in the order of the match. */
async function standing(): Promise<string[]> {
  return (await feeds.moments())
    .filter(({ status }) => status !== "withdrawn")
    .toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt))
    .map(({ headline, kind }) => `${kind} ${headline.en}`);
}

async function goals(): Promise<Moment[]> {
  return (await feeds.moments())
    .filter(({ kind }) => kind === "goal")
    .toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt));
}

function told(named: (given: string, family: string) => string): string[] {
  return [
    "start Kick-off: Dune North – Dune South",
    `goal Goal: ${named("Mia", "Lund")}, Dune North 0–1 Dune South (12)`,
    `goal Own goal: ${named("Ines", "Amara")}, Dune North 0–2 Dune South (45+1)`,
    "period Half-time: Dune North 0–2 Dune South",
    `goal Penalty goal: ${named("Ana", "Ruiz")}, Dune North 1–2 Dune South (61)`,
    `card Second yellow, sent off: ${named("Eva", "Weiss")}, Dune South (71)`,
    `goal Goal: ${named("Olga", "Ortega")}, Dune North 2–2 Dune South (84)`,
    `goal Goal: ${named("Ana", "Ruiz")}, Dune North 3–2 Dune South (90+6)`,
    "result Full time: Dune North 3–2 Dune South",
  ];
}
const short = (given: string, family: string) => `${given.slice(0, 1)}. ${family}`;
const full = (given: string, family: string) => `${given} ${family}`;

test("every format tells the match the same, and a yellow card is no news", async () => {
  for (const [name, source, write] of formats) {
    await feeds.restart();
    await accept(source, write(dunes));
    const expected =
      name === "F24" ? told(short).map(withoutNames) : told(name.startsWith("MA") ? short : full);
    expect(await standing(), name).toEqual(expected);
  }
});

/** F24 has numbers for names: it tells goals for the side. */
function withoutNames(line: string): string {
  const side = /Lund|Weiss/.test(line) ? "Dune South" : "Dune North";
  return line
    .replace(/^(goal (?:Penalty goal|Goal)): [^,]+, /, `$1 for ${side}: `)
    .replace(/^(goal Own goal): [^,]+, /, "$1: ")
    .replace(/sent off: [^,]+, /, "sent off: ");
}

test("a goal carries what templates quote, in both languages", async () => {
  await accept("ma", ma1(dunes));
  const [, own, , , winner] = await goals();
  expect(winner).toMatchObject({
    status: "confirmed",
    headline: { fr: "But d’A. Ruiz, Dune North 3–2 Dune South (90+6)" },
    context: { en: "Dune North – Dune South · Coupe des Dunes · Stade des Dunes" },
    facts: {
      score: "3–2",
      minute: "90+6",
      venue: "Stade des Dunes",
      eventName: { fr: "Dune North – Dune South" },
      discipline: { fr: "football" },
      startsAt: dunes.kickOff,
    },
    participants: [
      { name: "A. Ruiz", organisation: "DNO", organisationName: { en: "Dune North" } },
      { name: "I. Amara" },
    ],
  });
  expect(winner?.salience.reasons.map(({ code }) => code)).toEqual([
    "stoppage",
    "goal",
    "lateLead",
    "comeback",
  ]);
  // Told for the side it counts for: nobody celebrates the other's mishap by name.
  expect(own?.participants).toMatchObject([
    { name: "Dune South", type: "team" },
    { name: "I. Amara" },
  ]);
  const result = (await feeds.moments()).find(({ kind }) => kind === "result");
  expect(result).toMatchObject({ status: "confirmed", facts: { score: "3–2" } });
  expect(result?.participants.map(({ name, rank }) => [name, rank])).toEqual([
    ["Dune North", 1],
    ["Dune South", 2],
  ]);
});

test("as the match goes on, each copy adds what is new; in any order and twice it ends the same", async () => {
  const seed = seedOf();
  const random = createRandom(seed);
  for (const [name, source, write] of formats) {
    await feeds.restart();
    const copies = [0, 700, 2900, 3800, 6500, 7600, 8700, 9340]
      .map((seconds) => write(dunes, seconds * 1000))
      .concat(write(dunes));
    for (const copy of copies) await accept(source, copy);
    const live = await standing();
    expect(live, name).toHaveLength(9);
    expect(await changesOf("moment.withdrawn"), name).toBe(0);
    for (let round = 0; round < 3; round += 1) {
      await feeds.restart();
      for (const copy of shuffled([...copies, ...copies], random)) await accept(source, copy);
      expect(await standing(), `${name}, seed ${seed}`).toEqual(live);
    }
  }
});

async function changesOf(type: string): Promise<number> {
  return (await feeds.changes()).filter((change) => change.type === type).length;
}

const takenBack: Game = {
  ...dunes,
  happenings: dunes.happenings.map((each) =>
    each.id === 910_006 ? { ...each, deletedAfter: 95 } : each,
  ),
};

test("a goal taken back is withdrawn, and later goals say the score without it", async () => {
  const goalAt = offsetOf(dunes.happenings[5]!);
  for (const [name, source, write] of formats) {
    await feeds.restart();
    await accept(source, write(takenBack, goalAt + 30_000));
    expect(
      (await goals()).map(({ status }) => status),
      name,
    ).not.toContain("withdrawn");
    await accept(source, write(takenBack, goalAt + 160_000));
    const after = await goals();
    // StatsBomb has no clock between events: the goal goes with the next thing told.
    if (name !== "StatsBomb")
      expect(after.at(-1), name).toMatchObject({ status: "withdrawn", facts: { score: "2–2" } });
    await accept(source, write(takenBack));
    expect(
      (await goals()).map(({ status, facts }) => [status, facts.score].join(" ")).slice(-2),
      name,
    ).toEqual(["withdrawn 2–2", `${name === "F24" ? "provisional" : "confirmed"} 2–2`]);
    expect((await standing()).at(-1), name).toBe("result Full time: Dune North 2–2 Dune South");
    // A copy from before comes late.
    await accept(source, write(takenBack, goalAt + 30_000));
    expect(
      (await goals()).filter(({ status }) => status === "withdrawn"),
      name,
    ).toHaveLength(1);
  }
});

test("a goal given to somebody else is the same moment, corrected; another edit of it is no news", async () => {
  const [first, ...rest] = dunes.happenings;
  const other: Game = {
    ...dunes,
    happenings: [{ ...first!, who: dunes.happenings[4]!.who, min: 11, sec: 21 }, ...rest],
  };
  for (const [name, source, write] of formats) {
    await feeds.restart();
    await accept(source, write(dunes, 5_000_000));
    const before = await goals();
    await accept(source, write(other, 5_100_000));
    const after = await goals();
    expect(after[0], name).toMatchObject({ id: before[0]!.id, version: 2 });
    if (name !== "F24") expect(after[0]?.status, name).toBe("corrected");
    expect(
      after.slice(1).map(({ version }) => version),
      name,
    ).toEqual([1, 1]);
    const known = await feeds.changes();
    await accept(source, write(other, 5_200_000));
    expect(await feeds.changes(), name).toEqual(known);
  }
});

test("MA1 and MA3 tell one moment of each goal, in one feed or in two", async () => {
  for (const second of ["ma", "ma2"]) {
    await feeds.restart();
    await accept("ma", ma3(dunes));
    await accept(second, ma1(dunes));
    await accept("ma", ma3(dunes, gameMs + 60_000));
    expect(await standing()).toEqual(told(short));
    expect(await changesOf("moment.corrected")).toBe(0);
    const [goal] = await goals();
    expect(goal).toMatchObject({ version: 1, sources: { length: second === "ma" ? 1 : 2 } });
  }
});

test("F24 is first with a goal and F7 names who scored it; F24 does not take the name back", async () => {
  const now = offsetOf(dunes.happenings[5]!) + 20_000;
  await accept("f24", f24(dunes, now));
  const [first] = await goals();
  expect(first).toMatchObject({ status: "provisional", participants: [{ type: "team" }] });
  await accept("f7", f7(dunes, now + 20_000));
  await accept("f24", f24(dunes, now + 100_000));
  const named = await goals();
  expect(named[0]).toMatchObject({
    id: first?.id,
    status: "confirmed",
    version: 2,
    headline: { fr: "But de Mia Lund, Dune North 0–1 Dune South (12)" },
    sources: { length: 2 },
  });
  expect(named).toHaveLength(4);
  await accept("f24", f24(dunes));
  await accept("f7", f7(dunes));
  expect(await standing()).toEqual(told(full));
});

test("F7 and F24 of one feed stand to each other as those of two: a name stays, and a goal struck out is gone", async () => {
  const now = offsetOf(dunes.happenings[5]!) + 20_000;
  const tell = async (messages: readonly string[]): Promise<string[]> => {
    await feeds.restart();
    for (const message of [...messages, ...messages]) await accept("opta", message);
    return (await goals()).map(({ status, facts, headline }) =>
      [status, facts.score, status === "withdrawn" ? "" : headline.en].join(" "),
    );
  };
  const [early, named, again] = [
    f24(dunes, now),
    f7(dunes, now + 20_000),
    f24(dunes, now + 100_000),
  ];
  const told = await tell([early, named, again]);
  expect(told[0]).toBe("confirmed 0–1 Goal: Mia Lund, Dune North 0–1 Dune South (12)");
  for (const order of [
    [again, named, early],
    [again, early, named],
  ])
    expect(await tell(order)).toEqual(told);

  const goalAt = offsetOf(dunes.happenings[5]!);
  const struck = [
    f7(takenBack, goalAt + 30_000),
    f24(takenBack, goalAt + 30_000),
    f24(takenBack, goalAt + 160_000),
  ];
  const gone = await tell(struck);
  expect(gone.at(-1)).toMatch(/^withdrawn 2–2/);
  // Once neither has it any more, nobody is told of it.
  const anew = [f7(takenBack, goalAt + 170_000), ...struck.toReversed()];
  expect(await tell(anew)).toEqual(gone.slice(0, -1));
});

test("MA3 and F24, which number matches and people each in their way, still tell one moment of each goal", async () => {
  await accept("f24", f24(dunes));
  await accept("ma", ma3(dunes));
  await accept("f24", f24(dunes, gameMs + 60_000));
  expect(await standing()).toEqual(told(short));
});

test("the formats read another match on another day, whatever it is called", async () => {
  const moved: Game = {
    matchId: "other9",
    optaId: 31,
    home: { id: 3, name: "Ville Basse", code: "VBA" },
    away: { id: 4, name: "Ville Haute", code: "VHA" },
    // In winter London's clock is UTC.
    kickOff: "2032-01-10T20:00:00.000Z",
    happenings: dunes.happenings.map((each, at) => ({ ...each, id: 5000 - at })),
  };
  for (const [name, source, write] of formats) {
    if (name === "StatsBomb") continue;
    await feeds.restart();
    await accept(source, write(moved));
    const all = await standing();
    expect(all.at(-1), name).toBe("result Full time: Ville Basse 3–2 Ville Haute");
    const [first] = await goals();
    expect(first?.occurredAt.slice(0, 19), name).toBe("2032-01-10T20:11:20");
  }
});

test("what cannot be read is refused by the name of what is wrong, and the desk says nothing", async () => {
  const refused = async (source: string, body: string) => {
    const { status, field, message } = await feeds.take(body, { source });
    return { status, field, message };
  };
  expect(await refused("undated", statsbomb(dunes))).toMatchObject({
    status: 422,
    field: "settings.startsAt",
  });
  expect(await refused("statsbomb", "{}")).toMatchObject({ status: 422, field: "body" });
  expect(await refused("ma", '{"matchInfo":{}}')).toMatchObject({ field: "matchInfo.id" });
  const foreign = ma1(dunes).replace('"contestantId":"c502"', '"contestantId":"c999"');
  expect(await refused("ma", foreign)).toMatchObject({ field: "liveData.goal.0.contestantId" });
  const undated = ma3(dunes).replace(/"timeStamp":"[^"]+"/, '"timeStamp":"yesterday"');
  expect(await refused("ma", undated)).toMatchObject({ field: "liveData.event.0.timeStamp" });
  expect(await refused("f24", f24(dunes).replace(/ home_team_name="[^"]+"/, ""))).toMatchObject({
    field: "settings.sides",
  });
  expect(await refused("f7", f7(dunes).replaceAll('Side="Away"', 'Side="Up"'))).toMatchObject({
    field: "TeamData",
  });
  expect(await refused("f7", "<SoccerFeed/>")).toMatchObject({ field: "SoccerFeed" });
  expect(await feeds.moments()).toEqual([]);
});
