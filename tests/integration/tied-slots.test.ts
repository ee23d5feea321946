/** Posts tied to a unit of the competition: they move with it, or wait for a person. Through a real desk and its feed. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Slot } from "#shared/slots.ts";
import { odfMessage } from "../fixtures/odf.ts";
import { command, feedSecret, sendFeed } from "../harness/desk.ts";
import { createRandom, seedOf } from "../harness/random.ts";
import { openRecord } from "../harness/record.ts";
import { importSheet, sheetOf, wallIn } from "../harness/sheet.ts";
import { leftOf, plan, slotOf, statesOf, untilTime, zone } from "../harness/slots.ts";
import { setStage, type Stage } from "../harness/stage.ts";

const minute = 60_000;
const [schedule, update] = ["DT_SCHEDULE", "DT_SCHEDULE_UPDATE"] as const;

let stage: Stage;
let secret: string;
let units = 0;
let told = 0;
beforeAll(async () => {
  stage = await setStage("postgres", { REBOND_TIME_SCALE: "1" });
  secret = await feedSecret(stage.desk, "odf");
});
afterAll(() => stage?.close());

/** A unit of its own for each test: `code` as a sheet may write it. */
function newUnit() {
  units += 1;
  const full = `ATHW100M--------------HEAT000${units}00`.padEnd(34, "-").slice(0, 34);
  return { full, code: full.replace(/-+$/, "") };
}

/** What the feed says of a unit, each time a second later. */
async function say(full: string, status: string, startsAt: number | null): Promise<void> {
  told += 1;
  const start =
    startsAt === null
      ? ""
      : ` StartDate="${new Date(startsAt).toISOString().replace(".000Z", "Z")}"`;
  const stamp = new Date(Date.UTC(2026, 0, 1) + told * 1000).toISOString();
  const body = odfMessage({
    type: told % 2 ? schedule : update,
    status: "OFFICIAL",
    version: told,
    code: `ATH${"-".repeat(31)}`,
    date: stamp.slice(0, 10),
    time: `${stamp.slice(11, 19).replaceAll(":", "")}000`,
    content: `<Unit Code="${full}" PhaseType="3" ScheduleStatus="${status}"${start}><ItemName Value="Women's 100m Heat"/></Unit>`,
  });
  const response = await sendFeed(
    stage.desk,
    { name: "odf", secret },
    { body, contentType: "application/xml" },
  );
  expect(response.status, await response.text()).toBe(202);
}

const second = (ms: number) => Math.ceil((Date.now() + ms) / 1000) * 1000;
const shown = (id: string, what: string, holds: (slot: Slot) => boolean) =>
  stage.screen.until(what, (self) =>
    (self.state?.slots ?? []).some((slot) => slot.externalId === id && holds(slot)),
  );
const planTied = async (ms: number, unit: string, more = {}) =>
  (await plan(stage, ms, [{ unit, kind: "post", ...more }]))[0]!;
const stateOf = (id: string) => statesOf(stage.screen, [id])[0];
const at = (id: string) => Date.parse(slotOf(stage.screen, id).startAt);

test("a unit that is put off takes its post along: it leaves at the new time, once, and not at the old one", async () => {
  const { full, code } = newUnit();
  const start = second(4000);
  await say(full, "SCHEDULED", start);
  const id = await planTied(6000, code);
  const before = slotOf(stage.screen, id);
  await say(full, "DELAYED", start + 5000);
  await shown(id, "it moved", ({ timetable }) => timetable?.call === "moved");
  const after = slotOf(stage.screen, id);
  expect(at(id) - Date.parse(before.startAt)).toBe(5000);
  expect(Date.parse(after.notAfter) - Date.parse(before.notAfter)).toBe(5000);
  expect(after.timetable).toMatchObject({ from: before.startAt, to: after.startAt });
  const moment = stage.screen.state!.moments.find(({ kind }) => kind === "schedule");
  expect(after.timetable?.momentId).toBe(moment?.id);
  await untilTime(Date.parse(before.startAt) + 1500);
  expect(["scheduled", "claimed", "prepared"]).toContain(stateOf(id));
  await stage.screen.until("it is public", () => stateOf(id) === "confirmed");
  const [left] = await leftOf(stage.screen, stage.network, [id]);
  expect(left?.posts).toHaveLength(1);
  expect(left?.lateMs[0]).toBeGreaterThanOrEqual(0);
});

test("a unit that starts earlier takes its post along too", async () => {
  const { full, code } = newUnit();
  const start = second(10 * minute);
  await say(full, "SCHEDULED", start);
  const id = await planTied(10 * minute + 7000, full);
  const was = at(id);
  await say(full, "RESCHEDULED", start - 10 * minute + 3000);
  await shown(id, "it moved", ({ timetable }) => timetable?.call === "moved");
  expect(was - at(id)).toBe(10 * minute - 3000);
  await stage.screen.until("it is public", () => stateOf(id) === "confirmed", 20_000);
  expect((await leftOf(stage.screen, stage.network, [id]))[0]?.posts).toHaveLength(1);
  expect(slotOf(stage.screen, id).unit).toBe(code);
});

test("the same word twice moves it once; back to the first time brings it back; the same sheet again does not move it", async () => {
  const { full, code } = newUnit();
  const start = second(20 * minute);
  await say(full, "SCHEDULED", start);
  const row = {
    id: "again",
    at: wallIn(20 * minute, zone),
    zone,
    unit: code,
    "title fr": "Encore",
    "text fr": "Encore",
    accounts: "soiree.fr",
  };
  await importSheet(stage.desk, stage.cookie, sheetOf([row]));
  await shown("again", "it is there", () => true);
  const was = at("again");
  for (let times = 0; times < 2; times += 1) await say(full, "DELAYED", start + 3 * minute);
  await shown("again", "it moved", ({ timetable }) => timetable !== null);
  expect(at("again") - was).toBe(3 * minute);
  expect(await importSheet(stage.desk, stage.cookie, sheetOf([row]))).toMatchObject({
    unchanged: 1,
  });
  const other = { ...row, "text fr": "Autrement" };
  expect(await importSheet(stage.desk, stage.cookie, sheetOf([other]))).toMatchObject({
    changed: 1,
  });
  await stage.screen.until("it says otherwise", () =>
    slotOf(stage.screen, "again").deliveries.some(({ text }) => text === "Autrement"),
  );
  expect(at("again") - was).toBe(3 * minute);
  await say(full, "RESCHEDULED", start);
  await shown(
    "again",
    "it is back",
    ({ timetable }) => timetable?.word.startsWith("RESCHEDULED") ?? false,
  );
  expect(at("again")).toBe(was);
});

test("a unit that is called off, or moved where its post cannot follow, leaves it to a person; nothing leaves by itself after that", async () => {
  const start = second(4000);
  const cases = [
    { status: "CANCELLED", shiftMs: 0, reason: "unitCancelled" },
    { status: "POSTPONED", shiftMs: 0, reason: "unitDelayed" },
    // Into another day, and into the past.
    { status: "RESCHEDULED", shiftMs: 24 * 60 * minute, reason: "unitDelayed" },
    { status: "RESCHEDULED", shiftMs: -60 * minute, reason: "unitDelayed" },
  ].map((each) => ({ ...each, ...newUnit() }));
  for (const { full } of cases) await say(full, "SCHEDULED", start);
  const rows = cases.map(({ code }) => ({ unit: code }));
  const ids = await plan(stage, start - Date.now(), rows);
  for (const { full, status, shiftMs } of cases) await say(full, status, start + shiftMs);
  const missed = () => statesOf(stage.screen, ids).every((state) => state === "missed");
  await stage.screen.until("all are missed", missed);
  const reasons = ids.map((id) => slotOf(stage.screen, id).deliveries[0]?.reason);
  expect(reasons).toEqual(cases.map(({ reason }) => reason));
  for (const { full } of cases) await say(full, "RESCHEDULED", start + 2000);
  await untilTime(start + 3500);
  expect(missed()).toBe(true);
  const left = await leftOf(stage.screen, stage.network, ids);
  expect(left.flatMap(({ posts }) => posts)).toEqual([]);
});

test("without a start said before, nobody can tell by how much: its post is for a person", async () => {
  const { full, code } = newUnit();
  const id = await planTied(20 * minute, code);
  await say(full, "DELAYED", second(30 * minute));
  await stage.screen.until("it is missed", () => stateOf(id) === "missed");
});

test("where a person put it, it stays; the desk says that its unit moved", async () => {
  const { full, code } = newUnit();
  const start = second(20 * minute);
  await say(full, "SCHEDULED", start);
  const id = await planTied(20 * minute, code);
  const deliveries = slotOf(stage.screen, id).deliveries.map((each) => each.id);
  const wallAt = wallIn(25 * minute, zone).replace(" ", "T");
  const reply = await command(stage.desk, stage.cookie, "delivery.reslot", {
    deliveries,
    wallAt,
    zone,
    fold: null,
  });
  expect(reply.ok).toBe(true);
  await shown(id, "it is there", ({ byHand }) => byHand);
  const was = at(id);
  await say(full, "DELAYED", start + minute);
  await shown(id, "it says so", ({ timetable }) => timetable?.call === "newStart");
  expect([at(id), stateOf(id)]).toEqual([was, "scheduled"]);
});

test("another unit's word, and a post tied to none, are left alone", async () => {
  const { full, code } = newUnit();
  const start = second(20 * minute);
  await say(full, "SCHEDULED", start);
  const [mine, other, none] = await plan(stage, 20 * minute, [
    { unit: code },
    { unit: `${code}X` },
    { unit: "" },
  ]);
  await say(full, "CANCELLED", start);
  await stage.screen.until("it is missed", () => stateOf(mine!) === "missed");
  expect([stateOf(other!), stateOf(none!)]).toEqual(["scheduled", "scheduled"]);
});

test("a word at any instant around the gate: it leaves once, at the old time or at the new, never at the old after the word", async () => {
  const tries = 40;
  const seed = seedOf();
  const random = createRandom(seed);
  const all = Array.from({ length: tries }, newUnit);
  const start = second(9000);
  for (const { full } of all) await say(full, "SCHEDULED", start);
  const wall = wallIn(start - Date.now(), zone);
  const ids = await plan(
    stage,
    0,
    all.map(({ code }, index) => ({ unit: code, at: wall, "text fr": `Course ${index}` })),
  );
  const was = new Map(ids.map((id) => [id, at(id)]));
  await Promise.all(
    all.map(async ({ full }) => {
      await untilTime(start - 900 + Math.floor(random() * 1000));
      await say(full, "DELAYED", start + 6000);
    }),
  );
  await stage.screen.until(
    "all are public",
    () => statesOf(stage.screen, ids).every((state) => state === "confirmed"),
    30_000,
  );
  const posts = await stage.network.posts();
  const wrong = ids.flatMap((id) => {
    const { deliveries, startAt } = slotOf(stage.screen, id);
    const its = posts.filter(({ key, id: remote }) =>
      deliveries.some((each) => (key === "" ? each.remoteId === remote : each.id === key)),
    );
    const moved = Date.parse(startAt) !== was.get(id);
    const isEarly = its.some(({ createdAt }) => Date.parse(createdAt) < Date.parse(startAt));
    return its.length === 1 && !isEarly ? [] : [{ id, moved, posts: its.length, isEarly }];
  });
  expect(wrong, `REBOND_TEST_SEED=${seed}`).toEqual([]);
  const moved = ids.filter((id) => at(id) !== was.get(id)).length;
  process.stdout.write(
    `tied-slots: seed ${seed}, ${moved} moved, ${tries - moved} already leaving\n`,
  );
  // In the log's own order: what stayed at the old time was past its gate when the word came.
  const record = await openRecord(stage.desk);
  const { rows } = await sql<{
    id: string;
  }>`SELECT d.id FROM deliveries d JOIN slots s ON s.post_id = d.post_id
    WHERE s.external_id = ANY (${ids.filter((id) => at(id) === was.get(id))}::text[]) AND NOT EXISTS (
      SELECT FROM changes gate, changes word, moments m
      WHERE gate.type = 'delivery.changed' AND gate.data->'delivery'->>'id' = d.id::text
        AND gate.data->'delivery'->>'state' = 'sending'
        AND m.kind = 'schedule' AND rtrim(m.key, '-') = 'schedule:TEST24/' || s.unit
        AND word.type = 'moment.raised' AND word.data->'moment'->>'id' = m.id::text
        AND gate.seq < word.seq)`.execute(record.db);
  await record.close();
  expect(rows, `REBOND_TEST_SEED=${seed}`).toEqual([]);
  expect(stage.screen.faults).toEqual([]);
});
