import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { controlOf, listOf, referenceOf, session, updateOf } from "../fixtures/race-control.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";
import { realData } from "../harness/real-data.ts";

const real = realData("f1-race-control/2020_05_FP2.json");
const seed = seedOf();

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds({ control: { format: "racecontrol" } });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

async function hear(body: string): Promise<void> {
  expect(await feeds.take(body, { source: "control" })).toMatchObject({ status: 202 });
}

const byTime = (a: Moment, b: Moment) => a.occurredAt.localeCompare(b.occurredAt);
async function told(): Promise<string[]> {
  return (await feeds.moments())
    .toSorted(byTime)
    .map(({ kind, status, headline }) => `${status} ${kind}: ${headline.en}`);
}

const evening = [
  "confirmed start: Under way: the track is open",
  "confirmed incident: QUI (71): time deleted, 1:31.204 (track limits at turn 4)",
  "confirmed incident: Safety car deployed",
  "confirmed incident: Red flag",
  "confirmed incident: ORT (82): 5\u00a0s penalty",
  "confirmed period: Chequered flag",
  "confirmed disqualification: Disqualified: ORT (82)",
];

test("of a session the desk is told what matters, and no yellow flag, clear track or weather", async () => {
  await hear(listOf(session));
  expect(await told()).toEqual(evening);
  const moments = (await feeds.moments()).toSorted(byTime);
  expect(moments[1]).toMatchObject({
    occurredAt: "2031-05-11T13:11:00.000Z",
    headline: { fr: "QUI (71)\u00a0: temps annulé, 1:31,204 (limites de la piste au virage 4)" },
    context: { en: "CAR 71 (QUI) TIME 1:31.204 DELETED - TRACK LIMITS AT TURN 4 LAP 6 13:10:02" },
    participants: [{ code: "71", name: "QUI" }],
  });
  expect(moments[6]).toMatchObject({ headline: { fr: "Disqualification\u00a0: ORT (82)" } });
});

test("a list that grows, in any order and with everything twice, ends the same", async () => {
  const random = createRandom(seed);
  const lists = session.map((_, at) => listOf(session.slice(0, at + 1)));
  for (let round = 0; round < 6; round += 1) {
    await feeds.restart();
    for (const body of shuffled([...lists, ...lists], random)) await hear(body);
    expect(await told(), `seed ${seed}, round ${round}`).toEqual(evening);
    const kinds = new Set((await feeds.changes()).map(({ type }) => type));
    expect(kinds, `seed ${seed}, round ${round}`).toEqual(new Set(["moment.raised"]));
  }
});

test("what a newer list no longer has is withdrawn, and an old list does not bring it back", async () => {
  const without = session.filter(({ text }) => text !== "RED FLAG");
  await hear(listOf(session));
  await hear(listOf(without));
  expect((await told())[3]).toBe("withdrawn incident: Red flag");
  await hear(listOf(session.slice(0, 9)));
  expect((await told())[3]).toBe("withdrawn incident: Red flag");
});

test("a stream says the same as the list: all at first, then one by one", async () => {
  await hear(referenceOf(session.slice(0, 5)));
  for (const [at, control] of session.entries()) if (at >= 5) await hear(updateOf(control, at));
  expect(await told()).toEqual(evening);
  await hear(updateOf(session[7]!, 7));
  await hear(referenceOf(session));
  await hear("{}");
  await hear('{"C":"d-2","M":[]}');
  expect(await told()).toEqual(evening);
});

test("another list of another shape, on another day, with other cars, is read the same", async () => {
  const random = createRandom(seed);
  const renamed = shuffled(session, random).map((each) => ({
    ...each,
    text: each.text.replaceAll("71 (QUI)", "9 (ABE)").replaceAll("82 (ORT)", "10 (ZOL)"),
  }));
  const flat = renamed.map((each) => {
    const { Utc, Message, ...rest } = controlOf(each, "2032-09-03");
    return { session_key: 99, date: `${Utc}+00:00`, message: Message, flag: rest.Flag ?? null };
  });
  await hear(JSON.stringify(flat));
  await hear(listOf(session));
  const all = await told();
  expect(all.slice(0, 7)).toEqual(evening);
  expect(all.slice(7)).toEqual(
    evening.map((each) => each.replace("QUI (71)", "ABE (9)").replace("ORT (82)", "ZOL (10)")),
  );
});

test("two sessions of one day do not take each other back", async () => {
  await hear(listOf(session));
  await hear(listOf([{ at: "17:00:00", text: "SESSION STARTED" }]));
  expect(await told()).toEqual([...evening, "confirmed start: Under way"]);
});

test("each decision of the stewards has its words; what is only looked at has none", async () => {
  const said: [string, string | null][] = [
    [
      "FIA STEWARDS: DRIVE THROUGH PENALTY FOR CAR 9 (ABE) - SPEEDING",
      "ABE (9): drive-through penalty",
    ],
    ["FIA STEWARDS: 10 SECOND STOP/GO PENALTY FOR CAR 9 (ABE)", "ABE (9): 10\u00a0s stop-and-go"],
    ["FIA STEWARDS: PENALTY SERVED - 5 SECOND TIME PENALTY FOR CAR 9 (ABE)", null],
    ["CAR 9 (ABE) TIME 1:31.204 REINSTATED", "ABE (9): time reinstated, 1:31.204"],
    [
      "CAR 9 (ABE) LAP DELETED - TRACK LIMITS AT TURN 1 LAP 28",
      "ABE (9): lap deleted (track limits at turn 1)",
    ],
    ["CAR 44 TIME 1:31.000 DELETED - DOUBLE YELLOW", "#44: time deleted, 1:31.000"],
    ["BLACK AND WHITE FLAG FOR CAR 9 (ABE) - TRACK LIMITS", null],
    ["VIRTUAL SAFETY CAR DEPLOYED", "Virtual safety car"],
    ["VIRTUAL SAFETY CAR ENDING", null],
    ["SAFETY CAR IN THIS LAP", null],
    ["RED LIGHT - PIT EXIT CLOSED", null],
    ["RACE RESUMED", "Racing again"],
    ["CARS 16 (LOM) AND 10 (GAR) DISQUALIFIED", "Disqualified: LOM (16), GAR (10)"],
  ];
  for (const [text, headline] of said) {
    await feeds.restart();
    await hear(listOf([{ at: "13:00:00", text }]));
    expect(
      (await feeds.moments()).map((each) => each.headline.en),
      text,
    ).toEqual(headline === null ? [] : [headline]);
  }
});

test("a message without time or words is named, and nothing of the list is kept", async () => {
  const list = (one: object) => JSON.stringify({ Messages: [controlOf(session[0]!), one] });
  const cases: [string, string][] = [
    [list({ Utc: "soon", Message: "RED FLAG" }), "Messages.1.Utc"],
    [list({ Utc: "2031-05-11T13:00:00" }), "Messages.1.Message"],
    [list({ Utc: "2031-05-11T13:00:00", Message: "A".repeat(501) }), "Messages.1.Message"],
    [list({ Utc: "2031-05-11T13:00:00", Message: "RED \ud800" }), "Messages.1.Message"],
    [list({ Utc: "0000-05-11T13:00:00", Message: "RED FLAG" }), "Messages.1.Utc"],
    ['{"weather": 3}', "Messages"],
  ];
  for (const [body, field] of cases)
    expect(await feeds.take(body, { source: "control" }), field).toMatchObject({
      status: 422,
      outcome: "badField",
      field,
    });
  expect(await feeds.moments()).toEqual([]);
});

test("the recorded session tells its six moments, three of them lap times deleted long after the lap", async (context) => {
  if (real.missing) context.skip(real.missing);
  const { Messages } = JSON.parse(real.text) as { Messages: { Utc: string }[] };
  const random = createRandom(seed);
  for (let end = 1; end <= Messages.length; end += 1)
    await hear(JSON.stringify({ Messages: Messages.slice(0, end) }));
  for (const end of shuffled([...Messages.keys()], random))
    await hear(JSON.stringify({ Messages: Messages.slice(0, end + 1) }));
  await hear(real.text);
  expect(await told()).toEqual([
    "confirmed start: Under way: the track is open",
    "confirmed incident: RIC (3): time deleted, 1:27.113 (track limits at turn 9)",
    "confirmed incident: ALB (23): time deleted, 1:33.539 (track limits at turn 9)",
    "confirmed incident: SAI (55): time deleted, 1:38.367 (track limits at turn 9)",
    "confirmed incident: Virtual safety car",
    "confirmed incident: Red flag",
  ]);
  expect(new Set((await feeds.changes()).map(({ type }) => type))).toEqual(
    new Set(["moment.raised"]),
  );
});
