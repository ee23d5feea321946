import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, cp, mkdir, readdir, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { withClient } from "#server/db/cluster.ts";
import { startEmbedded } from "#server/db/embedded.ts";
import { isRoot, unprivilegedOwner } from "#server/db/owner.ts";
import { placeFor } from "#server/db/place.ts";
import { findPostmaster } from "#server/db/postmaster.ts";
import { quiet, removeDataFolder, temporaryFolder } from "../harness/postgres.ts";

type Report = { adopted: boolean; url: string; postgresPid: number };

const deskProgram = fileURLToPath(new URL("../harness/start-database.ts", import.meta.url));
const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const folder of folders.splice(0).reverse()) await removeDataFolder(folder);
});

test("a first start creates a durable UTF-8 database that only a private socket reaches", async () => {
  const folder = await newFolder();
  const database = await start(folder);
  expect(database.adopted).toBe(false);
  expect(await one(database.url, "show server_encoding")).toBe("UTF8");
  expect(await one(database.url, "show fsync")).toBe("on");
  expect(await one(database.url, "show listen_addresses")).toBe("");
  expect((await stat((await placeFor(folder, quiet)).socketDir)).mode & 0o777).toBe(0o700);
  expect(await one(database.url, "select current_database()")).toBe("rebond");
});

test("a second start keeps what was written and does not make the team wait", async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await withClient(first.url, (client) => client.query("create table kept as select 7 as n"));
  await first.stop();
  const began = performance.now();
  const second = await start(folder);
  expect(await one(second.url, "select n from kept")).toBe(7);
  expect(second.adopted).toBe(false);
  expect(performance.now() - began).toBeLessThan(30_000);
});

test("what was committed is still there after PostgreSQL was killed", async () => {
  const folder = await newFolder();
  const first = await start(folder);
  await withClient(first.url, (client) => client.query("create table kept as select 7 as n"));
  process.kill(await postgresPid(folder), "SIGKILL");
  const second = await start(folder);
  expect(second.adopted).toBe(false);
  expect(await one(second.url, "select n from kept")).toBe(7);
});

test("a start succeeds when the old process number now belongs to another program", async () => {
  const folder = await newFolder();
  const first = await start(folder);
  const { data, owner } = await placeFor(folder, quiet);
  process.kill(await postgresPid(folder), "SIGKILL");
  await sleep(500);
  const other = spawn("sleep", ["300"], { ...owner, cwd: "/" });
  children.push(other);
  await writeFile(join(data, "postmaster.pid"), `${other.pid}\n${data}\n`);
  const second = await start(folder);
  expect([first.adopted, second.adopted]).toEqual([false, false]);
});

test("a desk that was killed finds its running database again", async () => {
  const folder = await newFolder();
  const desk = runDesk(folder);
  const before = await desk.report;
  await kill(desk.child);
  const after = await start(folder);
  expect(before.adopted).toBe(false);
  expect(after.adopted).toBe(true);
  expect(await postgresPid(folder)).toBe(before.postgresPid);
});

test("what was committed survives when the desk and PostgreSQL are killed together", async () => {
  const folder = await newFolder();
  const desk = runDesk(folder);
  const { url, postgresPid: pid } = await desk.report;
  await withClient(url, (client) => client.query("create table kept as select 7 as n"));
  await kill(desk.child);
  process.kill(pid, "SIGKILL");
  const database = await start(folder);
  expect(database.adopted).toBe(false);
  expect(await one(database.url, "select n from kept")).toBe(7);
});

test("stopping ends an adopted database too", async () => {
  const folder = await newFolder();
  await start(folder);
  const adopted = await start(folder);
  await adopted.stop();
  expect(adopted.adopted).toBe(true);
  expect(await findPostmaster((await placeFor(folder, quiet)).data)).toBeUndefined();
  await expect(one(adopted.url, "select 1")).rejects.toThrow();
});

test("of two first starts at once one makes the database and both use it", async () => {
  const folder = await newFolder();
  const desks = [runDesk(folder), runDesk(folder), runDesk(folder)];
  const reports = await Promise.all(desks.map((desk) => desk.report));
  expect(new Set(reports.map((report) => report.postgresPid)).size).toBe(1);
  expect(reports.filter((report) => !report.adopted)).toHaveLength(1);
  for (const { url } of reports) expect(await one(url, "select 1")).toBe(1);
});

test("a first start that was killed half-way is done again", async () => {
  const folder = await newFolder();
  const { home } = await placeFor(folder, quiet);
  const desk = runDesk(folder);
  desk.report.catch(() => undefined);
  while (!(await readdir(home)).some((name) => name.startsWith("new-data-"))) await sleep(5);
  await kill(desk.child);
  const halfMade = (await readdir(home)).filter((name) => name.startsWith("new-data-"));
  await utimes(join(home, halfMade[0] ?? ""), 0, 0);
  const database = await start(folder);
  expect(await one(database.url, "select 1")).toBe(1);
  const left = (await readdir(home)).filter((name) => name !== "run").sort();
  expect(left.filter((name) => !halfMade.includes(name))).toEqual(["data"]);
});

test("a data folder with a very long path works", async () => {
  const folder = join(await newFolder(), "a".repeat(80), "b".repeat(80));
  await madeByUser(folder);
  folders.push(folder);
  const database = await start(folder);
  expect(await one(database.url, "select 1")).toBe(1);
  expect((await placeFor(folder, quiet)).home.startsWith(folder)).toBe(true);
});

test("root can start a desk in a folder that only root can enter", async (context) => {
  if (!isRoot()) context.skip("only root can run this");
  const closed = await newFolder();
  await chmod(closed, 0o700);
  const folder = join(closed, "clone", ".rebond");
  folders.push(folder);
  const database = await start(folder);
  expect(await one(database.url, "select 1")).toBe(1);
});

test("a copied folder gets a database of its own", async () => {
  const original = await newFolder();
  const first = await start(original);
  const copy = join(await newFolder(), "copy");
  await cp(original, copy, { recursive: true, filter: (path) => !path.includes("/run/") });
  folders.push(copy);
  const second = await start(copy);
  expect(second.adopted).toBe(false);
  expect(second.url).not.toBe(first.url);
});

test("a database of another PostgreSQL is refused, naming its folder and the way out", async () => {
  const folder = await newFolder();
  await (await start(folder)).stop();
  const { data } = await placeFor(folder, quiet);
  await writeFile(join(data, "PG_VERSION"), "17\n");
  await expect(start(folder)).rejects.toThrow(
    new RegExp(`${data} was made by PostgreSQL 17.*export`),
  );
});

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder();
  folders.push(folder);
  return folder;
}

function start(dataDir: string) {
  return startEmbedded({ dataDir, log: quiet });
}

/** As a user's first start leaves it: everything inside the folder. */
async function madeByUser(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (!isRoot()) return;
  await mkdir(join(folder, "postgres"), { mode: 0o700 });
  await writeFile(join(folder, "postgres.json"), JSON.stringify({ folder, home: "postgres" }));
  const { uid, gid } = unprivilegedOwner();
  await chown(join(folder, "postgres"), uid, gid);
  for (let path = folder; path.includes("rebond-test-"); path = join(path, ".."))
    await chmod(path, 0o755);
}

async function postgresPid(folder: string): Promise<number> {
  const found = await findPostmaster((await placeFor(folder, quiet)).data);
  if (!found) throw new Error("PostgreSQL is not running");
  return found.pid;
}

async function one(url: string, sql: string): Promise<unknown> {
  const result = await withClient(url, (client) => client.query<Record<string, unknown>>(sql));
  return Object.values(result.rows[0] ?? {})[0];
}

function runDesk(folder: string): { child: ChildProcess; report: Promise<Report> } {
  const child = spawn(process.execPath, ["--import", "tsx", deskProgram, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  return { child, report: firstLine(child) };
}

async function firstLine(
  child: ChildProcess & { stdout: NodeJS.ReadableStream | null },
): Promise<Report> {
  if (!child.stdout) throw new Error("no output to read");
  for await (const line of createInterface({ input: child.stdout }))
    return JSON.parse(line) as Report;
  throw new Error("the desk ended before its database was ready");
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
}
