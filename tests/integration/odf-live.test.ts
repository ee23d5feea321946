import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Moment } from "#shared/moments.ts";
import {
  bareCompetitor,
  competitor,
  line,
  odfMessage,
  type OdfParts,
  records,
} from "../fixtures/odf.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";

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
/** Every order of a few messages. */
const orders = <Item>(items: readonly Item[]): Item[][] =>
  items.length < 2
    ? [[...items]]
    : items.flatMap((first, at) => orders(items.toSpliced(at, 1)).map((rest) => [first, ...rest]));

const ana = competitor("1", "LCA", "Ana", "FERROL");
const bea = competitor("2", "DMA", "Bea", "ORTIZ");
const eventCode = "ATHW100M--------------";

/** A result line that broke records. */
function broke(mark: string, who: string, ...codes: string[]) {
  const told = codes.map((code) => `<RecordIndicator RecordType="${code}" Order="1"/>`).join("");
  return line("1", mark, who, `<RecordIndicators>${told}</RecordIndicators>`);
}
const result = (version: number, content: string, parts: Partial<OdfParts> = {}) =>
  odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version, content, ...parts });
const history = (version: number, ...held: Parameters<typeof records>[1][]) =>
  odfMessage({
    type: "DT_RECORD",
    status: "",
    version,
    code: eventCode,
    content: records(eventCode, ...held),
  });
const before = { type: "WR", mark: "10.74", date: "2021-08-21", place: "Eugene", who: bea };
const older = {
  type: "WR",
  mark: "10.81",
  date: "2018-06-01",
  who: competitor("9", "KEN", "Una", "LEE"),
};
const national = { type: "NR", mark: "10.90", date: "2020-07-01", who: ana };
const elsewhere = { type: "NR", mark: "10.80", date: "2020-07-01", who: bea };
const itself = { type: "WR", mark: "10.72", date: "2024-08-03", who: ana };

test("a record says whose it was, whatever order the messages came in, and without a new version", async () => {
  const told = result(1, broke("10.72", ana, "WR", "NR"));
  const known = history(1, older, before, national, elsewhere);
  const after = history(2, older, before, itself, national, elsewhere);
  for (const messages of orders([told, known, after])) {
    await feeds.restart();
    await accept(...messages, ...messages);
    const previous = (await all("record")).map(({ facts, version, status }) => [
      facts.record,
      [facts.previous, version, status],
    ]);
    expect(Object.fromEntries(previous)).toEqual({
      WR: ["Bea Ortiz (DMA), 10.74 (Eugene, 2021)", 1, "confirmed"],
      NR: ["Ana Ferrol (LCA), 10.90 (Lausanne, 2020)", 1, "confirmed"],
    });
  }
});

test("a record set twice in a day is the first one's before it is the second one's", async () => {
  const heat = result(1, broke("10.73", bea, "WR"), { code: "ATHW100M--------------HEAT000100--" });
  const final = result(1, broke("10.72", ana, "WR"));
  const inHeat = { ...before, mark: "10.73", date: "2024-08-03", place: "Paris" };
  await accept(heat, final, history(3, older, inHeat, itself));
  expect((await all("record")).map(({ facts }) => facts.previous ?? "").toSorted()).toEqual([
    "Bea Ortiz (DMA), 10.73 (Paris, 2024)",
    "Una Lee (KEN), 10.81 (Lausanne, 2018)",
  ]);
});

test("a list of records taken back is quoted no more, and another event's is never quoted", async () => {
  await accept(result(1, broke("10.72", ana, "WR")), history(1, before));
  const taken = history(2).replace(/<Competition>[^]*<\/Competition>/, "");
  await accept(taken);
  expect(await all("record")).toMatchObject([{ version: 1, facts: { previous: null } }]);
  const discipline = `ATH${"-".repeat(31)}`;
  const other = odfMessage({
    type: "DT_RECORD",
    status: "",
    version: 1,
    code: discipline,
    content: records("ATHW200M--------------", before) + records(eventCode, older),
  });
  await accept(other);
  expect(await all("record")).toMatchObject([
    { facts: { previous: "Una Lee (KEN), 10.81 (Lausanne, 2018)" } },
  ]);
});

test("a record that is equalled is not called broken", async () => {
  const told = broke("10.74", ana, "WR").replace(" Order=", ' Equalled="Y" Order=');
  await accept(result(1, told), history(1, before));
  const [record] = await all("record");
  expect(record?.facts.previous).toBe("Bea Ortiz (DMA), 10.74 (Eugene, 2021)");
  expect(record?.headline).toEqual({
    fr: "Record du monde égalé\u00a0: Ana Ferrol (LCA) 10,74 (100\u00a0m femmes)",
    en: "World record equalled: Ana Ferrol (LCA) 10.74 (women’s 100\u00a0m)",
  });
});

const live = (version: number, time: string, first: string, second: string) =>
  result(version, line("1", "5.1", first) + line("2", "5.2", second), { status: "LIVE", time });
const current = (version: number, time: string, ...codes: [string, string][]) =>
  odfMessage({
    type: "DT_CURRENT",
    status: "",
    version,
    time,
    content: codes
      .map(
        ([code, organisation], at) =>
          `<Result SortOrder="${at + 1}"><ExtendedResults><ExtendedResult Type="ER" Code="LIVE" Value="7.${at}" Rank="${at + 1}"/></ExtendedResults>${bareCompetitor(code, organisation)}</Result>`,
      )
      .join(""),
  });

test("a lead is told once, by whichever message is first to tell it, with the names of the start list", async () => {
  await accept(
    result(1, line("", "", ana) + line("", "", bea), { status: "START_LIST", time: "210000000" }),
  );
  await accept(live(2, "212000000", ana, bea));
  await accept(current(1, "212003000", ["2", "DMA"], ["1", "LCA"]));
  await accept(live(3, "212004000", bea, ana), current(2, "212005000", ["2", "DMA"], ["1", "LCA"]));
  expect(await all("lead")).toMatchObject([
    {
      version: 1,
      headline: { en: "Bea Ortiz (DMA) takes the lead, women’s 100\u00a0m, final" },
      participants: [{ code: "2", result: "7.0" }],
    },
  ]);
  // Results may rank as of the last intermediate time: what follows the race closely is believed.
  await accept(live(4, "212006000", ana, bea), current(3, "212007000", ["2", "DMA"], ["1", "LCA"]));
  expect(await all("lead")).toHaveLength(1);
  await accept(current(4, "212008000", ["1", "LCA"], ["2", "DMA"]), live(5, "212009000", ana, bea));
  expect((await all("lead")).map(({ participants: [who] }) => who?.code ?? "").toSorted()).toEqual([
    "1",
    "2",
  ]);
});

test("codes alone say nothing until somebody named who they are", async () => {
  await accept(current(1, "212003000", ["1", "LCA"], ["2", "DMA"]));
  await accept(current(2, "212004000", ["2", "DMA"], ["1", "LCA"]));
  expect(await feeds.moments()).toEqual([]);
});

test("while the photo is read nobody is confirmed; what it decided carries the sign and its source", async () => {
  const finish = (version: number, photo: string) =>
    result(
      version,
      [ana, bea]
        .map((who, at) =>
          line(String(at + 1), "10.72", who).replace("<Result ", `<Result ${photo} `),
        )
        .join(""),
    );
  await accept(finish(1, 'PhotoFinish="P"'));
  expect(await all("result")).toMatchObject([{ status: "provisional" }]);
  await accept(finish(2, 'PhotoFinish="E"'));
  const [told] = await all("result");
  expect(told).toMatchObject({ status: "confirmed" });
  expect(told?.salience.reasons).toContainEqual(
    expect.objectContaining({ code: "photo", field: "Result@PhotoFinish" }),
  );
  // As athletics writes it; far behind, it keeps nobody waiting.
  const extended =
    '<ExtendedResults><ExtendedResult Type="ER" Code="PHOTO" Value="P"/></ExtendedResults>';
  await accept(result(3, line("1", "10.70", ana) + line("4", "11.00", bea, extended)));
  expect(await all("result")).toMatchObject([{ status: "corrected" }]);
  await accept(result(4, line("1", "10.70", ana, extended) + line("2", "10.70", bea)));
  expect(await all("result")).toMatchObject([{ status: "provisional" }]);
});

test("a unit that is under way in any way is told to have begun, once, and has no result yet", async () => {
  const during = ["LIVE", "INTERMEDIATE", "UNCONFIRMED", "PARTIAL"];
  for (const [at, status] of during.entries())
    await accept(result(at + 1, line("1", "10.72", ana), { status }));
  expect((await feeds.moments()).map(({ kind, version }) => [kind, version])).toEqual([
    ["start", 1],
  ]);
});

test("a decision that is awaited holds the result as a protest does, and a result taken back is withdrawn", async () => {
  const content = line("1", "10.72", ana) + line("2", "10.80", bea);
  const standing = async () => (await all("result")).map(({ status }) => status);
  await accept(result(1, content));
  for (const [version, status] of ["PROTESTED", "OFFICIAL", "PROVISIONAL", "OFFICIAL"].entries()) {
    await accept(result(version + 2, content, { status }));
    expect(await standing()).toEqual([status === "OFFICIAL" ? "confirmed" : "protested"]);
  }
  await accept(result(6, "").replace(/<Competition>[^]*<\/Competition>/, ""));
  expect(await standing()).toEqual(["withdrawn"]);
});

test("whoever is out of a final is told: disqualified, or without start or finish", async () => {
  const out = ["DSQ", "DQB", "DNF", "DNS"].map((irm, at) =>
    line("", "", competitor(`3${at}`, "LCA", "Ana", `LI${irm}`)).replace(
      '<Result Rank=""',
      `<Result IRM="${irm}"`,
    ),
  );
  await accept(result(1, line("1", "10.72", ana) + out.join("")));
  const told = (await feeds.moments()).filter(({ kind }) => kind !== "result");
  expect(told.map(({ kind, facts }) => `${kind} ${facts.result}`).toSorted()).toEqual([
    "disqualification DQB",
    "disqualification DSQ",
    "retirement DNF",
    "retirement DNS",
  ]);
});

test("of two bodies of one version the later one holds, also past midnight of its sports day", async () => {
  const early = result(1, line("1", "10.72", ana), { time: "235900000" });
  const late = result(1, line("1", "10.72", bea), { date: "2024-08-04", time: "000500000" });
  for (const messages of orders([early, late, early])) {
    await feeds.restart();
    await accept(...messages);
    expect(await all("result")).toMatchObject([
      { participants: [{ code: "2" }], occurredAt: "2024-08-03T21:59:00.000Z" },
    ]);
  }
});

test("signs of life, alerts and what is said better elsewhere are kept and say nothing", async () => {
  const types = ["KA", "PING", "LOCAL_ON", "LOCAL_OFF", "ALERT", "NEWS", "MEDALS", "STATS", "PDF"];
  for (const type of types)
    expect(
      await feeds.take(odfMessage({ type: `DT_${type}`, status: "", version: 1 })),
    ).toMatchObject({ status: 202, outcome: "accepted", moments: 0 });
  expect(await feeds.moments()).toEqual([]);
});

test("a ceremony that begins is told, a medal ceremony too", async () => {
  const unit = (code: string, phase: number) =>
    `<Unit Code="${code}" PhaseType="${phase}" ScheduleStatus="RUNNING" StartDate="2024-08-03T22:10:00+02:00"><ItemName Value="Women's 100m Victory Ceremony"/></Unit>`;
  await accept(
    odfMessage({
      type: "DT_SCHEDULE_UPDATE",
      status: "",
      version: 2,
      code: `ATH${"-".repeat(31)}`,
      content: unit("ATHW100M--------------VICTMEDAL---", 6) + unit(`CER${"-".repeat(31)}`, 0),
    }),
  );
  expect((await feeds.moments()).map(({ kind }) => kind)).toEqual(["ceremony", "ceremony"]);
});
