import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tx } from "#server/db/changes.ts";
import { openConsole } from "../harness/console.ts";
import { apiToken, command, signIn, startDesk } from "../harness/desk.ts";
import type { Credential, Desk } from "../harness/desk.ts";
import { openRecord } from "../harness/record.ts";
import type { DeskRecord } from "../harness/record.ts";

let desk: Desk;
let record: DeskRecord;
let admin: Credential;

beforeAll(async () => {
  desk = await startDesk();
  record = await openRecord(desk);
  admin = await signIn(desk);
});
afterAll(async () => {
  await record?.close();
  await desk?.stop();
});

/** How many changes an action makes to the log. */
async function effectsOf(action: () => Promise<void>): Promise<number> {
  const before = await record.position();
  await action();
  return (await record.position()).seq - before.seq;
}

test("the same command sent twice acts once and gets the same answer", async () => {
  const id = randomUUID();
  const effects = await effectsOf(async () => {
    const first = await command(desk, admin, "hold.place", {}, id);
    const second = await command(desk, admin, "hold.place", {}, id);
    expect(first).toMatchObject({ ok: true });
    expect(second).toMatchObject({ ...first, replayed: true });
  });
  expect(effects).toBe(1);
});

test("ten presses that arrive at the same time act once", async () => {
  const id = randomUUID();
  const effects = await effectsOf(async () => {
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => command(desk, admin, "hold.place", {}, id)),
    );
    for (const reply of replies)
      expect(reply).toMatchObject({ ok: true, value: replies[0]?.ok ? replies[0].value : {} });
    expect(replies.filter((reply) => reply.replayed)).toHaveLength(9);
  });
  expect(effects).toBe(1);
});

test("a token is shown once: asking again with the same id neither makes another nor shows it again", async () => {
  const id = randomUUID();
  const effects = await effectsOf(async () => {
    const first = await command(desk, admin, "token.create", { name: "once", role: "viewer" }, id);
    const second = await command(desk, admin, "token.create", { name: "once", role: "viewer" }, id);
    expect(first.ok && first.value.token).toMatch(/^rebond_/);
    expect(second).toMatchObject({ ok: true, replayed: true });
    expect(second.ok && second.value.token).not.toMatch(/^rebond_/);
  });
  expect(effects).toBe(1);
});

test("a command asked again by another way in gets the answer it already had", async () => {
  const console = openConsole(desk, admin);
  const id = randomUUID();
  const effects = await effectsOf(async () => {
    const first = await console.ask("campaign.setMode", { mode: "rehearsal" }, id);
    const second = await command(desk, admin, "campaign.setMode", { mode: "rehearsal" }, id);
    expect(first).toMatchObject({ ok: true, value: { mode: "rehearsal" } });
    expect(second).toMatchObject({ ok: true, value: { mode: "rehearsal" }, replayed: true });
  });
  expect(effects).toBe(1);
  console.close();
});

test("a command asked again after the server was killed gets the answer it already had", async () => {
  const id = randomUUID();
  const effects = await effectsOf(async () => {
    const first = await command(desk, admin, "hold.release", {}, id);
    await desk.kill9();
    await desk.restart();
    const second = await command(desk, admin, "hold.release", {}, id);
    expect(second).toMatchObject({ ...first, replayed: true });
  });
  expect(effects).toBe(1);
});

test("an id that was used for something else is refused and changes nothing", async () => {
  const id = randomUUID();
  await command(desk, admin, "campaign.setMode", { mode: "off" }, id);
  const effects = await effectsOf(async () => {
    const other = await command(desk, admin, "campaign.setMode", { mode: "onAir" }, id);
    expect(other).toMatchObject({ ok: false, code: "commandReused" });
    const someoneElse = await apiToken(desk, admin, "admin");
    const theirs = await command(desk, someoneElse, "campaign.setMode", { mode: "off" }, id);
    expect(theirs).toMatchObject({ ok: false, code: "commandReused" });
  });
  // The token's own person.
  expect(effects).toBe(1);
});

test("a refusal is remembered too: asking again does not turn it into an act", async () => {
  const id = randomUUID();
  const input = { postId: randomUUID() as never };
  const first = await command(desk, admin, "post.undo", input, id);
  const second = await command(desk, admin, "post.undo", input, id);
  expect(first).toMatchObject({ ok: false, code: "notFound" });
  expect(second).toMatchObject({
    ok: false,
    code: "notFound",
    details: first.ok ? {} : first.details,
  });
});

test("a console that asks for too much at once is told that it is busy, and nothing is lost", async () => {
  const console = openConsole(desk, admin);
  const replies = await Promise.all(
    Array.from({ length: 60 }, () => console.ask("campaign.setMode", { mode: "rehearsal" })),
  );
  const codes = replies.map((reply) => (reply.ok ? "ok" : reply.code));
  expect(new Set(codes)).toEqual(new Set(["ok", "busy"]));
  expect(codes.filter((code) => code === "ok").length).toBeGreaterThanOrEqual(20);
  console.close();
});

test("what is not a command is refused by name, over the socket and over HTTP", async () => {
  const console = openConsole(desk, admin);
  expect(await console.ask("post.explode", {})).toMatchObject({
    ok: false,
    code: "unknownCommand",
  });
  expect(await console.ask("hold.place", {}, "not-an-id")).toMatchObject({
    ok: false,
    code: "badInput",
    details: { field: "commandId" },
  });
  expect(await console.ask("hold.place", { surprise: 1 })).toMatchObject({
    ok: false,
    code: "badInput",
  });
  console.close();
  const posted = async (body: string, contentType = "application/json") => {
    const response = await fetch(`${desk.url}/api/commands/hold.place`, {
      method: "POST",
      headers: { cookie: admin, origin: desk.url, "content-type": contentType },
      body,
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  expect(await posted("[]")).toMatchObject({ status: 400, code: "badInput", field: "body" });
  expect(await posted("{", "application/json")).toMatchObject({
    status: 400,
    code: "badInput",
    field: "body",
  });
  expect(await posted("{}", "text/plain")).toMatchObject({
    status: 400,
    code: "badInput",
    field: "body",
  });
  expect(await posted('{"input":{},"extra":1}')).toMatchObject({ status: 400, code: "badInput" });
  expect(await posted(`{"input":{"x":"${"y".repeat(70_000)}"}}`)).toMatchObject({
    status: 413,
    code: "badInput",
    field: "body",
  });
});

test("a press that the database gives up for another is done again by itself, and once", async () => {
  let locked = (): void => undefined;
  const isLocked = new Promise<void>((resolve) => (locked = resolve));
  const other = record.db.transaction().execute(async (tx) => {
    await tx.selectFrom("counter").select("seq").forUpdate().execute();
    locked();
    await untilBlocking(tx);
    // The press has the hold and waits for the counter: now each waits for the other, and the press has waited longer.
    await tx.selectFrom("holds").select("id").forUpdate().execute();
  });
  await isLocked;
  const effects = await effectsOf(async () => {
    const reply = await command(desk, admin, "hold.place", {});
    await other;
    expect(reply).toMatchObject({ ok: true });
    expect(reply).not.toHaveProperty("replayed");
  });
  expect(effects).toBe(1);
  await expect.poll(deadlocks, { timeout: 20_000 }).toBeGreaterThan(0);
});

/** Until somebody waits for what this transaction holds. */
async function untilBlocking(tx: Tx): Promise<void> {
  for (;;) {
    const { rows } = await sql`
      SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))`.execute(
      tx,
    );
    if (rows.length > 0) return;
  }
}

/** How many the database has ended so far. */
async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: string }>`
    SELECT pg_stat_clear_snapshot(), deadlocks FROM pg_stat_database WHERE datname = current_database()`.execute(
    record.db,
  );
  return Number(rows[0]!.deadlocks);
}
