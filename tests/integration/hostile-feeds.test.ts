import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { formats } from "#server/feeds/formats.ts";
import { type FeedFormat, feedFormat } from "#shared/feeds.ts";
import { odfMessage } from "../fixtures/odf.ts";
import { listOf, session } from "../fixtures/race-control.ts";
import { rssOf } from "../fixtures/rss.ts";
import { itemOf, raceOf } from "../fixtures/sportsml.ts";
import { csvOf, playMatch, set } from "../fixtures/tennis.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";

const known = feedFormat.options.filter((name) => formats[name]);
const reads = (type: string) => known.filter((name) => formats[name]?.types.test(type));
const [xml, json, csv] = [reads("application/xml"), reads("application/json"), reads("text/csv")];
const typeOf = (name: FeedFormat) =>
  xml.includes(name) ? "application/xml" : json.includes(name) ? "application/json" : "text/csv";

const settings = {
  startsAt: "2031-07-02T14:00:00Z",
  sides: ["Ana Quist", "Bea Ortolan"] as [string, string],
};
let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds(
    Object.fromEntries(known.map((format) => [format, { format, settings }])),
  );
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

/** What is kept of a feed: nothing, after a refusal. */
async function kept(): Promise<number[]> {
  const [messages, documents] = await Promise.all(
    (["messages", "documents"] as const).map((table) =>
      feeds.db.selectFrom(table).select("campaignId").execute(),
    ),
  );
  return [messages?.length ?? 0, documents?.length ?? 0, (await feeds.changes()).length];
}

type Body = string | Buffer;
async function refused(
  source: FeedFormat,
  body: Body,
  answer: object,
  contentType = typeOf(source),
): Promise<void> {
  const before = await kept();
  const received = await feeds.take(body, { source, contentType });
  expect(received, source).toMatchObject({ ...answer, moments: 0 });
  expect(received.status, source).toBeGreaterThanOrEqual(400);
  expect(received.status, source).toBeLessThan(500);
  expect(received.message.length, source).toBeGreaterThan(10);
  expect(await kept(), source).toEqual(before);
}

const line = { key: "p1", given: "Ana", family: "Quist", nation: "NOR", rank: "1", score: "9.81" };
/** A good message of each, with a name in it. */
const samples: Partial<Record<FeedFormat, [body: string, name: string]>> = {
  odf: [odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version: 1 }), "Julien"],
  sportsml: [itemOf({ version: 1, content: raceOf("post-event", [line]) }), "Ana"],
  rss: [rssOf([{ id: "a", title: "Quist wins", at: "2031-03-08T12:00:00Z" }]), "Quist"],
  racecontrol: [listOf(session), "COLLISION"],
  tennis: [csvOf(playMatch("m-1", [set(1, 6, 4), set(1, 6, 4), set(1, 6, 4)])), "m-1"],
};
const sampled = Object.entries(samples) as [FeedFormat, [string, string]][];

test("every format refuses what is not UTF-8, a NUL, nothing at all, and another kind of content", async () => {
  for (const name of known) {
    await refused(name, Buffer.from([0x3c, 0xff, 0xfe, 0x3e]), { outcome: "invalidUtf8" });
    await refused(name, Buffer.from("<x>\u{1F3C5}</x>", "utf16le"), { status: 400 });
    await refused(name, '<x a="\0"/>', { outcome: "nulCharacter" });
    await refused(name, "", { status: expect.any(Number) });
    await refused(name, "\n \n", { status: expect.any(Number) });
    await refused(name, "GIF89a", { outcome: "wrongContentType" }, "image/gif");
  }
});

test("no format of XML reads what a DOCTYPE declares, goes down without end, or guesses at what is broken", async () => {
  const laughs = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">';
  const outside = '<!ENTITY x SYSTEM "file:///etc/passwd">';
  const broken = [
    "{}",
    "<x",
    "<x></y>",
    "<x>&none;</x>",
    "<x>&#0;</x>",
    "<x>&#xD800;</x>",
    '<x a="1" a="2"/>',
    "<x/><y/>",
    "<x>\u0001</x>",
    "words",
  ];
  for (const name of xml) {
    // Where JSON is read too, it is none that is broken.
    const bodies = json.includes(name) ? broken.slice(1) : broken;
    await refused(name, `<!DOCTYPE x [${laughs}]><x>&c;</x>`, { outcome: "doctypeRefused" });
    await refused(name, `<!DOCTYPE x [${outside}]><x>&x;</x>`, { outcome: "doctypeRefused" });
    await refused(name, "<!DOCTYPE html><html/>", { outcome: "doctypeRefused" });
    await refused(name, "<x>".repeat(200_000), { outcome: "malformed" });
    for (const body of bodies) await refused(name, body, { outcome: "malformed" });
  }
});

test("no format of JSON goes down without end or guesses at what is broken", async () => {
  for (const name of json) {
    const asJson = (body: string) =>
      refused(name, body, { outcome: "malformed" }, "application/json");
    for (const sign of ["[", '{"a":']) await asJson(sign.repeat(200_000));
    await asJson(`${"[".repeat(500)}${"]".repeat(500)}`);
    for (const body of ["{", "[1,]", '{"a" 1}', "[NaN]", '["\u0001"]']) await asJson(body);
    const strange = '{"__proto__":{"a":1},"constructor":{"prototype":{"b":1}},"a":1e999}';
    await refused(name, strange, { status: 422 }, "application/json");
    expect(Object.keys(Object.prototype)).toEqual([]);
  }
});

test("no format of tables takes half a table, or one without end", async () => {
  for (const name of csv) {
    await refused(name, 'a,b\n"1,2\n', { status: 400 }, "text/csv");
    await refused(name, `a,b\n${"1,2,3\n".repeat(3)}`, { status: expect.any(Number) }, "text/csv");
    await refused(name, "x".repeat(3_000_000), { status: expect.any(Number) }, "text/csv");
    await refused(name, `a\n${",".repeat(2_000_000)}`, { status: expect.any(Number) }, "text/csv");
  }
});

test("a million references, or elements, are answered in good time and break nothing", async () => {
  const began = performance.now();
  for (const name of xml) {
    const [body, word] = samples[name] ?? ["<x>word</x>", "word"];
    for (const reference of ["&#65;", "&#x200F;", "&amp;", "&lt;"]) {
      const much = body.replace(word, reference.repeat(250_000));
      expect((await feeds.take(much, { source: name })).status, name).toBeOneOf([202, 422]);
    }
    const wide = body.replace(/<\/[\w-]+>\s*$/, (end) => "<x/>".repeat(300_000) + end);
    expect((await feeds.take(wide, { source: name })).status, name).toBeOneOf([202, 422]);
  }
  expect(performance.now() - began).toBeLessThan(xml.length * 20_000);
});

test("a list of a million things that are no messages is refused, not gone through", async () => {
  for (const name of json) {
    const body = `[${"0,".repeat(1_000_000)}0]`;
    const { status } = await feeds.take(body, { source: name, contentType: "application/json" });
    expect(status, name).toBeGreaterThanOrEqual(400);
    expect(status, name).toBeLessThan(500);
  }
});

test("marks of direction, accents apart from their letters and pictures are kept as they were written", async () => {
  const name = "\u200f\u05e9\u05dc\u05d5\u05dd\u200f e\u0301 \u{1F3C5}\u202a!\u202c";
  for (const [format, [body, word]] of sampled) {
    await feeds.restart();
    const sent = body.replaceAll(word, name);
    expect(await feeds.take(sent, { source: format })).toMatchObject({ status: 202 });
    const moments = JSON.stringify(await feeds.moments());
    expect(moments.includes(name), format).toBe(true);
  }
});

test("the very same message again is a duplicate in every format", async () => {
  for (const [format, [body]] of sampled)
    expect(await feeds.take(body, { source: format })).toMatchObject({ status: 202 });
  const before = await feeds.moments();
  for (const [format, [body]] of sampled)
    expect(await feeds.take(body, { source: format })).toMatchObject({
      status: 202,
      outcome: "duplicate",
      moments: 0,
    });
  expect(await feeds.moments()).toEqual(before);
});
