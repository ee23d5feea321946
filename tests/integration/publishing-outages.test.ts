import { appendFileSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect as dial } from "node:net";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { withClient } from "#server/db/cluster.ts";
import { connect } from "#server/db/connect.ts";
import { migrate } from "#server/db/migrate.ts";
import { openTimeline } from "#server/rehearsal/timeline.ts";
import { startDesk } from "../harness/desk.ts";
import { freshDatabase, quiet, temporaryFolder } from "../harness/postgres.ts";

const silent = { ...quiet, error: () => undefined };
const admin = process.env["REBOND_TEST_PG_URL"]!;
const nameOf = (url: string) => new URL(url).pathname.slice(1);
const cutAll = (name: string) =>
  withClient(admin, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [
      name,
    ]),
  );

async function until(what: string, reached: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!reached()) {
    if (Date.now() > deadline) throw new Error(`not reached: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

test("a connection cut in the middle of a transaction fails that transaction, never the process", async () => {
  const database = await freshDatabase();
  await migrate(database.url, silent);
  const dropped: string[] = [];
  const record = connect(database.url, {
    ...silent,
    warn: (_facts, message) => dropped.push(message),
  });
  const work = record.db.transaction().execute(async (tx) => {
    await sql`SELECT 1`.execute(tx);
    await cutAll(nameOf(database.url));
    await until("the client notices", () => dropped.length > 0);
    await sql`SELECT 1`.execute(tx);
  });
  await expect(work).rejects.toThrow();
  expect((await record.db.selectFrom("counter").select("id").execute()).length).toBe(1);
  await record.close();
  await database.drop();
});

test("while the database is away one listener asks again, twice a second, and hears again afterwards", async () => {
  const database = await freshDatabase();
  await migrate(database.url, silent);
  const name = nameOf(database.url);
  let tries = 0;
  let heard = 0;
  const record = connect(database.url, {
    ...silent,
    warn: (_facts, message) => void (tries += message.startsWith("could not listen") ? 1 : 0),
  });
  const stop = await record.listen("changes", () => {
    heard += 1;
  });
  await withClient(admin, (client) =>
    client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`),
  );
  const startedAt = Date.now();
  await cutAll(name);
  await until("several tries failed", () => tries >= 6);
  expect(Date.now() - startedAt).toBeGreaterThan(2500);
  await withClient(admin, (client) =>
    client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`),
  );
  await until("it listens again", () => heard === 2);
  await stop();
  await record.close();
  await database.drop();
});

test("a ledger cut in the middle of a line loses that line only, not the post after it", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "posts.jsonl");
  const post = (key: string) => ({
    handle: "soiree.fr",
    key,
    text: "Or !",
    language: "fr" as const,
  });
  openTimeline(file).add(post("before"));
  appendFileSync(file, readFileSync(file, "utf8").slice(0, 20));
  openTimeline(file).add(post("after"));
  expect(
    openTimeline(file)
      .newest(10)
      .map((each) => each.key),
  ).toEqual(["after", "before"]);
  await rm(folder, { recursive: true, force: true });
});

test("a request that never ends does not keep the desk from ending", async () => {
  const desk = await startDesk({ roles: "web" });
  const dawdler = dial(desk.port, "127.0.0.1");
  dawdler.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    dawdler.write(
      "POST /api/commands/hold.place HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\nauthorization: Bearer x\r\n\r\n{",
      () => resolve(),
    );
  });
  const askedAt = Date.now();
  process.kill(desk.pid, "SIGTERM");
  await desk.gone();
  expect(Date.now() - askedAt).toBeLessThan(6000);
  await desk.stop();
});
