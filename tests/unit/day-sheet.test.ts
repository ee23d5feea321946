/** Reading a day sheet: what it plans, and every way it can be wrong, named where it is. */
import { expect, test } from "vitest";
import { type DaySheet, readDaySheet } from "#server/rundown/read-sheet.ts";
import { createMeasured } from "#server/rundown/read-texts.ts";
import type { Account } from "#shared/campaigns.ts";
import type { AccountId } from "#shared/ids.ts";
import type { Fold } from "#shared/slots.ts";
import { type SheetRow, sheetOf } from "../harness/sheet.ts";

function account(handle: string, changes: Partial<Account> = {}): Account {
  return {
    id: `id-${handle}` as AccountId,
    network: "rehearsal",
    wears: "x",
    service: null,
    handle,
    name: "Account",
    locales: ["fr"],
    realm: "rehearsal",
    spacingMs: 0,
    undoMs: 0,
    ...changes,
  };
}
const accounts = [
  account("soiree_x"),
  account("evening_x", { locales: ["en"] }),
  account("soiree.sky", { wears: "bluesky" }),
  account("both.sky", { wears: "bluesky", locales: ["fr", "en"] }),
];
const good: SheetRow = {
  id: "opening",
  at: "2036-07-24 20:20",
  zone: "Europe/Paris",
  kind: "",
  late: "",
  fold: "",
  "title fr": "Ouverture",
  "title en": "Opening",
  accounts: "",
  "text fr": "Bonsoir !",
  "text en": "Good evening!",
};

function read(
  sheet: string,
  answers: Record<string, Fold> = {},
  all = accounts,
): Promise<DaySheet> {
  return readDaySheet(sheet, { accounts: all, answers, measured: createMeasured() });
}
const readRows = (...rows: SheetRow[]) => read(sheetOf(rows));
const textsOf = ({ slots }: DaySheet) =>
  slots[0]?.slot.texts.map(({ handle, locale, text }) => `${handle} ${locale}: ${text}`).toSorted();
/** Where each problem is, in short. */
const said = ({ problems }: DaySheet) =>
  problems.map(({ code, row, column }) => [code, row, column].join(" ").trim());

test("a good row plans a slot with a text for every account in its language, typeset", async () => {
  const sheet = await readRows(good);
  expect(sheet.problems).toEqual([]);
  expect(sheet.slots[0]?.slot).toMatchObject({
    externalId: "opening",
    kind: "post",
    wallAt: "2036-07-24T20:20:00",
    fold: null,
    startAt: "2036-07-24T18:20:00.000Z",
    notAfter: "2036-07-24T18:25:00.000Z",
    lateMs: null,
  });
  expect(textsOf(sheet)).toEqual([
    "both.sky en: Good evening!",
    "both.sky fr: Bonsoir\u202f!",
    "evening_x en: Good evening!",
    "soiree.sky fr: Bonsoir\u202f!",
    "soiree_x fr: Bonsoir\u202f!",
  ]);
});

test("the sheet may come with semicolons, a byte order mark, quotes, blank lines and headers in capitals", async () => {
  const plain = await readRows({ ...good, "text fr": 'Deux; lignes,\n"ici"' });
  const saved = sheetOf([{ ...good, "text fr": 'Deux; lignes,\n"ici"' }], ";")
    .replace("id;at;zone", "ID; at ;ZONE")
    .replace("text fr", "Text  FR");
  expect(plain.problems).toEqual([]);
  expect(await read(`\uFEFF${saved}\r\n;;;;;;;;;;\r\n`)).toEqual(plain);
});

test("the most exact text wins: the account’s, then its network’s, then the language’s", async () => {
  const exact = {
    ...good,
    "text fr bluesky": "Pour le ciel",
    "text fr @soiree.sky": "Pour elle seule",
  };
  expect(textsOf(await readRows(exact))).toEqual([
    "both.sky en: Good evening!",
    "both.sky fr: Pour le ciel",
    "evening_x en: Good evening!",
    "soiree.sky fr: Pour elle seule",
    "soiree_x fr: Bonsoir\u202f!",
  ]);
});

test("accounts that are named get it, and nobody else; live accounts alone where there are any", async () => {
  const named = { ...good, accounts: "@Both.Sky evening_x" };
  expect(textsOf(await readRows(named))).toEqual([
    "both.sky en: Good evening!",
    "both.sky fr: Bonsoir\u202f!",
    "evening_x en: Good evening!",
  ]);
  const live = [
    ...accounts,
    account("live.fr", { realm: "live" }),
    account("live.en", { realm: "live", locales: ["en"] }),
  ];
  expect(textsOf(await read(sheetOf([good]), {}, live))).toEqual([
    "live.en en: Good evening!",
    "live.fr fr: Bonsoir\u202f!",
  ]);
});

test.for([
  ["an empty id", { id: "" }, "missingCell 2 id"],
  ["an id of 81 characters", { id: "x".repeat(81) }, "badId 2 id"],
  ["no time", { at: "" }, "missingCell 2 at"],
  ["a time in words", { at: "24/07/2036 20h20" }, "badTime 2 at"],
  ["a day there is not", { at: "2036-02-30 10:00" }, "badTime 2 at"],
  ["no zone", { zone: "" }, "missingCell 2 zone"],
  ["a zone nobody knows", { zone: "Paris" }, "badZone 2 zone"],
  ["an offset for a zone", { zone: "+02:00" }, "badZone 2 zone"],
  ["a kind there is not", { kind: "story" }, "badKind 2 kind"],
  ["a lateness in words", { late: "a while" }, "badLate 2 late"],
  ["a lateness of weeks", { late: "400 h" }, "badLate 2 late"],
  ["a fold there is not", { fold: "first" }, "badTime 2 fold"],
  ["no title", { "title fr": "", "title en": "" }, "missingCell 2 title fr"],
  ["no text at all", { "text fr": "", "text en": "" }, "noText 2"],
  [
    "an account nobody linked",
    { accounts: "soiree_x evening_x ghost" },
    "unknownAccount 2 accounts",
  ],
  ["a text nobody would get", { accounts: "evening_x" }, "strayText 2 text fr"],
  [
    "a named account without a text",
    { "text en": "", accounts: "soiree_x evening_x" },
    "noText 2 accounts",
  ],
  ["a text too long for X", { "text fr": "é".repeat(281) }, "tooLong 2 text fr"],
  ["a formula", { "text fr": '=HYPERLINK("x")' }, "formula 2 text fr"],
  ["a formula with a plus", { at: "+TODAY()" }, "formula 2 at"],
  ["what a formula failed with", { "title fr": "#REF!" }, "formula 2 title fr"],
  ["what one failed with in French", { "text en": "#NOM?" }, "formula 2 text en"],
  ["a broken character", { "text fr": "Dernier kilom\uFFFDtre" }, "notUtf8 2 text fr"],
] as const)("%s is named with its row and column", async ([, changes, where]) => {
  const sheet = await readRows({ ...good, ...changes });
  expect(said(sheet)).toEqual([where]);
  expect(sheet.slots).toEqual([]);
  expect(sheet.problems[0]?.message).not.toBe("");
});

test("what only looks like a formula is text: a mention, a minus, a hashtag, a score", async () => {
  for (const text of ["@soiree_x (ce soir)", "- 3 degrés", "#RebondLive", "+2 ! (record)", "-"])
    expect(said(await readRows({ ...good, "text fr": text }))).toEqual([]);
});

test("every problem of every row is named at once", async () => {
  const sheet = await readRows(
    { ...good, id: "one", at: "soon", zone: "Mars", kind: "story" },
    good,
    { ...good, id: "three", late: "x", "text en": "=A1" },
    { ...good },
  );
  expect(said(sheet)).toEqual([
    "badKind 2 kind",
    "badTime 2 at",
    "badZone 2 zone",
    "repeatedId 3 id",
    "formula 4 text en",
    "badLate 4 late",
    "repeatedId 5 id",
  ]);
  expect(sheet.problems.find(({ code }) => code === "repeatedId")?.facts).toEqual({ rows: "3, 5" });
});

test("an id on many rows names the first five of them; of very many problems, the last shown counts the others", async () => {
  const sheet = await readRows(...Array.from({ length: 1000 }, () => good));
  expect(sheet.problems).toHaveLength(500);
  expect(sheet.problems[0]?.facts).toEqual({ rows: "2, 3, 4, 5, 6, …" });
  expect(sheet.problems.at(-1)).toMatchObject({ row: 501, facts: { more: 500 } });
  expect(JSON.stringify(sheet.problems).length).toBeLessThan(150_000);
});

test("a cell no network would take is said once, with its own length, beside what else is wrong with the row", async () => {
  const sheet = await readRows({ ...good, zone: "Mars", "text fr": "🏊‍♀️".repeat(800) });
  expect(said(sheet)).toEqual(["badZone 2 zone", "tooLong 2 text fr"]);
  expect(sheet.problems[1]?.facts).toEqual({ length: 4000, maxLength: 3000 });
});

test("an endless id or header is not repeated with every problem of its rows", async () => {
  const endless = "x".repeat(90_000);
  const { problems } = await readRows({ ...good, id: endless, at: "soon" });
  expect(problems.map(({ externalId }) => externalId?.length)).toEqual([80, 80]);
  const stray = await readRows({ ...good, [`text fr @${endless}`]: "Bonsoir" });
  expect(stray.problems.map(({ column }) => column?.length)).toEqual([300, 300]);
});

test("a cell of names nobody has names some of them", async () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `n${index}`).join(" ");
  const { problems } = await readRows({ ...good, accounts: names });
  expect(problems.filter(({ code }) => code === "unknownAccount")).toHaveLength(20);
});

test("reading a sheet lets everything else go on", async () => {
  let [turns, reading] = [0, true];
  const turn = (): void => {
    turns += 1;
    if (reading) setImmediate(turn);
  };
  setImmediate(turn);
  await readRows(...Array.from({ length: 200 }, () => good));
  reading = false;
  expect(turns).toBeGreaterThan(100);
});

test.for([
  ["nothing at all", "", "empty"],
  ["a header alone", "id,at,zone,title fr,text fr\n", "empty"],
  [
    "columns missing",
    "id,at\nx,y\n",
    "missingColumn 1 zone|missingColumn 1 title fr|missingColumn 1 text fr",
  ],
  [
    "a column twice",
    "id,at,zone,title fr,text fr,Text FR\na,b,c,d,e,f\n",
    "repeatedColumn 1 Text FR",
  ],
  ["a quote never closed", 'id,at\n"x,y\n', "notCsv 2"],
  ["a quote in the middle", 'id,at\na,b\nx,y "z"\n', "notCsv 3"],
] as const)("%s: said once, and no row is read", async ([, text, where]) => {
  const sheet = await read(text);
  expect(said(sheet).join("|")).toBe(where);
  expect(sheet.slots).toEqual([]);
});

test("a column nobody knows is named, and so is one for an account nobody linked", async () => {
  const strange = { ...good, "text de": "Guten Abend", "text fr @ghost": "", notes: "x" };
  expect(said(await readRows(strange))).toEqual([
    "unknownColumn 1 text de",
    "unknownAccount 1 text fr @ghost",
    "unknownColumn 1 notes",
  ]);
});

test("rows with a cell too many or too few are each named", async () => {
  const [header, row] = sheetOf([good]).split("\r\n") as [string, string];
  const sheet = await read([header, row, `${row},more`, "only,three,cells"].join("\r\n"));
  expect(said(sheet)).toEqual(["notCsv 3", "notCsv 4"]);
});

test("more than 1000 rows are refused before any is read, and blank ones do not count", async () => {
  const many = (count: number) =>
    sheetOf(Array.from({ length: count }, (_, index) => ({ ...good, id: `row-${index}` })));
  expect(said(await read(many(10_000)))).toEqual(["tooManyRows"]);
  expect(said(await read(many(1001)))).toEqual(["tooManyRows"]);
  expect((await read(`${many(1000)}${",".repeat(10)}\r\n\r\n`)).slots).toHaveLength(1000);
});

test("a time the clocks skip or show twice is a question with both choices, answered in the sheet or apart", async () => {
  const gap = { ...good, id: "gap", at: "2036-03-30 02:30" };
  const twice = { ...good, id: "twice", at: "2036-10-26T02:30:00" };
  const asked = await readRows(gap, twice);
  expect(said(asked)).toEqual(["timeSkipped 2 at", "timeTwice 3 at"]);
  expect(asked.problems.map(({ choices }) => choices)).toEqual([
    { earlier: "2036-03-30T00:30:00.000Z", later: "2036-03-30T01:30:00.000Z" },
    { earlier: "2036-10-26T00:30:00.000Z", later: "2036-10-26T01:30:00.000Z" },
  ]);
  const answered = await read(sheetOf([gap, { ...twice, fold: "Earlier" }]), {
    gap: "later",
    twice: "later",
  });
  expect(answered.problems).toEqual([]);
  expect(answered.slots.map(({ slot }) => [slot.fold, slot.startAt])).toEqual([
    ["later", "2036-03-30T01:30:00.000Z"],
    ["earlier", "2036-10-26T00:30:00.000Z"],
  ]);
});

test("how late a row may leave is what it says, else what its kind allows", async () => {
  const late = async (changes: SheetRow) =>
    (await readRows({ ...good, ...changes })).slots[0]?.slot.notAfter;
  expect(await late({ late: "90 s" })).toBe("2036-07-24T18:21:30.000Z");
  expect(await late({ late: "10min" })).toBe("2036-07-24T18:30:00.000Z");
  expect(await late({ late: "2 H" })).toBe("2036-07-24T20:20:00.000Z");
  expect(await late({ kind: "Ceremony" })).toBe("2036-07-24T18:20:20.000Z");
  expect(await late({ kind: "evergreen" })).toBe("2036-07-24T22:00:00.000Z");
});

test("one title stands for both languages", async () => {
  const { slots } = await readRows({ ...good, "title en": "" });
  expect(slots[0]?.slot.title).toEqual({ fr: "Ouverture", en: "Ouverture" });
});
