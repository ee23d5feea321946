import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSignInLink } from "#server/people/login.ts";
import { openConsole } from "../harness/console.ts";
import { apiToken, command, headersOf, signIn, startDesk } from "../harness/desk.ts";
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

async function newLink(): Promise<string> {
  const me = await whoIs(admin);
  return `${desk.url}/sign-in/${await createSignInLink(record.db, me.id)}`;
}

async function whoIs(credential: Credential): Promise<{ id: string; role: string }> {
  const response = await fetch(`${desk.url}/api/me`, { headers: headersOf(desk, credential) });
  return ((await response.json()) as { person: { id: string; role: string } }).person;
}

async function statusOf(credential: Credential, path = "/api/me"): Promise<number> {
  return (await fetch(`${desk.url}${path}`, { headers: headersOf(desk, credential) })).status;
}

const visit = (link: string, method = "GET") => fetch(link, { method, redirect: "manual" });

test("the link printed at the first start signs in once, and never again", async () => {
  expect(await whoIs(admin)).toMatchObject({ role: "admin" });
  const again = await visit(desk.signInLink);
  expect(again.status).toBe(410);
  const page = await again.text();
  expect(page).toContain("Ce lien ne sert plus");
  expect(page).toContain("This link no longer works");
});

test("a link survives being looked at by a chat program, and is used by one of two who open it at once", async () => {
  const link = await newLink();
  expect((await visit(link, "HEAD")).status).toBe(200);
  const both = await Promise.all([visit(link), visit(link)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 410]);
});

test("a link older than a day does nothing", async () => {
  const link = await newLink();
  await record.db
    .updateTable("signInLinks")
    .set({ expiresAt: sql<Date>`clock_timestamp() - interval '1 second'` })
    .where("usedAt", "is", null)
    .execute();
  expect((await visit(link)).status).toBe(410);
  expect((await visit(`${desk.url}/sign-in/made-up`)).status).toBe(410);
});

test("the cookie cannot be read by a page, and one whose signature is not ours is nobody's", async () => {
  const response = await visit(await newLink());
  const [cookie = ""] = response.headers.getSetCookie();
  expect(cookie).toMatch(/^rebond=s%3A/);
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Lax");
  expect(cookie).not.toContain("Secure");
  const forged = `${cookie.split(";")[0]!.slice(0, -6)}AAAAAA`;
  expect(await statusOf(forged)).toBe(401);
});

test("signing out ends the session everywhere and cuts its open console", async () => {
  const cookie = await signIn(desk, await newLink());
  const console = openConsole(desk, cookie);
  await console.until("a snapshot", ({ state }) => state !== null);
  const response = await fetch(`${desk.url}/sign-out`, {
    method: "POST",
    headers: headersOf(desk, cookie),
  });
  expect(response.status).toBe(204);
  await console.until(
    "to be cut and refused",
    ({ cuts, refusals }) => cuts === 1 && refusals.includes("signedOut"),
    5000,
  );
  expect(await statusOf(cookie)).toBe(401);
  expect(await statusOf(admin)).toBe(200);
  console.close();
});

test("a session that was ended behind the desk's back is refused at the next command", async () => {
  const cookie = await signIn(desk, await newLink());
  const console = openConsole(desk, cookie);
  await console.until("a snapshot", ({ state }) => state !== null);
  await sql`DELETE FROM sessions WHERE sid = ${sidOf(cookie)}`.execute(record.db);
  expect(await console.ask("hold.place", {})).toMatchObject({ ok: false, code: "signedOut" });
  await console.until("to be cut", ({ cuts }) => cuts === 1, 5000);
  console.close();
});

test("a session is over after four idle hours, and after sixteen in any case", async () => {
  const idle = await signIn(desk, await newLink());
  await sql`UPDATE sessions SET expire = now() - interval '1 second' WHERE sid = ${sidOf(idle)}`.execute(
    record.db,
  );
  expect(await statusOf(idle)).toBe(401);
  const old = await signIn(desk, await newLink());
  expect(await statusOf(old)).toBe(200);
  const { rows } = await sql<{ hours: number }>`
    SELECT extract(epoch FROM expire - now()) / 3600 AS hours FROM sessions WHERE sid = ${sidOf(old)}`.execute(
    record.db,
  );
  expect(Number(rows[0]?.hours)).toBeGreaterThan(3.9);
  expect(Number(rows[0]?.hours)).toBeLessThanOrEqual(4);
  const began = String(Date.now() - 16 * 3600_000 - 1000);
  await sql`UPDATE sessions SET sess = jsonb_set(sess::jsonb, '{startedAt}', ${began}::jsonb) WHERE sid = ${sidOf(old)}`.execute(
    record.db,
  );
  expect(await statusOf(old)).toBe(401);
});

test("each role does what it may and is refused the rest, over HTTP and over the socket", async () => {
  const [viewer, editor, producer] = await Promise.all(
    (["viewer", "editor", "producer"] as const).map((role) => apiToken(desk, admin, role)),
  );
  expect(await command(desk, viewer!, "hold.place", {})).toMatchObject({
    ok: false,
    code: "notAllowed",
  });
  expect(await command(desk, editor!, "hold.place", {})).toMatchObject({ ok: true });
  expect(await command(desk, editor!, "hold.release", {})).toMatchObject({
    ok: false,
    code: "notAllowed",
  });
  expect(await command(desk, producer!, "hold.release", {})).toMatchObject({ ok: true });
  expect(
    await command(desk, producer!, "token.create", { name: "more", role: "admin" }),
  ).toMatchObject({ ok: false, code: "notAllowed" });
  const console = openConsole(desk, viewer!);
  expect(await console.ask("hold.place", {})).toMatchObject({ ok: false, code: "notAllowed" });
  console.close();
});

test("a console whose person changed role comes back as what it now is", async () => {
  const cookie = await apiToken(desk, admin, "editor");
  const console = openConsole(desk, cookie);
  await console.until("a snapshot", ({ state }) => state !== null);
  const { id } = await whoIs(cookie);
  await record.db
    .updateTable("apiTokens")
    .set({ role: "guest" })
    .where("personId", "=", id)
    .execute();
  expect(await console.ask("hold.place", {})).toMatchObject({ ok: false, code: "notAllowed" });
  await console.until("to be back", ({ cuts, connected }) => cuts === 1 && connected, 5000);
  console.close();
});

test("nobody reads the desk without signing in, and a made-up token is nobody's", async () => {
  for (const path of ["/api/me", "/api/snapshot", "/api/changes?since=0"]) {
    expect((await fetch(desk.url + path)).status, path).toBe(401);
    expect(await statusOf("rebond_made-up", path), path).toBe(401);
  }
  const console = openConsole(desk, "rebond_made-up");
  await console.until("a refusal", ({ refusals }) => refusals.length > 0);
  expect(console.refusals[0]).toBe("signedOut");
  console.close();
});

test("a script follows the desk through the change log without a gap", async () => {
  const token = await apiToken(desk, admin, "viewer");
  const get = async (query: string) => {
    const response = await fetch(`${desk.url}/api/changes?${query}`, {
      headers: headersOf(desk, token),
    });
    return {
      status: response.status,
      body: (await response.json()) as {
        epoch: string;
        head: number;
        changes: { seq: number }[];
        field?: string;
      },
    };
  };
  const { body: all } = await get("since=0");
  expect(all.changes.map(({ seq }) => seq)).toEqual(
    Array.from({ length: all.head }, (_, index) => index + 1),
  );
  const { body: two } = await get(`since=1&limit=2&epoch=${all.epoch}`);
  expect(two.changes.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(await get("since=1&epoch=018f0000-0000-7000-8000-000000000000")).toMatchObject({
    status: 409,
    body: { field: "epoch" },
  });
  expect(await get("since=minus")).toMatchObject({ status: 400, body: { field: "since" } });
  expect(await get("limit=5")).toMatchObject({ status: 400, body: { field: "since" } });
});

function sidOf(cookie: Credential): string {
  return decodeURIComponent(cookie.split("=")[1]!).slice(2).split(".")[0]!;
}
