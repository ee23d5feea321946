import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import { competitor, line, medals, odfMessage } from "../fixtures/odf.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds();
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

const final = "ATHW100M--------------FNL-000100--";
const accept = async (body: string) =>
  expect(await feeds.take(body)).toMatchObject({ status: 202 });
const all = async (kind: Moment["kind"]) =>
  (await feeds.moments()).filter((each) => each.kind === kind);

function schedule(
  type: "DT_SCHEDULE" | "DT_SCHEDULE_UPDATE",
  time: string,
  status: string,
  start: string,
) {
  const unit = `<Unit Code="${final}" PhaseType="3" ScheduleStatus="${status}" StartDate="2024-08-03T${start}:00+02:00"><ItemName Value="Women's 100m Final"/></Unit>`;
  const code = `ATH${"-".repeat(31)}`;
  const version = type === "DT_SCHEDULE" ? 40 : 3;
  return odfMessage({ type, status: "", version, code, time, content: unit }).replace(
    ' ResultStatus=""',
    "",
  );
}

test("the whole timetable and an update of it are one word on a unit: the later one holds, in whatever order they come", async () => {
  const old = schedule("DT_SCHEDULE", "190000000", "DELAYED", "21:20");
  const update = schedule("DT_SCHEDULE_UPDATE", "200000000", "POSTPONED", "21:40");
  for (const messages of [
    [old, update],
    [update, old],
  ]) {
    await feeds.restart();
    for (const message of messages) await accept(message);
    expect((await all("schedule")).map(({ headline }) => headline.en)).toEqual([
      "Postponed: women’s 100\u00a0m, final, now at 21:40",
    ]);
  }
});

test("whoever carries the flags, or hands the medals over, is told once and corrected when others do", async () => {
  const bearers = (version: number, ...families: string[]) =>
    odfMessage({
      type: "DT_FLAGBEARERS",
      status: "",
      version,
      code: `CER${"-".repeat(31)}`,
      content: families.map((family, at) => competitor(`80${at}`, "LCA", "Ana", family)).join(""),
    });
  await accept(bearers(1, "FERROL", "ORTIZ"));
  await accept(bearers(2, "FERROL", "ORTIZ"));
  expect(await all("ceremony")).toMatchObject([
    { version: 1, headline: { fr: "Porte-drapeaux\u00a0: Ana Ferrol (LCA) et Ana Ortiz (LCA)" } },
  ]);
  await accept(bearers(3, "FERROL", "ORTIZ", "LI", "ADAMS", "RUIZ"));
  expect(await all("ceremony")).toMatchObject([
    {
      version: 2,
      status: "corrected",
      headline: { en: "Flagbearers: Ana Ferrol (LCA), Ana Ortiz (LCA), Ana Li (LCA) and 2 others" },
    },
  ]);
  const presenter = `<Presenter Order="1"><Description GivenName="Eva" FamilyName="STERN" Gender="W" Organisation="GRE"/></Presenter>`;
  await accept(odfMessage({ type: "DT_PRESENTER", status: "", version: 1, content: presenter }));
  expect((await all("ceremony"))[0]?.headline).toEqual({
    fr: "Remise des médailles, 100\u00a0m femmes\u00a0: Eva Stern (GRE)",
    en: "Handing over the medals, women’s 100\u00a0m: Eva Stern (GRE)",
  });
});

test("a sign of life is taken in, and says nothing", async () => {
  await accept(odfMessage({ type: "DT_KA", status: "", version: 1 }));
  expect(await feeds.moments()).toEqual([]);
});

test("the delegation's first medal is the first that was won, in whatever order the medals are told", async () => {
  const won = (event: string, time: string, colour: "GOLD" | "BRONZE", who: string) =>
    odfMessage({
      type: "DT_MEDALLISTS",
      status: "OFFICIAL",
      version: 1,
      code: `ATHW${event}--------------${"-".repeat(16)}`.slice(0, 34),
      event: `Women's ${event}`,
      time,
      content: `<Medal Code="ME_${colour}">${competitor(who, "LCA", "Ana", `A${who}`)}</Medal>`,
    });
  const early = won("200M", "190000000", "BRONZE", "1");
  const late = won("400M", "210000000", "GOLD", "2");
  for (const messages of [
    [early, late],
    [late, early],
  ]) {
    await feeds.restart();
    for (const message of messages) await accept(message);
    const firsts = (await all("medal")).map(({ facts, salience }) => [
      facts.medal,
      [
        facts.firstEver,
        salience.reasons.map(({ code }) => code).filter((code) => code.startsWith("first")),
      ],
    ]);
    expect(Object.fromEntries(firsts)).toEqual({
      bronze: [true, ["firstEver"]],
      gold: [false, []],
    });
  }
  // Taken back, it makes the other one the first.
  const nothing = odfMessage({
    type: "DT_MEDALLISTS",
    status: "OFFICIAL",
    version: 2,
    code: `ATHW200M--------------${"-".repeat(16)}`.slice(0, 34),
    content: "",
  });
  await accept(nothing);
  const standing = (await all("medal")).map(({ facts, status }) => [
    facts.medal,
    [status, facts.firstEver],
  ]);
  expect(Object.fromEntries(standing)).toEqual({
    bronze: ["withdrawn", true],
    gold: ["confirmed", true],
  });
});

test("of two feeds that differ, the later word of equal authority holds; the other is kept beside it", async () => {
  const ranking = (time: string, winner: string) =>
    odfMessage({
      type: "DT_RESULT",
      status: "OFFICIAL",
      version: 1,
      time,
      content: line("1", "10.72", competitor(winner, "LCA", "Ana", `A${winner}`)),
    });
  const told: [string, string][] = [
    [ranking("212000000", "1"), "odf"],
    [ranking("213000000", "2"), "odf2"],
  ];
  for (const messages of [told, told.toReversed()]) {
    await feeds.restart();
    for (const [message, source] of messages) await feeds.take(message, { source });
    const [result] = await all("result");
    expect(result).toMatchObject({ source: { feed: "odf2" }, participants: [{ code: "2" }] });
    expect(result?.sources.map(({ feed }) => feed).toSorted()).toEqual(["odf", "odf2"]);
  }
});

test("a protest of one feed is not ended by another that has not heard of it", async () => {
  const content = medals(competitor("1", "LCA", "Ana", "FERROL"));
  const told = (status: string, version: number, time: string) =>
    odfMessage({ type: "DT_MEDALLISTS", status, version, time, content });
  await accept(told("OFFICIAL", 1, "212000000"));
  await accept(told("PROTESTED", 2, "213000000"));
  await feeds.take(told("OFFICIAL", 1, "213500000"), { source: "odf2" });
  expect(await all("medal")).toMatchObject([{ status: "protested" }]);
  await accept(told("OFFICIAL", 3, "214000000"));
  expect(await all("medal")).toMatchObject([{ status: "confirmed" }]);
});

test("who goes through from a heat is one moment, and nobody goes through from a final", async () => {
  const heat = (code: string, version: number, ...marks: string[]) =>
    odfMessage({
      type: "DT_RESULT",
      status: "OFFICIAL",
      version,
      code,
      content: marks
        .map((mark, at) =>
          line(
            String(at + 1),
            `11.0${at}`,
            competitor(`9${at}`, "LCA", "Ana", `FERROL${at}`),
          ).replace("<Result ", `<Result QualificationMark="${mark}" `),
        )
        .join(""),
    });
  const semi = "ATHW100M--------------SFNL000100--";
  await accept(heat(semi, 1, "Q", "q", ""));
  await accept(heat(final, 1, "Q", "", ""));
  expect(await all("qualification")).toMatchObject([
    {
      version: 1,
      headline: {
        fr: "Qualification\u00a0: Ana Ferrol0 (LCA) et Ana Ferrol1 (LCA), 100\u00a0m femmes, demi-finale",
        en: "Through: Ana Ferrol0 (LCA) and Ana Ferrol1 (LCA), women’s 100\u00a0m, semi-final",
      },
    },
  ]);
  await accept(heat(semi, 2, "Q", "", "q"));
  expect(await all("qualification")).toMatchObject([
    { version: 2, status: "corrected", participants: [{ code: "90" }, { code: "92" }] },
  ]);
});
