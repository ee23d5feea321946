/** The sample evening's own timed posts: planned when it plays, given up when it stops, and never for a real account. */
import { sql } from "kysely";
import { advisory } from "#server/db/advisory.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openConsole, type TestConsole } from "../harness/console.ts";
import { command, type Credential, type Desk, signIn, startDesk } from "../harness/desk.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";

let desk: Desk;
let cookie: Credential;
let screen: TestConsole;
let record: DeskRecord;

beforeAll(async () => {
  desk = await startDesk();
  cookie = await signIn(desk);
  record = await openRecord(desk);
  await record.db
    .updateTable("accounts")
    .set({ realm: "live" })
    .where("handle", "=", "soiree.fr")
    .execute();
  screen = openConsole(desk, cookie);
  await screen.until("the desk", ({ state }) => state !== null);
});
afterAll(async () => {
  screen?.close();
  await record?.close();
  await desk?.stop();
});

const planned = () =>
  (screen.state?.deliveries ?? []).filter(({ postId }) =>
    screen.state?.slots.some((slot) => slot.postId === postId),
  );

/** Whether a process still plays: it holds a lock for as long (`rehearsal/follow.ts`). */
async function isPlaying(): Promise<boolean> {
  const { rows } =
    await sql`SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
      WHERE locktype = 'advisory' AND objid = ${advisory.rehearsal}`.execute(record.db);
  return rows.length > 0;
}

test("while the sample evening plays its posts wait for rehearsal accounts alone; when it stops they are given up", async () => {
  await command(desk, cookie, "rehearsal.play", { playing: true });
  await screen.until("seven slots", ({ state }) => state?.slots.length === 7);
  expect([...new Set(planned().map(({ account }) => account.handle))].toSorted()).toEqual([
    "evening.en",
    "islands_evening",
    "soiree_iles",
  ]);
  await command(desk, cookie, "rehearsal.play", { playing: false });
  await screen.until("nothing waits any more", () =>
    planned().every(({ state }) => state === "cancelled" || state === "confirmed"),
  );
  expect(planned().some(({ state }) => state === "cancelled")).toBe(true);
  await expect.poll(isPlaying, { timeout: 10_000, interval: 50 }).toBe(false);
});

test("an evening that starts again takes the place of the one before", async () => {
  const before = screen.state!.slots.map(({ externalId }) => externalId);
  await command(desk, cookie, "rehearsal.play", { playing: true });
  await screen.until("the new evening is planned", ({ state }) => {
    const ids = (state?.slots ?? []).map(({ externalId }) => externalId);
    return ids.length === 7 && !ids.some((id) => before.includes(id));
  });
  await command(desk, cookie, "campaign.setMode", { mode: "onAir" });
  await screen.until("on air nothing of it waits", () =>
    planned().every(({ state }) => state !== "scheduled" && state !== "claimed"),
  );
});
