import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";
import { realData } from "../harness/real-data.ts";
import { realGzip } from "../harness/real-gzip.ts";

const whole = {
  ma1: realData("statsperform/ma1-match.json"),
  ma3: realGzip("statsperform/ma3-events.json.gz"),
  f7: realData("opta-f/f7.xml"),
  f24: realData("opta-f/f24.xml"),
  statsbomb: realGzip("statsbomb/3788741-events.json.gz"),
};
const missing = Object.values(whole).find((file) => file.missing)?.missing ?? null;
const seed = seedOf();

let feeds: Feeds;

beforeAll(async () => {
  feeds = await openFeeds({
    ma: { format: "statsperform" },
    f7: { format: "opta" },
    f24: { format: "opta", settings: { sides: ["FC København", "FC Nordsjælland"] } },
    statsbomb: { format: "statsbomb", settings: { startsAt: "2021-06-11T21:00:00+02:00" } },
  });
});
beforeEach(async (context) => {
  if (missing) context.skip(missing);
  await feeds.restart();
});
afterAll(() => feeds?.close());

async function accept(source: string, body: string): Promise<void> {
  expect(await feeds.take(body, { source })).toMatchObject({ status: 202 });
}

async function standing(): Promise<string[]> {
  return (await feeds.moments())
    .filter(({ status }) => status !== "withdrawn")
    .toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt))
    .map(({ headline, status }) => `${status} ${headline.en}`);
}

async function changes(): Promise<(string | null)[]> {
  return (await feeds.changes()).map(({ type }) => type);
}

const hamburg = [
  "confirmed Kick-off: Hamburger SV – Sandhausen",
  "confirmed Half-time: Hamburger SV 0–0 Sandhausen",
  `confirmed Second yellow, sent off: M. Ritzmaier, Sandhausen (72)`,
  `confirmed Penalty goal: D. Kinsombi, Hamburger SV 1–0 Sandhausen (74)`,
  `confirmed Goal: J. Bachmann, Hamburger SV 1–1 Sandhausen (87)`,
  `confirmed Goal: M. Heyer, Hamburger SV 2–1 Sandhausen (90+6)`,
  "confirmed Full time: Hamburger SV 2–1 Sandhausen",
];

test("MA1 and MA3 of one match say the same, and its winner in the 96th minute stands out", async () => {
  for (const body of [whole.ma3.text, whole.ma1.text]) {
    await feeds.restart();
    await accept("ma", body);
    expect(await standing()).toEqual(hamburg);
  }
  await accept("ma", whole.ma3.text);
  expect(await standing()).toEqual(hamburg);
  expect(new Set(await changes())).toEqual(new Set(["moment.raised"]));
  const winner = (await feeds.moments()).find(({ facts }) => facts.minute === "90+6");
  expect(winner).toMatchObject({
    occurredAt: "2021-09-11T20:24:35.000Z",
    facts: { score: "2–1", venue: "Volksparkstadion" },
    participants: [{ name: "M. Heyer" }, { name: "L. Reis" }],
  });
  expect(winner?.salience.reasons.map(({ code }) => code)).toContain("stoppage");
});

type Event = {
  typeId: number;
  periodId: number;
  timeStamp: string;
  lastModified: string;
  qualifier: { qualifierId: number; value?: string }[];
};

/** The events as they stood at an instant: without later ones, later edits undone, and not yet deleted. */
function asOf(at: string): string {
  const document = JSON.parse(whole.ma3.text) as {
    liveData: { matchDetails: object; event: Event[] };
  };
  const event = document.liveData.event
    .filter(({ timeStamp }) => timeStamp <= at)
    .map((each) => {
      if (each.lastModified <= at) return each;
      const was = each.qualifier.find(({ qualifierId }) => qualifierId === 144)?.value;
      const typeId = each.typeId === 43 ? Number(was) : each.typeId;
      return { ...each, typeId, lastModified: each.timeStamp };
    });
  const isOver = event.some(({ periodId }) => periodId === 14);
  const matchDetails = isOver ? document.liveData.matchDetails : { matchStatus: "Playing" };
  return JSON.stringify({ ...document, liveData: { matchDetails, event } });
}

test("the events of a live match, told as they grow and with what was deleted since, raise each moment once", async () => {
  const from = Date.parse("2021-09-11T18:25:00Z");
  const copies = Array.from({ length: 26 }, (_, at) =>
    asOf(new Date(from + at * 5 * 60_000).toISOString()),
  );
  for (const copy of copies) await accept("ma", copy);
  // Written down that evening, and deleted two days later.
  const official = "confirmed Second yellow, sent off: Sandhausen (90+7)";
  expect(await standing()).toEqual(hamburg.toSpliced(-1, 0, official));
  await accept("ma", whole.ma3.text);
  expect(await standing()).toEqual(hamburg);
  expect((await changes()).filter((type) => type !== "moment.raised")).toEqual([
    "moment.withdrawn",
  ]);
  const random = createRandom(seed);
  await feeds.restart();
  for (const copy of shuffled([...copies, whole.ma3.text, copies[9] ?? ""], random))
    await accept("ma", copy);
  expect(await standing(), `seed ${seed}`).toEqual(hamburg);
});

test("of the 71 events that ended deleted none leaves a moment, were they goals or sendings-off", async () => {
  const document = JSON.parse(whole.ma3.text) as { liveData: { event: Event[] } };
  const deleted = document.liveData.event.filter(({ typeId }) => typeId === 43);
  expect(deleted).toHaveLength(71);
  const asIf = JSON.parse(whole.ma3.text) as typeof document;
  const early = (each: Event) => ({ ...each, lastModified: each.timeStamp });
  asIf.liveData.event = asIf.liveData.event.map((each, at) =>
    each.typeId === 43
      ? early({ ...each, typeId: at % 2 ? 16 : 17, qualifier: [{ qualifierId: 33 }] })
      : early(each),
  );
  await accept("ma", JSON.stringify(asIf));
  expect(await standing()).toHaveLength(hamburg.length + 71);
  await accept("ma", whole.ma3.text);
  expect(await standing()).toEqual(
    hamburg.map((line) =>
      line
        .replace("confirmed Goal", "corrected Goal")
        .replace("confirmed Penalty", "corrected Penalty")
        .replace("confirmed Half", "corrected Half"),
    ),
  );
  expect((await changes()).filter((type) => type === "moment.withdrawn")).toHaveLength(71);
});

const italy = [
  "confirmed Kick-off: Turkey – Italy",
  "confirmed Half-time: Turkey 0–0 Italy",
  "confirmed Own goal: Merih Demiral, Turkey 0–1 Italy (53)",
  "confirmed Goal: Ciro Immobile, Turkey 0–2 Italy (66)",
  "confirmed Goal: Lorenzo Insigne, Turkey 0–3 Italy (79)",
  "provisional Full time: Turkey 0–3 Italy",
];

test("Turkey and Italy are told from the kick-off in the settings, whole and as the match grows", async () => {
  await accept("statsbomb", whole.statsbomb.text);
  expect(await standing()).toEqual(italy);
  const moments = await feeds.moments();
  expect(moments.find(({ kind }) => kind === "result")).toMatchObject({
    headline: { fr: "Fin du match\u00a0: Turquie 0–3 Italie" },
    facts: { score: "3–0" },
    participants: [{ organisation: "ITA" }, { organisation: "TUR" }],
  });
  const at = moments.find(({ facts }) => facts.minute === "53")?.occurredAt ?? "";
  // 45:55 played, about 15 minutes of break, 7:12 played.
  expect(at.slice(0, 16)).toBe("2021-06-11T20:08");
  const events = JSON.parse(whole.statsbomb.text) as object[];
  const copies = [4, 1500, 2003, 2269, 2270, 2800, 3349, 3803].map((count) =>
    JSON.stringify(events.slice(0, count)),
  );
  await feeds.restart();
  for (const copy of copies) await accept("statsbomb", copy);
  expect(await standing()).toEqual(italy);
  expect(new Set(await changes())).toEqual(new Set(["moment.raised"]));
  const random = createRandom(seed);
  await feeds.restart();
  for (const copy of shuffled([...copies, ...copies], random)) await accept("statsbomb", copy);
  expect(await standing(), `seed ${seed}`).toEqual(italy);
});

test("F7 and F24 say what their shortened files hold", async () => {
  await accept("f7", whole.f7.text);
  expect(await standing()).toEqual([
    "confirmed Kick-off: FC København – FC Nordsjælland",
    "confirmed Half-time: FC København 0–0 FC Nordsjælland",
    "confirmed Full time: FC København 2–1 FC Nordsjælland",
  ]);
  await feeds.restart();
  await accept("f24", whole.f24.text);
  const moments = await feeds.moments();
  const of = (kind: string) =>
    moments.filter((each) => each.kind === kind).map(({ headline }) => headline.en);
  expect(of("goal").toSorted()).toEqual([
    "Goal for FC Nordsjælland: FC København 0–2 FC Nordsjælland (48)",
    "Own goal: FC København 1–2 FC Nordsjælland (50)",
    "Penalty goal for FC Nordsjælland: FC København 0–1 FC Nordsjælland (23)",
  ]);
  expect(of("card")).toEqual(["Red card: FC Nordsjælland (51)"]);
  expect(of("result")).toEqual(["Full time: FC København 1–2 FC Nordsjælland (0–1 on penalties)"]);
  // London's summer clock is an hour ahead.
  expect(moments.find(({ kind }) => kind === "start")?.occurredAt).toBe("2018-09-23T14:02:13.608Z");
});
