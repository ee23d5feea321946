import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiToken, signIn, startDesk } from "../harness/desk.ts";
import type { Credential, Desk } from "../harness/desk.ts";

let desk: Desk;
let admin: Credential;
let token: Credential;

beforeAll(async () => {
  desk = await startDesk();
  admin = await signIn(desk);
  token = await apiToken(desk, admin, "admin");
});
afterAll(() => desk?.stop());

/** The status that a websocket handshake with these headers gets; 101 is a yes. */
function upgrade(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${desk.url}/socket.io/?EIO=4&transport=websocket`, {
      timeout: 10_000,
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...headers,
      },
    });
    asked.once("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once("upgrade", (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asked.once("timeout", () => asked.destroy(new Error("no answer")));
    asked.once("error", reject);
    asked.end();
  });
}

async function post(headers: Record<string, string>): Promise<{ status: number; code?: string }> {
  const response = await fetch(`${desk.url}/api/commands/campaign.setMode`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ input: { mode: "onAir" } }),
  });
  return { status: response.status, ...((await response.json()) as { code?: string }) };
}

async function mode(): Promise<string> {
  const response = await fetch(`${desk.url}/api/snapshot`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { campaign: { mode: string } }).campaign.mode;
}

test("a page on another site cannot open a console, even in the browser of someone who is signed in", async () => {
  const others = [
    "https://evil.example",
    "null",
    `http://127.0.0.1:${desk.port}.evil.example`,
    `https://127.0.0.1:${desk.port}`,
    `http://127.0.0.1:${desk.port + 1}`,
    "http://127.0.0.1",
    `${desk.url}/`,
  ];
  for (const origin of others) expect(await upgrade({ cookie: admin, origin }), origin).toBe(403);
});

test("a script without an origin opens a console only with a token", async () => {
  expect(await upgrade({ cookie: admin })).toBe(403);
  expect(await upgrade({ authorization: `Bearer ${token}` })).toBe(101);
  expect(await upgrade({ authorization: `Bearer ${token}`, origin: "https://evil.example" })).toBe(
    403,
  );
});

test("the desk's own pages open a console", async () => {
  expect(await upgrade({ cookie: admin, origin: desk.url })).toBe(101);
  expect(await upgrade({ cookie: admin, origin: `http://localhost:${desk.port}` })).toBe(101);
});

test("a page on another site cannot make a signed-in browser act", async () => {
  const before = await mode();
  expect(before).not.toBe("onAir");
  for (const headers of [
    { cookie: admin, origin: "https://evil.example" },
    { cookie: admin, origin: "null" },
    { cookie: admin },
    { cookie: admin, "sec-fetch-site": "cross-site" },
    { cookie: admin, "sec-fetch-site": "same-site" },
    { cookie: admin, origin: "https://evil.example", "sec-fetch-site": "same-origin" },
  ]) {
    expect(await post(headers), JSON.stringify(headers)).toMatchObject({
      status: 403,
      code: "originRefused",
    });
  }
  const signOut = await fetch(`${desk.url}/sign-out`, {
    method: "POST",
    headers: { cookie: admin, origin: "https://evil.example" },
  });
  expect(signOut.status).toBe(403);
  expect(await mode()).toBe(before);
});

test("the desk's own pages act, and so does a script with a token", async () => {
  expect(await post({ cookie: admin, origin: desk.url })).toMatchObject({ status: 200 });
  expect(await post({ authorization: `Bearer ${token}` })).toMatchObject({ status: 200 });
  expect(await post({ cookie: admin, "sec-fetch-site": "same-origin" })).toMatchObject({
    status: 200,
  });
});

test("every page tells the browser to trust nothing from elsewhere", async () => {
  const { headers } = await fetch(`${desk.url}/api/openapi.json`);
  expect(headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(headers.get("x-powered-by")).toBeNull();
  // On plain http there is no https to insist on.
  expect(headers.get("strict-transport-security")).toBeNull();
  expect(headers.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
});

test("what does not exist is said in the form a script reads", async () => {
  const response = await fetch(`${desk.url}/api/nothing-here`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({
    code: "notFound",
    message: "there is no GET /api/nothing-here",
  });
});
