/** Two recorded days of athletics. What is expected is counted from the files by another way than the adapter's. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";
import { realData } from "../harness/real-data.ts";

const seed = seedOf();
const days = ["02", "03"] as const;
const file = (kind: string, day: string, type: string) =>
  realData(`rio2016-athletics/rio_${kind}_day_${day}.${type}`);
const missing = file("results", "02", "json").missing;
const bodies = days.flatMap((day) => [
  file("entries", day, "xml").text,
  file("schedule", day, "xml").text,
  file("results", day, "json").text,
]);

let feeds: Feeds;
/** As they are when both days are told. */
let moments: Moment[] = [];
beforeAll(async () => {
  feeds = await openFeeds({ track: { format: "athletics" } });
  if (missing) return;
  for (const body of bodies) await hear(body);
  moments = await feeds.moments();
});
beforeEach((context) => {
  if (missing) context.skip(missing);
});
afterAll(() => feeds?.close());

async function hear(body: string): Promise<number> {
  const answer = await feeds.take(body, { source: "track" });
  expect(answer, answer.message).toMatchObject({ status: 202 });
  return answer.moments;
}
const count = (kind: Moment["kind"]) => moments.filter((each) => each.kind === kind).length;

type Line = {
  tpAthleteId: string;
  familyName: string;
  rank?: string;
  performance: string;
  qualification?: string;
  recordFlags?: string[];
  recordflag?: string;
};
type Unit = {
  gender: string;
  eventCode: string;
  name: string;
  round: string;
  athlon?: string;
  date: string;
  result: Line[];
};
const units: Unit[] = missing
  ? []
  : days.flatMap(
      (day) => (JSON.parse(file("results", day, "json").text) as { events: Unit[] }).events,
    );
const finals = units.filter(({ round, athlon }) => round === "FINAL" && !athlon);
const linesOf = (some: readonly Unit[]) => some.flatMap(({ result }) => result);
const flagsOf = ({ recordFlags = [], recordflag = "" }: Line) =>
  [...recordFlags, ...recordflag.split(" ")].filter(Boolean);

test("both days: a result a unit, three medals a final, and nobody else's", () => {
  expect(count("result")).toBe(units.length);
  const medals = moments.filter(({ kind }) => kind === "medal");
  const won = finals.flatMap(({ result }) =>
    result
      .filter(({ rank }) => ["1", "2", "3"].includes(rank ?? ""))
      .map(({ familyName, rank }) => `${rank} ${familyName}`),
  );
  expect(medals).toHaveLength(won.length);
  expect(won).toHaveLength(27);
  const colours = ["gold", "silver", "bronze"].map(
    (colour) => medals.filter(({ facts }) => facts.medal === colour).length,
  );
  expect(colours).toEqual([9, 9, 9]);
  const names = medals.map(({ participants: [who] }) => `${who?.rank} ${who?.familyName}`);
  expect(names.toSorted()).toEqual(won.toSorted());
  expect(moments.filter(({ status }) => status !== "confirmed")).toEqual([]);
});

test("both days: the records of each reach, who is out of a final, and the units somebody goes through from", () => {
  const flags = linesOf(units).flatMap((line) => {
    const own = flagsOf(line);
    // A junior's national record that is the nation's is told once.
    return own
      .filter((flag) => /^[WAN](R|UR|JR)$/.test(flag))
      .filter((flag) => !(/^N[UJ]R$/.test(flag) && own.includes("NR")));
  });
  const told = moments.flatMap(({ facts }) => facts.record ?? []);
  expect(told.toSorted()).toEqual(flags.toSorted());
  expect(told.filter((code) => code === "WR")).toHaveLength(1);
  const out = linesOf(finals).filter(({ performance }) => /DNF|DNS/.test(performance));
  expect(count("retirement")).toBe(out.length);
  const struck = linesOf(finals).filter(({ performance }) => /DQ/.test(performance));
  expect(count("disqualification")).toBe(struck.length);
  const through = units.filter(({ result }) => result.some(({ qualification }) => qualification));
  expect(count("qualification")).toBe(through.length);
});

/** Winners of whom the entries say that three or more of the field had a better season. */
function upsets(): string[] {
  const seasons = new Map<string, number>();
  for (const day of days)
    for (const [, athlete = ""] of file("entries", day, "xml").text.matchAll(
      /<athlete>([\s\S]*?)<\/athlete>/g,
    )) {
      const text = (name: string) =>
        new RegExp(`<${name}>\\s*(?:<result>)?\\s*([^<\\s]*)`).exec(athlete)?.[1] ?? "";
      const event = text("event").toLowerCase().slice(0, 4);
      if (!text("heat").startsWith("c") && text("seasonalBest"))
        seasons.set(`${text("gender")} ${event} ${text("id")}`, inSeconds(text("seasonalBest")));
    }
  return finals.flatMap(({ gender, eventCode, result }) => {
    const better = ["LJ", "TJ", "DT", "HJ", "PV"].includes(eventCode) ? -1 : 1;
    const season = ({ tpAthleteId, performance }: Line) => {
      const known = seasons.get(`${gender} ${eventCode.toLowerCase().slice(0, 4)} ${tpAthleteId}`);
      return known === inSeconds(performance) || known === undefined ? null : known * better;
    };
    const inOrder = result
      .filter(({ performance }) => performance !== "DNS")
      .map((line) => ({ line, season: season(line) }))
      .filter((each) => each.season !== null)
      .toSorted((a, b) => a.season! - b.season!);
    const place = inOrder.findIndex(({ line }) => line.rank === "1");
    return place >= 3 ? [inOrder[place]!.line.familyName] : [];
  });
}
const inSeconds = (mark: string) =>
  mark.split(":").reduce((total, figures) => total * 60 + Number(figures), 0);

test("both days: whoever won against the season's order, and nobody else", () => {
  const isUpset = ({ salience }: Moment) => salience.reasons.some(({ code }) => code === "upset");
  const surprising = moments.filter(isUpset);
  const expected = upsets();
  const of = (kind: string) =>
    surprising
      .filter((each) => each.kind === kind)
      .map((each) => each.participants[0]?.familyName ?? "");
  expect(of("result").toSorted()).toEqual(expected.toSorted());
  expect(of("medal").toSorted()).toEqual(expected.toSorted());
  expect(expected.length).toBeLessThan(finals.length / 4);
});

test("both days: results have the start of their timetable, by the venue's clock", () => {
  const results = moments.filter(({ kind }) => kind === "result");
  const final = results.find(
    ({ participants: [who], facts }) => who?.result === "43.03" && facts.phase?.en === "final",
  );
  // 22:00 where the desk says the venue is.
  expect(final?.facts.startsAt).toBe("2016-08-14T20:00:00.000Z");
  expect(final?.occurredAt).toBe("2016-08-14T20:00:00.000Z");
  const timed = results.filter(({ facts }) => facts.startsAt !== null);
  // The total of a combined event is no line of a timetable.
  expect(results.length - timed.length).toBe(1);
});

test("both days in any order, and again: the same moments, nothing corrected or taken back", async () => {
  const random = createRandom(seed);
  let first: string[] | null = null;
  for (let round = 0; round < 2; round += 1) {
    await feeds.restart();
    for (const body of shuffled(bodies, random)) await hear(body);
    const told = (await feeds.moments())
      .map(({ headline, status, version, occurredAt, facts, salience }) =>
        JSON.stringify([headline.en, status, version, occurredAt, facts, salience]),
      )
      .toSorted();
    first ??= told;
    expect(told, `seed ${seed}, round ${round}`).toEqual(first);
    for (const body of shuffled(bodies, random)) expect(await hear(`${body}\n`)).toBe(0);
    expect(
      (await feeds.changes()).filter(({ type }) => /corrected|withdrawn/.test(type ?? "")),
    ).toEqual([]);
  }
});
