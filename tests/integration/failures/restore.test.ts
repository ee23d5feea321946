/**
 * The machine is lost in the middle of an event and a new desk is made from the last export: what had left since is found,
 * nothing is sent twice, nothing leaves before a person releases, and what was planned for later leaves on its time.
 */
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "#server/audit/verify.ts";
import { type Db, position } from "#server/db/changes.ts";
import { connect } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { restore } from "#server/export/restore.ts";
import { exported, leftOut } from "#server/export/tables.ts";
import { createSealer } from "#server/sealed.ts";
import { readSnapshot } from "#server/snapshot.ts";
import { openConsole } from "../../harness/console.ts";
import { command, type Desk, signIn, startDesk } from "../../harness/desk.ts";
import {
  deliveriesOf,
  fireMarked,
  type Marked,
  matched,
  proven,
  publishedOf,
  untilAre,
} from "../../harness/marked.ts";
import { freshDatabase, type FreshDatabase, temporaryFolder } from "../../harness/postgres.ts";
import { programOf } from "../../harness/programs.ts";
import { leftOf, plan, slotOf, statesOf, untilTime } from "../../harness/slots.ts";
import { quick } from "../../harness/stage.ts";
import { type Crew, openCrew } from "../../harness/workers.ts";

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const key = { REBOND_KEK: randomBytes(32).toString("base64") };
/** Far enough away for the machine to be lost and made anew before. */
const slotInMs = 90_000;

/** An account whose posts are found by what was made for them beforehand. */
const flagged = "islands.flag";
const everyone = [...proven, ...matched];

let folder: string;
let quietFile: string;
let file: string;
let crew: Crew;
let worker: Desk;
let before: Marked;
let late: Marked;
let undone: Marked;
let slots: string[];
const dropped: (() => Promise<unknown>)[] = [];

type Said = { code: number; out: string; err: string };

/** The command line on another database than the lost desk's. */
async function rebond(
  database: string,
  words: string[],
  env: Record<string, string> = {},
): Promise<Said> {
  const options = { env: { ...crew.desk.env, DATABASE_URL: database, ...env }, timeout: 60_000 };
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [...programOf("cli"), ...words],
      options,
    );
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

async function newDatabase(): Promise<FreshDatabase> {
  const database = await freshDatabase();
  dropped.push(() => database.drop());
  return database;
}

/** What a look into the record says. */
async function looking<Value>(url: string, look: (db: Db) => Promise<Value>): Promise<Value> {
  const { db, close } = connect(url, silent, 2);
  try {
    return await look(db);
  } finally {
    await close();
  }
}

beforeAll(async () => {
  folder = await temporaryFolder();
  [quietFile, file] = [join(folder, "quiet.rebond"), join(folder, "evening.rebond")];
  crew = await openCrew("postgres", { env: key });
  worker = await crew.worker();
  before = await fireMarked(crew, { on: everyone });
  await untilAre(crew.screen, before, ["confirmed"]);
});
afterAll(async () => {
  await crew?.close();
  for (const drop of dropped) await drop();
  await rm(folder, { recursive: true, force: true });
});

test("an export is said to hold no key, appears whole, and is its owner’s alone to read", async () => {
  const { code, out } = await rebond(crew.desk.databaseUrl, ["export", quietFile]);
  expect(code).toBe(0);
  expect(out).toContain("The key that opens its secrets is not in it");
  const { mode } = await stat(quietFile);
  expect(mode & 0o777).toBe(0o600);
  const text = gunzipSync(await readFile(quietFile)).toString("utf8");
  expect(text).not.toContain(crew.network.token);
  expect(text).not.toContain(key.REBOND_KEK);
});

test("every table of the record is exported, or left out by name", async () => {
  const names = await looking(crew.desk.databaseUrl, async (db) => {
    const { rows } = await sql<{ name: string }>`
      SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`.execute(
      db,
    );
    return rows.map(({ name }) => name).filter((name) => !name.startsWith("kysely_"));
  });
  expect([...exported.map(({ table }) => table), ...leftOut].toSorted()).toEqual(names.toSorted());
});

/** What a restore adds or changes by itself: the log of it, the hold, the epoch. */
const touched = ["counter", "changes", "actions", "holds", "audit_entries", "audit"];

async function contentOf(
  db: Db,
  without: Record<string, string[]> = {},
): Promise<Record<string, string | null>> {
  const content: Record<string, string | null> = {};
  for (const { table, order } of exported.filter((each) => !touched.includes(each.table))) {
    const { rows } = await sql<{ all: string | null }>`
      SELECT md5(string_agg((to_jsonb(r) - ${without[table] ?? []}::text[])::text, ',' ORDER BY ${sql.raw(order)})) AS all
      FROM ${sql.table(table)} r`.execute(db);
    content[table] = rows[0]!.all;
  }
  return content;
}

test("a desk made from a quiet export is the same to the last byte, held, and of a new epoch", async () => {
  const { url } = await newDatabase();
  const restored = await rebond(url, ["restore", quietFile, "--json"]);
  expect(restored).toMatchObject({ code: 0, err: "" });
  expect(JSON.parse(restored.out)).toMatchObject({ uncertain: 0, needsHuman: 0 });
  const campaignId = crew.record.campaignId;
  const old = await looking(crew.desk.databaseUrl, async (db) => ({
    content: await contentOf(db),
    snapshot: await readSnapshot(db, campaignId),
  }));
  const now = await looking(url, async (db) => ({
    content: await contentOf(db),
    snapshot: await readSnapshot(db, campaignId),
  }));
  expect(now.content).toEqual(old.content);
  const { epoch, seq, holds, ...rest } = now.snapshot;
  expect(rest).toEqual((({ epoch: _e, seq: _s, holds: _h, ...same }) => same)(old.snapshot));
  expect(epoch).not.toBe(old.snapshot.epoch);
  expect(seq).toBe(old.snapshot.seq + 1);
  const held = holds.filter((hold) => hold.held);
  expect(held).toMatchObject([{ scope: "global", reason: "restored", by: "command line" }]);
  expect(await looking(url, (db) => verify(db))).toMatchObject({ ok: true });
  expect((await rebond(url, ["audit", "list"])).out).toContain("record.restore");
  // What is written from here on has numbers of its own.
  expect(await rebond(url, ["mode", "off"])).toMatchObject({ code: 0, out: "off\n" });
  expect(await looking(url, (db) => verify(db))).toMatchObject({ ok: true });
});

/** What 006 did not have yet, or 007 says anew. */
const sinceFeeds: Record<string, string[]> = {
  campaigns: ["never_gold", "from_the_start", "house_teams", "watched", "hosts", "four_eyes"],
  feeds: `connector address every_ms settings muted test_only trouble cursor sealed_key follower
    followed_until`.split(/\s+/),
  messages: ["problem"],
  documents: ["alias"],
  moments: ["alias", "late", "seen", "source", "sources"],
};

test("an export of an older version comes to the present schema, and its history into the chain", async () => {
  const lines = gunzipSync(await readFile(quietFile))
    .toString("utf8")
    .trimEnd()
    .split("\n");
  const header = JSON.parse(lines[0]!) as { migrations: string[]; [field: string]: unknown };
  const migrations = header.migrations.slice(0, header.migrations.indexOf("006-audit"));
  const from = lines.findIndex((line) => line.startsWith('{"table":"audit_entries"'));
  const older = [
    JSON.stringify({ ...header, migrations, audit: null }),
    ...asOfOld(lines.slice(1, from)),
  ];
  const olderFile = join(folder, "older.rebond");
  await writeFile(olderFile, gzipSync(`${older.join("\n")}\n`));
  const { url } = await newDatabase();
  expect(await rebond(url, ["restore", olderFile])).toMatchObject({ code: 0, err: "" });
  const asOld = (db: Db) => contentOf(db, sinceFeeds);
  expect(await looking(url, asOld)).toEqual(await looking(crew.desk.databaseUrl, asOld));
  expect(await looking(url, (db) => verify(db))).toMatchObject({ ok: true });
});

/** The rows as an older version wrote them: without the columns, a table, and what it did not say of a source. */
function asOfOld(lines: readonly string[]): string[] {
  let table = "";
  return lines.flatMap((line) => {
    const row = JSON.parse(line) as Record<string, unknown>;
    if (Object.keys(row).join() === "table,rows") table = String(row["table"]);
    if (table === "picture_delays") return [];
    const gone = (sinceFeeds[table] ?? []).filter((name) => !name.startsWith("source"));
    if (table === "moments") gone.push("authority", "standing", "at");
    return JSON.stringify(row, (name, value: unknown) => (gone.includes(name) ? undefined : value));
  });
}

/** Whatever is wrong with it, the desk stays as it was. */
const mistakes: {
  about: string;
  change: (whole: Buffer) => Buffer;
  env?: typeof key;
  says: string;
}[] = [
  {
    about: "cut off",
    change: (whole) => whole.subarray(0, whole.length / 2),
    says: "is no export, or a damaged one",
  },
  {
    about: "cut off and closed again",
    change: (whole) => gzipSync(gunzipSync(whole).subarray(0, -2000)),
    says: "the file ends before it is whole",
  },
  {
    about: "something else",
    change: () => gzipSync("{}\n"),
    says: "the file is not a rebond-export",
  },
  {
    about: "no file of this kind at all",
    change: () => Buffer.from("hello"),
    says: "is no export",
  },
  {
    about: "from a later version",
    change: (whole) =>
      gzipSync(gunzipSync(whole).toString().replace('006-audit"', '006-audit","999-later"')),
    says: "written by another version of Rebond",
  },
  {
    about: "sealed with another key",
    change: (whole) => whole,
    env: { REBOND_KEK: randomBytes(32).toString("base64") },
    says: "sealed with another key",
  },
];

const state = async (db: Db) => ({ ...(await position(db)), ...(await contentOf(db)) });
let untouched: FreshDatabase;

test.for(mistakes)(
  "a file that is $about is refused, and nothing has changed",
  async ({ change, env, says }) => {
    untouched ??= await newDatabase();
    const { url } = untouched;
    await migrate(url, silent);
    const was = await looking(url, state);
    const broken = join(folder, "broken.rebond");
    await writeFile(broken, change(await readFile(quietFile)));
    const sealer = createSealer(Buffer.from((env ?? key).REBOND_KEK, "base64"));
    await expect(restore({ url, sealer, log: silent }, broken)).rejects.toThrow(says);
    expect(await looking(url, state)).toEqual(was);
  },
);

test("a desk that has posts of its own, or runs, is not written over", async () => {
  const said = await rebond(crew.desk.databaseUrl, ["restore", quietFile]);
  expect(said.code).toBe(1);
  expect(said.err).toContain("this desk has posts of its own");
  const { url } = await newDatabase();
  const desk = await startDesk({ database: url, rehearsalNetwork: crew.network, env: key });
  try {
    const running = await rebond(url, ["restore", quietFile]);
    expect(running.code).toBe(1);
    expect(running.err).toContain("the desk is running");
  } finally {
    await desk.stop();
  }
});

test(
  "restored during an event: what had left is found, nothing leaves twice or before the release, and the later slot leaves on time",
  { timeout: 240_000 },
  async () => {
    const { network, screen } = crew;
    slots = await plan(crew, slotInMs, [{ accounts: "soiree.fr" }]);
    await linkFlagged(crew);
    const startAt = Date.parse(slotOf(screen, slots[0]!).startAt);
    late = await fireMarked(crew, { on: [...everyone, flagged], undoMs: 8000 });
    undone = await fireMarked(crew, { on: everyone, undoMs: 8000 });
    expect(await rebond(crew.desk.databaseUrl, ["export", file])).toMatchObject({ code: 0 });
    // After the export: one leaves, the other is taken back. Then the machine is gone.
    const states = () =>
      [late, undone].map((one) => deliveriesOf(screen, one).map(({ state }) => state));
    expect(states().flat()).toEqual(Array.from({ length: 9 }, () => "scheduled"));
    await command(crew.desk, crew.cookie, "post.undo", { postId: undone.postId as never });
    await untilAre(screen, late, ["confirmed"]);
    await untilAre(screen, undone, ["cancelled"]);
    await Promise.all([worker.kill9(), crew.desk.kill9()]);

    const { url } = await newDatabase();
    const restored = await rebond(url, ["restore", file, "--json"]);
    expect(restored).toMatchObject({ code: 0, err: "" });
    expect(JSON.parse(restored.out)).toMatchObject({ uncertain: 8, needsHuman: 1 });
    const desk = await startDesk({
      database: url,
      rehearsalNetwork: network,
      env: { ...quick, ...key },
    });
    try {
      await onRestored(desk, startAt);
    } finally {
      await desk.stop();
    }
  },
);

async function linkFlagged({ desk, cookie, screen, network }: Crew): Promise<void> {
  const account = { handle: flagged, name: "The islands", locales: ["en" as const] };
  const linked = await command(desk, cookie, "account.link", {
    ...account,
    network: "rehearsal",
    service: null,
    wears: "facebook",
    realm: "rehearsal",
    secret: network.token,
  });
  if (!linked.ok) throw new Error(`account.link was refused: ${linked.code}`);
  await screen.until("it is linked", ({ state: seen }) =>
    (seen?.accounts ?? []).some(({ handle }) => handle === flagged),
  );
}

async function onRestored(desk: Desk, startAt: number): Promise<void> {
  const { network } = crew;
  const cookie = await signIn(desk);
  const screen = openConsole(desk, cookie);
  try {
    await screen.until("the desk is on screen", (self) => self.state !== null);
    const early = await command(desk, cookie, "hold.release", {});
    expect(early).toMatchObject({ ok: false, code: "reconciling" });
    await untilAre(screen, undone, ["missed", "needsHuman"], 60_000);
    // Found under its key, or in the list of what was said since; or by nobody but a person.
    for (const { account, state } of deliveriesOf(screen, late))
      expect([account.handle, state]).toEqual([
        account.handle,
        account.handle === flagged ? "needsHuman" : "confirmed",
      ]);
    expect((await publishedOf(crew, late)).toSorted()).toEqual([...everyone, flagged].toSorted());
    const ends = Object.fromEntries(
      deliveriesOf(screen, undone).map(({ account, state, reason }) => [
        account.handle,
        `${state} ${reason}`,
      ]),
    );
    // Proven absent: missed under the hold. Only not found in a list: a person is asked.
    for (const handle of proven) expect(ends[handle]).toBe("missed held");
    for (const handle of matched) expect(ends[handle]).toBe("needsHuman noAnswer");
    expect(await publishedOf(crew, undone)).toEqual([]);
    expect(statesOf(screen, slots)).toEqual(["scheduled"]);
    const published = (await network.posts()).length;
    expect(await command(desk, cookie, "hold.release", {})).toMatchObject({
      ok: true,
      value: { missed: [] },
    });
    expect((await network.posts()).length).toBe(published);
    expect(Date.now(), "the machine was too slow for this test").toBeLessThan(startAt);
    await untilTime(startAt);
    await screen.until(
      "the slot is public",
      () => statesOf(screen, slots)[0] === "confirmed",
      20_000,
    );
    const [left] = await leftOf(screen, network, slots);
    expect(left!.posts).toHaveLength(1);
    expect(left!.lateMs[0]).toBeGreaterThanOrEqual(0);
    expect(left!.lateMs[0]).toBeLessThan(5000);
    expect((await network.posts()).length).toBe(published + 1);
    expect((await publishedOf(crew, before)).toSorted()).toEqual(everyone.toSorted());
    expect(screen.faults).toEqual([]);
  } finally {
    screen.close();
  }
}
