import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type AccountSessions,
  createAccountSessions,
  keepSession,
} from "#server/accounts/sessions.ts";
import { placeOf } from "#server/accounts/store.ts";
import { createBluesky } from "#server/networks/bluesky.ts";
import { createSealer, readKey, type Sealer } from "#server/sealed.ts";
import {
  type BlueskyStage,
  deliveriesOf,
  linkOf,
  react,
  saveReaction,
  setBlueskyStage,
  xrpc,
} from "../harness/bluesky.ts";
import { command } from "../harness/desk.ts";
import { type DeskRecord, openRecord } from "../harness/record.ts";
import { allAre } from "../harness/stage.ts";

const asked = {
  create: "com.atproto.server.createSession",
  refresh: "com.atproto.server.refreshSession",
};
const past = new Date(0);

let stage: BlueskyStage;
let record: DeskRecord;
let sealer: Sealer;
let reaction: string;
beforeAll(async () => {
  stage = await setBlueskyStage("postgres", "web,worker");
  record = await openRecord(stage.desk);
  sealer = createSealer(readKey(undefined, stage.desk.env["REBOND_DATA"]!));
  reaction = await saveReaction(stage, "bluesky");
});
afterAll(async () => {
  await record?.close();
  await stage?.close();
});

const signIns = () => ({
  create: stage.wire.count(asked.create),
  refresh: stage.wire.count(asked.refresh),
});
const sessionsOf = ({ db }: DeskRecord): AccountSessions =>
  createAccountSessions({ db, sealer, networkOf: createBluesky });
const expire = (accountId: string) =>
  record.db
    .updateTable("accountSessions")
    .set({ usableUntil: past })
    .where("accountId", "=", accountId)
    .execute();
const until = (ms: number) => AbortSignal.timeout(ms);

test("a wrong password is refused when the account is linked, and no account is made", async () => {
  const { desk, cookie, screen, wire, pds } = stage;
  const { handle } = await pds.createAccount();
  const accounts = screen.state!.accounts.length;
  const given = linkOf({ handle, password: "xxxx-xxxx-xxxx-xxxx" }, wire.url);
  const reply = await command(desk, cookie, "account.link", given);
  expect(reply).toMatchObject({
    ok: false,
    code: "credentialsRefused",
    details: { field: "secret" },
  });
  expect(JSON.stringify(reply)).not.toContain(given.secret);
  expect(screen.state!.accounts).toHaveLength(accounts);
  const rows = await record.db.selectFrom("accounts").select("handle").execute();
  expect(rows.map((each) => each.handle)).not.toContain(handle);
});

test("a server that is not there, one that never answers and one that is no Bluesky server are said to be silent", async () => {
  const { desk, cookie } = stage;
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => {
    mute.listen(0, "127.0.0.1", resolve);
  });
  const muteUrl = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  for (const service of ["http://127.0.0.1:9", muteUrl, desk.url]) {
    const given = linkOf({ handle: "nobody.test", password: "x" }, service);
    expect(await command(desk, cookie, "account.link", given)).toMatchObject({
      ok: false,
      code: "networkSilent",
      details: { field: "service" },
    });
  }
  mute.close();
});

test("a live account is not linked over an open line", async () => {
  const { desk, cookie, wire, pds } = stage;
  const given = linkOf(await pds.createAccount(), wire.url);
  expect(await command(desk, cookie, "account.link", { ...given, realm: "live" })).toMatchObject({
    ok: false,
    code: "badInput",
    details: { field: "service" },
  });
});

test.for([
  "https://127.0.0.1",
  "https://10.0.0.7",
  "https://169.254.169.254",
  "https://2130706433",
  "https://[::1]",
  "https://localhost",
  "https://database",
])("a live account is linked to a server with a public name, not to %s", async (service) => {
  const { desk, cookie } = stage;
  const given = linkOf({ handle: "nobody.test", password: "x" }, new URL(service).origin);
  expect(await command(desk, cookie, "account.link", { ...given, realm: "live" })).toMatchObject({
    ok: false,
    code: "badInput",
    details: { field: "service" },
  });
});

test("an account signs in once: its session serves two posts, and outlives a restart of the desk", async () => {
  const { desk, screen } = stage;
  const before = signIns();
  const { account } = await stage.link(["fr"]);
  const first = await react(stage, reaction, account);
  await screen.until("it is public", () => allAre(screen, first.postId, "confirmed"));
  await desk.restart();
  await screen.until("the desk is back", (self) => self.connected);
  const second = await react(stage, reaction, account);
  await screen.until("it is public", () => allAre(screen, second.postId, "confirmed"));
  expect(signIns()).toEqual({ create: before.create + 1, refresh: before.refresh });
});

test("two workers that find the session over at the same instant renew it once, and both use the new one", async () => {
  const { account } = await stage.link(["fr"]);
  const other = await openRecord(stage.desk);
  await expire(account.id);
  const before = signIns();
  const opened = await Promise.all(
    [record, other, record, other].map((each) => sessionsOf(each).open(account.id, until(10_000))),
  );
  expect(new Set(opened.map((each) => each.session)).size).toBe(1);
  expect(signIns()).toEqual({ create: before.create, refresh: before.refresh + 1 });
  await other.close();
});

test("a session the server has revoked is made anew, and the post goes out", async () => {
  const { pds, screen } = stage;
  const { known, account } = await stage.link(["fr"]);
  const { session } = await sessionsOf(record).open(account.id, until(10_000));
  const content = JSON.parse(session) as { accessJwt: string; refreshJwt: string };
  await xrpc(pds, "com.atproto.server.deleteSession", content.refreshJwt, null);
  // Access tokens outlive their session at this server; one it does not know stands for one it no longer takes.
  const broken = { ...content, accessJwt: content.accessJwt.replace(/[^.]+$/, "AAAA") };
  await record.db.transaction().execute((tx) =>
    keepSession(tx, sealer, account.id, {
      content: JSON.stringify(broken),
      usableUntil: new Date(Date.now() + 3_600_000),
    }),
  );
  const before = signIns();
  const { postId } = await react(stage, reaction, account);
  await screen.until("it is public", () => allAre(screen, postId, "confirmed"));
  expect(signIns()).toEqual({ create: before.create + 1, refresh: before.refresh + 1 });
  expect(await pds.records(known.did)).toHaveLength(1);
});

test("a password that no longer serves is shown to the server once, not at every try of every post", async () => {
  const { desk, cookie, screen } = stage;
  const { account } = await stage.link(["fr", "en"]);
  const sealedSecret = sealer.seal(placeOf(account), "xxxx-xxxx-xxxx-xxxx");
  await record.db
    .updateTable("accounts")
    .set({ sealedSecret })
    .where("id", "=", account.id)
    .execute();
  await record.db.deleteFrom("accountSessions").where("accountId", "=", account.id).execute();
  const before = signIns();
  for (let tries = 0; tries < 2; tries += 1) {
    const { postId } = await react(stage, reaction, account);
    await screen.until("both wait for a sign-in", () => {
      const all = deliveriesOf(screen, postId);
      return all.length === 2 && all.every((each) => each.reason === "authExpired");
    });
    const hold = screen.state!.holds.find(({ scopeId }) => scopeId === account.id)!;
    expect(hold).toMatchObject({ held: true, reason: "signIn" });
    // Let go too early, by someone who thinks it is mended: the next post meets the same password.
    await command(desk, cookie, "hold.release", {
      scope: "account",
      accountId: account.id,
    });
  }
  expect(signIns().create - before.create).toBe(1);
});
