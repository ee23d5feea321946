/** A day sheet into a real desk: all of it or nothing, what was shown or nothing, and everybody sees the same. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "#shared/day-sheet.ts";
import { backends, openBackend } from "../harness/backends.ts";
import { openConsole, type TestConsole } from "../harness/console.ts";
import {
  apiToken,
  command,
  type Credential,
  type Desk,
  signIn,
  startDesk,
} from "../harness/desk.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { importSheet, type SheetRow, sheetOf } from "../harness/sheet.ts";

describe.each(backends)("with the queue on %s", (backend) => {
  let queue: Awaited<ReturnType<typeof openBackend>>;
  let desk: Desk;
  let cookie: Credential;
  let screen: TestConsole;
  let record: DeskRecord;
  let day = 0;

  beforeAll(async () => {
    queue = await openBackend(backend);
    const redis = queue.redisUrl ? { redisUrl: queue.redisUrl } : {};
    desk = await startDesk({ roles: "web", ...redis });
    cookie = await signIn(desk);
    screen = openConsole(desk, cookie);
    await screen.until("the desk is on screen", (self) => self.state !== null);
    record = await openRecord(desk);
  });
  afterAll(async () => {
    screen?.close();
    await record?.close();
    await desk?.stop();
    await queue?.stop();
  });
  // Each test plans a day of its own: a sheet has no say about the others.
  beforeEach(() => void (day += 1));

  function rowOf(id: string, changes: SheetRow = {}): SheetRow {
    return {
      id: `${day}-${id}`,
      at: `2036-07-${String(day).padStart(2, "0")} 20:20`,
      zone: "Europe/Paris",
      fold: "",
      "title fr": `Titre ${id}`,
      "title en": `Title ${id}`,
      accounts: "",
      "text fr": `Bonsoir ${id}`,
      "text en": `Good evening ${id}`,
      ...changes,
    };
  }

  const slotOf = (id: string) =>
    screen.state?.slots.find(({ externalId }) => externalId === `${day}-${id}`);
  /** What leaves under a slot, by account. */
  const leaving = (id: string) =>
    screen
      .state!.deliveries.filter(
        (each) => each.postId === slotOf(id)?.postId && each.state === "scheduled",
      )
      .map(({ account, text }) => `${account.handle}: ${text}`)
      .toSorted();
  const stands = (what: string, id: string, texts: string) =>
    screen.until(what, () => leaving(id).some((text) => text.includes(texts)));

  async function planOf(sheet: string, answers = {}): Promise<Plan> {
    const reply = await command(desk, cookie, "rundown.preview", { sheet, answers });
    if (!reply.ok) throw new Error(`the preview was refused: ${reply.code}`);
    return reply.value.plan;
  }

  test("a sheet becomes slots with a post for every account in its language, at their instant, on every console", async () => {
    const sheet = sheetOf([rowOf("a"), rowOf("b", { at: `2036-07-0${day} 21:00:30` })]);
    expect((await planOf(sheet)).steps.map(({ what }) => what)).toEqual(["added", "added"]);
    const done = await importSheet(desk, cookie, sheet);
    expect(done).toEqual({ added: 2, changed: 0, removed: 0, unchanged: 0, left: 0 });
    await stands("the slots are there", "b", "Bonsoir b");
    expect(leaving("a")).toEqual([
      "evening.en: Good evening a",
      "islands_evening: Good evening a",
      "soiree.fr: Bonsoir a",
      "soiree_iles: Bonsoir a",
    ]);
    const slot = slotOf("b")!;
    expect(slot).toMatchObject({ startAt: `2036-07-0${day}T19:00:30.000Z`, kind: "post" });
    const deliveries = screen.state!.deliveries.filter(({ postId }) => postId === slot.postId);
    expect(deliveries.map(({ dueAt, notAfter }) => [dueAt, notAfter])).toEqual(
      Array.from({ length: 4 }, () => [slot.startAt, slot.notAfter]),
    );
    expect(screen.state!.posts.find(({ id }) => id === slot.postId)).toMatchObject({
      purpose: "slot",
      momentId: null,
      title: { fr: "Titre b", en: "Title b" },
    });
  });

  test("importing the same sheet again, in any order, changes nothing at all", async () => {
    const rows = ["a", "b", "c"].map((id) => rowOf(id));
    await importSheet(desk, cookie, sheetOf(rows));
    const before = await record.countMade();
    const again = await importSheet(desk, cookie, sheetOf(rows.toReversed(), ";"));
    expect(again).toEqual({ added: 0, changed: 0, removed: 0, unchanged: 3, left: 0 });
    expect(await record.countMade()).toEqual(before);
  });

  test("bad rows name every row and column, and nothing of the sheet is made", async () => {
    const sheet = sheetOf([
      rowOf("good"),
      rowOf("bad", { at: "soon", zone: "Mars", "text fr": "=A1" }),
      rowOf("gone", { at: "2020-07-24 20:20" }),
      rowOf("twice"),
      rowOf("twice"),
    ]);
    const before = await record.countMade();
    const input = { sheet, answers: {}, planHash: null };
    const reply = await command(desk, cookie, "rundown.import", input);
    expect(reply).toMatchObject({ ok: false, code: "badSheet", details: { field: "sheet" } });
    const problems = (reply.ok ? [] : reply.details["problems"]) as Plan["problems"];
    expect(problems.map(({ code, row, column }) => `${code} ${row} ${column}`).toSorted()).toEqual([
      "badTime 3 at",
      "badZone 3 zone",
      "formula 3 text fr",
      "past 4 at",
      "repeatedId 5 id",
      "repeatedId 6 id",
    ]);
    const plan = await planOf(sheet);
    expect(plan.problems).toEqual(problems);
    expect(plan.steps).toEqual([]);
    expect(await record.countMade()).toEqual(before);
  });

  test("a sheet of 10 000 rows, a NUL and a broken character are refused at once, with the reason", async () => {
    const before = await record.countMade();
    const many = sheetOf(Array.from({ length: 10_000 }, (_, index) => rowOf(String(index))));
    expect((await planOf(many)).problems).toMatchObject([
      { code: "tooManyRows", facts: { most: 1000 } },
    ]);
    const nul = sheetOf([rowOf("nul", { "text fr": "a\0b" })]);
    expect(
      await command(desk, cookie, "rundown.import", { sheet: nul, answers: {}, planHash: null }),
    ).toMatchObject({ ok: false, code: "badInput" });
    const broken = sheetOf([rowOf("broken", { "text fr": "kilom\uFFFDtre" })]);
    expect((await planOf(broken)).problems).toMatchObject([
      { code: "notUtf8", row: 2, column: "text fr" },
    ]);
    expect(await record.countMade()).toEqual(before);
  });

  test("a row that changes moves and rewrites what has not left; one that is gone is taken back", async () => {
    await importSheet(desk, cookie, sheetOf([rowOf("moved"), rowOf("kept"), rowOf("gone")]));
    await stands("the slots are there", "gone", "Bonsoir");
    const kept = slotOf("moved")!;
    const gone = slotOf("gone")!;
    const at = `2036-07-0${day} 22:00`;
    const next = sheetOf([rowOf("moved", { at, "text fr": "Plus tard" }), rowOf("kept")]);
    const plan = await planOf(next);
    expect(plan.steps.map(({ what, differs }) => [what, ...differs])).toEqual([
      ["removed"],
      ["unchanged"],
      ["changed", "at", "text"],
    ]);
    await importSheet(desk, cookie, next);
    await stands("the row has moved", "moved", "Plus tard");
    expect(slotOf("moved")).toMatchObject({
      id: kept.id,
      postId: kept.postId,
      startAt: `2036-07-0${day}T20:00:00.000Z`,
    });
    expect(leaving("moved")).toEqual([
      "evening.en: Good evening moved",
      "islands_evening: Good evening moved",
      "soiree.fr: Plus tard",
      "soiree_iles: Plus tard",
    ]);
    const all = (postId: string) =>
      screen.state!.deliveries.filter((delivery) => delivery.postId === postId);
    expect(all(kept.postId).map(({ rev, dueAt }) => [rev, dueAt])).toEqual(
      Array.from({ length: 4 }, () => [2, `2036-07-0${day}T20:00:00.000Z`]),
    );
    expect(slotOf("gone")).toBeUndefined();
    expect(all(gone.postId).map(({ state, reason }) => [state, reason])).toEqual(
      Array.from({ length: 4 }, () => ["cancelled", "unplanned"]),
    );
  });

  test("an account that is taken off a row and put on again gets its post again", async () => {
    const only = (accounts: string) =>
      sheetOf([rowOf("a", { accounts, "text en": "", "title en": "" })]);
    await importSheet(desk, cookie, only("soiree_iles soiree.fr"));
    await importSheet(desk, cookie, only("soiree_iles"));
    await screen.until("one is left", () => leaving("a").length === 1);
    await importSheet(desk, cookie, only("soiree.fr soiree_iles"));
    await screen.until("both leave", () => leaving("a").length === 2);
    expect(leaving("a")).toEqual(["soiree.fr: Bonsoir a", "soiree_iles: Bonsoir a"]);
  });

  test("what was dropped by hand stays dropped while its row stays, and is planned again when it changes", async () => {
    const rows = (text: string) => sheetOf([rowOf("a", { "text fr": text }), rowOf("b")]);
    await importSheet(desk, cookie, rows("Bonsoir a"));
    await stands("the slots are there", "b", "Bonsoir b");
    const dropped = screen.state!.deliveries.filter(({ postId }) => postId === slotOf("a")!.postId);
    const input = { deliveries: dropped.map(({ id }) => id) };
    await command(desk, cookie, "delivery.drop", input);
    await screen.until("nothing of it leaves", () => leaving("a").length === 0);
    expect(await importSheet(desk, cookie, rows("Bonsoir a"))).toMatchObject({ unchanged: 2 });
    expect(await importSheet(desk, cookie, rows("Autrement"))).toMatchObject({ changed: 1 });
    await stands("it leaves again", "a", "Autrement");
    expect(leaving("a")).toHaveLength(4);
    const { rows: places } = await placesOf(slotOf("a")!.postId);
    expect(places).toEqual([
      { state: "cancelled", occurrence: 0, count: 4 },
      { state: "scheduled", occurrence: 1, count: 4 },
    ]);
  });

  async function placesOf(postId: string) {
    const rows = await record.db
      .selectFrom("deliveries")
      .select(({ fn }) => ["state", "occurrence", fn.countAll<string>().as("count")])
      .where("postId", "=", postId)
      .groupBy(["state", "occurrence"])
      .orderBy("occurrence")
      .execute();
    return { rows: rows.map((row) => ({ ...row, count: Number(row.count) })) };
  }

  test("what already left stays as it went, and the plan says so", async () => {
    const rows = (text: string) => [rowOf("out", { "text fr": text }), rowOf("b")];
    await importSheet(desk, cookie, sheetOf(rows("Bonsoir")));
    await stands("the slot is there", "out", "Bonsoir");
    const { postId } = slotOf("out")!;
    const one = screen.state!.deliveries.find((each) => each.postId === postId)!;
    await record.db
      .updateTable("deliveries")
      .set({ state: "confirmed", publicAt: new Date() })
      .where("id", "=", one.id)
      .execute();
    const before = await record.countMade();
    const plan = await planOf(sheetOf(rows("Autrement")));
    expect(plan.steps.map(({ what }) => what)).toEqual(["unchanged", "left"]);
    expect(plan.steps.find(({ what }) => what === "left")).toMatchObject({ differs: ["text"] });
    expect(await importSheet(desk, cookie, sheetOf(rows("Autrement")))).toMatchObject({ left: 1 });
    expect(await importSheet(desk, cookie, sheetOf([rowOf("b")]))).toMatchObject({ left: 1 });
    expect(slotOf("out")?.postId).toBe(postId);
    expect(await record.countMade()).toEqual(before);
  });

  test("a plan that is out of date is refused, and nothing is done", async () => {
    const sheet = sheetOf([rowOf("a"), rowOf("b")]);
    const { hash } = await planOf(sheet);
    await importSheet(desk, cookie, sheetOf([rowOf("a", { "text fr": "Autre chose" })]));
    const before = await record.countMade();
    const input = { sheet, answers: {}, planHash: hash };
    expect(await command(desk, cookie, "rundown.import", input)).toMatchObject({
      ok: false,
      code: "planChanged",
    });
    expect(await record.countMade()).toEqual(before);
  });

  test("two producers who import at once take turns: one plan is applied, the other is out of date", async () => {
    const sheets = ["one", "two"].map((text) => sheetOf([rowOf("a", { "text fr": text })]));
    const hashes = await Promise.all(sheets.map(async (sheet) => (await planOf(sheet)).hash));
    const replies = await Promise.all(
      sheets.map((sheet, index) =>
        command(desk, cookie, "rundown.import", { sheet, answers: {}, planHash: hashes[index]! }),
      ),
    );
    expect(replies.map((reply) => (reply.ok ? "done" : reply.code)).toSorted()).toEqual([
      "done",
      "planChanged",
    ]);
  });

  test("pressing import twice imports once", async () => {
    const sheet = sheetOf([rowOf("a")]);
    const input = { sheet, answers: {}, planHash: (await planOf(sheet)).hash };
    const id = randomUUID();
    const press = () => command(desk, cookie, "rundown.import", input, id);
    const replies = await Promise.all([press(), press()]);
    expect(replies.map((reply) => reply.ok && reply.value.added)).toEqual([1, 1]);
    await stands("the slot is there", "a", "Bonsoir a");
    expect((await placesOf(slotOf("a")!.postId)).rows).toEqual([
      { state: "scheduled", occurrence: 0, count: 4 },
    ]);
  });

  test("a time the clocks skip is asked, and imported as answered", async () => {
    const sheet = sheetOf([rowOf("gap", { at: "2036-03-30 02:30" })]);
    const [question] = (await planOf(sheet)).problems;
    expect(question).toMatchObject({ code: "timeSkipped", row: 2, column: "at" });
    await importSheet(desk, cookie, sheet, { [`${day}-gap`]: "later" });
    await stands("the slot is there", "gap", "Bonsoir");
    expect(slotOf("gap")).toMatchObject({ startAt: question!.choices!.later, fold: "later" });
  });

  test("a zone that is neither the venue’s nor the team’s is pointed at, and no obstacle", async () => {
    const { warnings, problems } = await planOf(sheetOf([rowOf("a", { zone: "Asia/Kathmandu" })]));
    expect(warnings).toEqual([{ code: "otherZone", row: 2, value: "Asia/Kathmandu" }]);
    expect(problems).toEqual([]);
  });

  test("an editor may not import", async () => {
    const editor = await apiToken(desk, cookie, "editor");
    const sheet = sheetOf([rowOf("a")]);
    expect(await command(desk, editor, "rundown.preview", { sheet, answers: {} })).toMatchObject({
      ok: false,
      code: "notAllowed",
    });
  });

  test("a sheet of 500 rows for four accounts is planned, and changed, in a few seconds", async () => {
    const rows = (text: string) =>
      Array.from({ length: 500 }, (_, index) =>
        rowOf(String(index), {
          at: `2036-07-${day} ${String(8 + Math.floor(index / 60)).padStart(2, "0")}:${String(index % 60).padStart(2, "0")}`,
          "text fr": `${text} ${index}`,
        }),
      );
    const took = async (sheet: string) => {
      const input = { sheet, answers: {}, planHash: null };
      const startedAt = performance.now();
      const reply = await command(desk, cookie, "rundown.import", input);
      return { reply, ms: Math.round(performance.now() - startedAt) };
    };
    const added = await took(sheetOf(rows("Bonsoir")));
    expect(added.reply).toMatchObject({ ok: true, value: { added: 500 } });
    const changed = await took(sheetOf(rows("Bonne nuit")));
    expect(changed.reply).toMatchObject({ ok: true, value: { changed: 500 } });
    await stands("the last is there", "499", "Bonne nuit 499");
    expect(screen.faults).toEqual([]);
    process.stdout.write(`import: 500 rows added in ${added.ms} ms, changed in ${changed.ms} ms\n`);
    expect(added.ms + changed.ms).toBeLessThan(40_000);
  });
});
