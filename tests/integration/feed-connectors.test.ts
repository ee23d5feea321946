import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { event, type Followed, openFollowed } from "../harness/followed.ts";
import { temporaryFolder } from "../harness/postgres.ts";
import {
  type LineOfSockets,
  page,
  type Provider,
  startProvider,
  startSockets,
} from "../harness/providers.ts";

let desk: Followed;
let provider: Provider;
let sockets: LineOfSockets;
let folder: string;
let unfollow = async (): Promise<void> => undefined;
const everyMs = 250;

beforeAll(async () => {
  folder = await temporaryFolder();
  desk = await openFollowed(folder);
});
beforeEach(async () => {
  [provider, sockets] = await Promise.all([startProvider(), startSockets()]);
});
afterEach(async () => {
  await unfollow();
  unfollow = async () => undefined;
  await desk.rest();
  await Promise.all([provider.close(), sockets.close()]);
});
afterAll(async () => {
  await desk?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** From now on, until the test ends. */
async function follow(): Promise<void> {
  provider.asked.length = 0;
  unfollow = await desk.follow();
}
const headlines = async (feed: Parameters<Followed["moments"]>[0]) =>
  (await desk.moments(feed)).map(({ headline }) => headline.en);
const answered = (count: number) => () => provider.asked.length >= count;

test("a page is taken each time it changes and never twice in a row, also when an earlier state comes back", async () => {
  const [first, second] = [event("first"), event("second")];
  let now = first;
  provider.answer(page(() => now));
  const feed = await desk.save({ name: "pages", address: `${provider.url}/live`, everyMs });
  await follow();
  await desk.until("it is asked three times", answered(3));
  expect(provider.asked.at(-1)?.headers["if-none-match"]).toBeDefined();
  expect(await desk.kept(feed)).toHaveLength(1);
  for (const [count, next] of [
    [2, second],
    [3, first],
  ] as const) {
    now = next;
    await desk.until("the change is kept", async () => (await desk.kept(feed)).length === count);
  }
  const kept = await desk.kept(feed);
  expect(kept.map(({ body }) => body)).toEqual([first, second, first]);
  expect(await headlines(feed)).toEqual(["first", "second"]);
});

test("a follower that starts again takes nothing twice that it has taken, and what it meets at once is not late", async () => {
  let now = event("before");
  provider.answer(page(() => now));
  const feed = await desk.save({ name: "resumed", address: `${provider.url}/live`, everyMs });
  await follow();
  await desk.until("it is kept", async () => (await desk.kept(feed)).length === 1);
  await unfollow();
  await follow();
  await desk.until("it is asked again", answered(2));
  expect(provider.asked[0]?.headers["if-none-match"]).toBeDefined();
  now = event("after");
  await desk.until("the change is kept", async () => (await desk.kept(feed)).length === 2);
  // The first look of all told what was there before anybody looked.
  expect((await desk.moments(feed)).map(({ late }) => late)).toEqual([true, false]);
});

test("a provider that answers 503 is left alone for as long as it asks; its trouble is shown once, and healed", async () => {
  const answers = [503, 503, 200];
  provider.answer((request, response) => {
    const status = answers.shift() ?? 200;
    if (status === 200) return page(() => event("up again"))(request, response);
    response.writeHead(status, { "retry-after": "1" }).end();
  });
  const feed = await desk.save({ name: "busy", address: `${provider.url}/live`, everyMs });
  await follow();
  await desk.until("it is heard", async () => (await desk.kept(feed)).length > 0);
  const [one, two, three] = provider.asked.map(({ at }) => at);
  // Its own first step would be 200 ms at this scale. A timer may be a millisecond early.
  expect(two! - one!).toBeGreaterThan(995);
  expect(three! - two!).toBeGreaterThan(995);
  expect(await desk.troubles(feed)).toEqual([null, "refused", null]);
});

test("a server that nobody can reach is said to be so, and heard when it is there", async () => {
  const away = await startProvider();
  await away.close();
  const feed = await desk.save({ name: "away", address: `${away.url}/live`, everyMs });
  await follow();
  await desk.until("it is said", async () => (await desk.troubles(feed)).at(-1) === "unreachable");
  provider.answer(page(() => event("there")));
  // What is configured anew is asked at once, whatever its back-off was.
  await desk.save({ name: "away", address: `${provider.url}/live`, everyMs });
  await desk.until("it is heard", async () => (await headlines(feed)).includes("there"));
  expect((await desk.troubles(feed)).at(-1)).toBeNull();
});

test("what cannot be read is kept with the reason, said to be unreadable, and what follows is heard", async () => {
  let now = `{"specversion": "1.0", "id": "x"`;
  provider.answer(page(() => now));
  const feed = await desk.save({ name: "garbled", address: `${provider.url}/live`, everyMs });
  await follow();
  await desk.until("it is kept", async () => (await desk.kept(feed)).length === 1);
  expect(await desk.kept(feed)).toMatchObject([{ outcome: "unreadable", body: now }]);
  expect((await desk.kept(feed))[0]?.problem).toMatch(/JSON|1:/);
  expect(await desk.troubles(feed)).toEqual([null, "unreadable"]);
  now = event("clear");
  await desk.until("it is heard", async () => (await headlines(feed)).includes("clear"));
  expect(await desk.troubles(feed)).toEqual([null, "unreadable", null]);
});

test("a stream of events that is cut in the middle of one goes on where it stopped: none lost, none twice", async () => {
  const events = ["one", "two", "three", "four"].map((name) => event(name));
  const write = (response: ServerResponse, from: number, to: number): void => {
    for (let id = from; id <= to; id += 1) response.write(`id: ${id}\ndata: ${events[id - 1]}\n\n`);
  };
  provider.answer((request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 10\n\n: hello\n\n");
    if (request.headers["last-event-id"] === undefined) {
      write(response, 1, 2);
      response.write(`id: 3\ndata: ${events[2]!.slice(0, 40)}`, () => response.destroy());
      // It says its last one again, as some do.
    } else write(response, 2, 4);
  });
  const feed = await desk.save({
    name: "events",
    connector: "sse",
    address: `${provider.url}/stream`,
  });
  await follow();
  await desk.until("all are kept", async () => (await desk.kept(feed)).length >= 4);
  expect(provider.asked[1]?.headers["last-event-id"]).toBe("2");
  expect((await desk.kept(feed)).map(({ body }) => body)).toEqual(events);
  expect(await headlines(feed)).toEqual(["one", "two", "three", "four"]);
});

test("what an event stream says again after a cut and is over a minute old is late, and the feed said to be behind", async () => {
  const minutes = (count: number) => new Date(Date.now() - count * 60_000);
  const old = event("long past", "long past", minutes(3));
  provider.answer((request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("retry: 10\n\n");
    if (request.headers["last-event-id"] === undefined)
      response.write(`id: 1\ndata: ${event("in time")}\n\n`, () => response.destroy());
    else response.write(`id: 2\ndata: ${old}\n\nid: 3\ndata: ${event("fresh")}\n\n`);
  });
  const address = `${provider.url}/stream`;
  const feed = await desk.save({ name: "catching-up", connector: "sse", address });
  await follow();
  await desk.until("all are heard", async () => (await headlines(feed)).length === 3);
  expect((await desk.moments(feed)).map(({ late }) => late)).toEqual([false, true, false]);
  const troubles = await desk.troubles(feed);
  expect(troubles).toContain("behind");
  expect(troubles.at(-1)).toBeNull();
});

test("a WebSocket that falls silent is connected to anew, and what was missed is asked for and told late", async () => {
  const missed = event("missed");
  provider.answer(page(() => missed));
  const feed = await desk.save({
    name: "sockets",
    connector: "websocket",
    address: `${sockets.url}/live`,
    everyMs,
    settings: { resync: `${provider.url}/all` },
    secret: "Bearer of-the-venue",
  });
  await follow();
  await desk.until("it is connected", () => sockets.opened() === 1);
  await desk.until("the whole is asked for", answered(1));
  expect(provider.asked[0]?.headers["authorization"]).toBe("Bearer of-the-venue");
  // Only that the line is alive.
  sockets.say("ping");
  sockets.say(event("heard at once"));
  await desk.until("it is heard", async () => (await headlines(feed)).includes("heard at once"));
  // From here on it says nothing: half a second later it is taken for lost.
  await desk.until("it is connected again", () => sockets.opened() >= 2);
  await desk.until("the whole is asked for again", answered(2));
  sockets.say(event("heard again"));
  await desk.until("it is heard", async () => (await headlines(feed)).includes("heard again"));
  const late = (await desk.moments(feed)).map((moment) => [moment.headline.en, moment.late]);
  expect(Object.fromEntries(late)).toEqual({
    missed: true,
    "heard at once": false,
    "heard again": false,
  });
  expect((await desk.troubles(feed)).at(-1)).toBeNull();
});

test("a long answer is followed to where it is sent on, line by line; after a cut the whole is asked for", async () => {
  let cut = false;
  provider.answer((request, response) => {
    if (request.url === "/subscribe")
      return void response.writeHead(302, { location: "/session" }).end();
    if (request.url === "/all") return page(() => event("whole"))(request, response);
    response.writeHead(200, { "content-type": "application/json" });
    response.write(`{"heartbeat":{"type":1}}\n`);
    if (cut) return void response.write(`${event("after")}\n`);
    cut = true;
    response.write(`${event("before")}\n${event("half").slice(0, 30)}`, () => response.destroy());
  });
  const feed = await desk.save({
    name: "long",
    connector: "stream",
    address: `${provider.url}/subscribe`,
    settings: { resync: `${provider.url}/all` },
  });
  await follow();
  await desk.until("all is heard", async () => (await headlines(feed)).includes("after"));
  expect(new Set(await headlines(feed))).toEqual(new Set(["whole", "before", "after"]));
  expect((await desk.kept(feed)).every(({ outcome }) => outcome === "accepted")).toBe(true);
});

test("files are taken in the order of their names once they have one, and moved away; one that is no message stops nothing", async () => {
  const place = join(folder, "drops");
  await mkdir(place);
  await writeFile(join(place, ".hidden.json"), event("hidden"));
  await writeFile(join(place, "03.json.part"), event("unfinished"));
  await writeFile(join(place, "02.json"), "not JSON");
  await writeFile(join(place, "01.json"), event("dropped first"));
  await writeFile(join(place, "04.json"), "x".repeat(200_000));
  const feed = await desk.save({ name: "folder", connector: "folder", address: "drops" });
  await follow();
  await desk.until("two are kept", async () => (await desk.kept(feed)).length === 2);
  await rename(join(place, "03.json.part"), join(place, "05.json"));
  await desk.until("it is heard", async () => (await headlines(feed)).includes("unfinished"));
  const taken = async () => (await readdir(join(place, "taken"))).toSorted();
  await desk.until("it is moved", async () => (await taken()).length === 3);
  expect(await taken()).toEqual(["01.json", "02.json", "05.json"]);
  expect(await readdir(join(place, "refused"))).toEqual(["04.json"]);
  const outcomes = (await desk.kept(feed)).map(({ outcome }) => outcome);
  expect(outcomes).toEqual(["accepted", "unreadable", "accepted"]);
  expect((await desk.troubles(feed)).at(-1)).toBeNull();
});

test("a muted feed raises nothing, and what it corrects is heard", async () => {
  const said = new Date();
  const later = (ms: number) => new Date(said.getTime() + ms);
  let now = event("score", "1–0", said);
  provider.answer(page(() => now));
  const feed = await desk.save({ name: "muted", address: `${provider.url}/live`, everyMs });
  await follow();
  await desk.until("it is heard", async () => (await headlines(feed)).includes("1–0"));
  await desk.hear(feed, { muted: true });
  now = event("another", "unheard", later(1));
  await desk.until("it is kept", async () => (await desk.kept(feed)).length === 2);
  now = event("score", "0–0", later(2));
  await desk.until("it is corrected", async () => (await headlines(feed)).includes("0–0"));
  expect(await headlines(feed)).toEqual(["0–0"]);
});

test("whatever a feed in test says is a test", async () => {
  provider.answer(page(() => event("only a test")));
  const feed = await desk.save({ name: "trying", address: `${provider.url}/live`, everyMs });
  await desk.hear(feed, { testOnly: true });
  await follow();
  await desk.until("it is heard", async () => (await headlines(feed)).length > 0);
  expect((await desk.moments(feed))[0]?.test).toBe(true);
});

test("of two processes that could, one follows; the other goes on as soon as it is let go", async () => {
  let now = event("kept by one");
  let open = 0;
  provider.answer((_request, response) => {
    open += 1;
    response.on("close", () => (open -= 1));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: ${now}\n\n`);
  });
  const address = `${provider.url}/stream`;
  const feed = await desk.save({ name: "shared", connector: "sse", address });
  const first = await desk.follow();
  await desk.until("one is connected", () => open === 1);
  unfollow = await desk.follow();
  await desk.until("it is heard", async () => (await headlines(feed)).length === 1);
  expect(open).toBe(1);
  now = event("by the other");
  await first();
  await desk.until("the other is connected", async () => (await headlines(feed)).length === 2);
  expect(open).toBe(1);
});

test("trying a feed out shows what it would bring, names what is wrong, and keeps nothing", async () => {
  const rows = async () => {
    const tables = ["messages", "documents", "moments", "feeds", "changes"] as const;
    const counts = tables.map((table) => desk.db.selectFrom(table).selectAll().execute());
    return (await Promise.all(counts)).map(({ length }) => length);
  };
  const before = await rows();
  provider.answer(page(() => event("shown", "To be seen")));
  const address = `${provider.url}/live`;
  const tried = await desk.try({ address });
  expect(tried).toMatchObject({
    problem: null,
    messages: [{ contentType: "application/cloudevents+json", problem: null }],
    moments: [{ kind: "note", status: "confirmed", headline: { en: "To be seen" } }],
  });
  provider.answer(page(() => `{"specversion":"1.0"}`));
  const garbled = await desk.try({ address });
  expect(garbled).toMatchObject({ problem: null, moments: [] });
  expect(garbled.messages[0]?.problem).toMatchObject({ field: expect.any(String) });
  provider.answer((_request, response) => void response.writeHead(403).end());
  expect(await desk.try({ address })).toMatchObject({
    problem: { field: "address", message: expect.stringContaining("403") },
  });
  expect(await desk.try({ address: "ftp://example.org/x" })).toMatchObject({
    problem: { field: "address" },
  });
  expect(await desk.try({ connector: "webhook" })).toMatchObject({ problem: { field: "sample" } });
  const sampled = await desk.try({ connector: "webhook", sample: event("sampled") });
  expect(sampled.moments).toMatchObject([{ headline: { en: "sampled" } }]);
  expect(await rows()).toEqual(before);
});

test("a feed that is removed is asked no more, what it said stays, and no other feed gets its name or its key", async () => {
  const gone = event("before it went");
  const beside = event("beside it");
  provider.answer((request, response) =>
    page(() => (request.url === "/live" ? gone : beside))(request, response),
  );
  const wanted = { name: "removed", address: `${provider.url}/live`, everyMs, secret: "Bearer k" };
  const feed = await desk.save(wanted);
  await follow();
  await desk.until("it is heard", async () => (await desk.kept(feed)).length === 1);
  await expect(desk.remove(feed, ["removed"])).rejects.toMatchObject({ code: "rehearsalPlays" });
  await desk.remove(feed);
  await expect(desk.remove(feed)).rejects.toMatchObject({ code: "notFound" });
  const other = await desk.save({ name: "beside-it", address: `${provider.url}/other`, everyMs });
  const asked = () => provider.asked.filter(({ path }) => path === "/live").length;
  const others = () => provider.asked.filter(({ path }) => path === "/other").length;
  await desk.until("the follower has looked", () => others() >= 1);
  const atMost = asked();
  const from = others();
  await desk.until("the other is asked on", () => others() >= from + 4);
  expect(asked()).toBe(atMost);
  expect(await headlines(feed)).toEqual(["before it went"]);
  expect(await desk.kept(feed)).toHaveLength(1);
  const told = (await desk.changes()).filter(({ type }) => type === "feed.removed");
  expect(told).toMatchObject([{ data: { feedId: feed.id } }]);
  await expect(desk.save(wanted)).rejects.toMatchObject({ details: { problem: "nameOfRemoved" } });
  const kept = await desk.db.selectFrom("feeds").selectAll().where("id", "=", feed.id).execute();
  expect(kept).toMatchObject([{ sealedKey: null, follower: null, name: "removed" }]);
  expect(other.name).toBe("beside-it");
});
