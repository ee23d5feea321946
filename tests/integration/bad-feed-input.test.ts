import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Received } from "#server/feeds/receive.ts";
import { odfMessage } from "../fixtures/odf.ts";
import { openFeeds } from "../harness/feeds.ts";
import type { Feeds, Sent } from "../harness/feeds.ts";

let feeds: Feeds;

beforeAll(async () => {
  feeds = await openFeeds();
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

const result = odfMessage({ type: "DT_RESULT", status: "OFFICIAL", version: 1 });
const event = {
  specversion: "1.0",
  id: "e1",
  source: "desk",
  type: "rebond.moment",
  time: "2024-08-03T20:00:00Z",
};
const note = { key: "k", kind: "note", headline: { fr: "Bonsoir", en: "Good evening" } };

/** What is kept of a feed: all of it must be empty after a refusal. */
async function kept(): Promise<number[]> {
  const [messages, documents] = await Promise.all(
    (["messages", "documents"] as const).map((table) =>
      feeds.db.selectFrom(table).select("campaignId").execute(),
    ),
  );
  return [
    messages?.length ?? 0,
    documents?.length ?? 0,
    (await feeds.moments()).length,
    (await feeds.changes()).length,
  ];
}

async function refused(
  body: string | Buffer,
  sent: Sent,
  answer: Partial<Received>,
): Promise<void> {
  const before = await kept();
  const received = await feeds.take(body, sent);
  expect(received).toMatchObject({ ...answer, moments: 0 });
  expect(received.message.length).toBeGreaterThan(10);
  expect(await kept()).toEqual(before);
}

function signedAt(body: string, at: Date): Record<string, string> {
  const signature = new Webhook(feeds.secrets["odf"] ?? "").sign("m1", at, body);
  return {
    "webhook-id": "m1",
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": signature,
  };
}

test("a source nobody configured is told so", () =>
  refused(result, { source: "nobody" }, { status: 404, outcome: "unknownSource" }));

test("a missing header is named", async () => {
  for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
    await refused(
      result,
      { headers: { [name]: "" } },
      { status: 400, outcome: "missingHeader", field: name },
    );
  }
});

test("a signature of another body, id or secret is refused", async () => {
  const other = signedAt(`${result} `, new Date());
  await refused(
    result,
    { headers: other },
    { status: 401, outcome: "wrongSignature", field: "webhook-signature" },
  );
  await refused(
    result,
    { id: "m2", headers: { "webhook-signature": other["webhook-signature"] ?? "" } },
    { status: 401, outcome: "wrongSignature" },
  );
  await refused(
    result,
    { headers: { "webhook-signature": "v1,AAAA v1a,BBBB nonsense" } },
    { status: 401, outcome: "wrongSignature" },
  );
});

test("a genuine message from ten minutes ago, or ahead, is refused by its timestamp", async () => {
  const minutes = (count: number) => signedAt(result, new Date(Date.now() + count * 60_000));
  await refused(
    result,
    { headers: minutes(-10) },
    { status: 401, outcome: "oldTimestamp", field: "webhook-timestamp" },
  );
  await refused(
    result,
    { headers: minutes(10) },
    { status: 401, outcome: "futureTimestamp", field: "webhook-timestamp" },
  );
});

test("while a secret is replaced, one good signature among several is enough", async () => {
  const good = signedAt(result, new Date());
  const headers = {
    ...good,
    "webhook-signature": `v1,${Buffer.alloc(32).toString("base64")} ${good["webhook-signature"]}`,
  };
  expect(await feeds.take(result, { headers })).toMatchObject({ status: 202, outcome: "accepted" });
});

test("a body that is not UTF-8, or has a NUL, is refused", async () => {
  await refused(Buffer.from([0x3c, 0xff, 0xfe, 0x3e]), {}, { status: 400, outcome: "invalidUtf8" });
  await refused(result.replace("Julien", "Jul\0ien"), {}, { status: 400, outcome: "nulCharacter" });
});

test("a DOCTYPE is refused before anything it declares is read", async () => {
  const trick = result.replace(
    "<OdfBody",
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><OdfBody',
  );
  await refused(trick, {}, { status: 400, outcome: "doctypeRefused" });
});

test("what is not well-formed is refused with the place", async () => {
  for (const body of [
    "",
    "{}",
    "<OdfBody",
    result.replace("</OdfBody>", "</Odf>"),
    "<a>".repeat(100) + "</a>".repeat(100),
  ]) {
    await refused(body, {}, { status: 400, outcome: "malformed" });
  }
  for (const body of ["", "{", "[".repeat(5000), "<x/>"])
    await refused(body, { source: "rebond" }, { status: 400, outcome: "malformed" });
  const { message } = await feeds.take('{\n  "specversion": nope }', { source: "rebond" });
  expect(message).toMatch(/\b2:\d+/);
});

test("a kind of message nobody reads is named", async () => {
  await refused(
    result.replace("DT_RESULT", "DT_RESUTL"),
    {},
    { status: 422, outcome: "unknownMessageType", field: "DocumentType" },
  );
  const other = JSON.stringify({ ...event, type: "rebond.weather", data: {} });
  await refused(
    other,
    { source: "rebond" },
    { status: 422, outcome: "unknownMessageType", field: "type" },
  );
});

test("a field that is missing or wrong is named, with what to do", async () => {
  const cases: [RegExp, string, string][] = [
    [/ Version="\d+"/, "", "Version"],
    [/ Version="\d+"/, ' Version="-1"', "Version"],
    [/ Time="\d+"/, ' Time="9pm"', "Time"],
    [/ DocumentCode="[^"]+"/, ` DocumentCode="${"A".repeat(35)}"`, "DocumentCode"],
    [/ ResultStatus="[^"]+"/, ' ResultStatus="MAYBE"', "ResultStatus"],
    [/ Rank="1"/, ' Rank="first"', "Rank"],
    [/<Competitor Code="[^"]+"/, "<Competitor", "Code"],
  ];
  for (const [pattern, instead, field] of cases)
    await refused(
      result.replace(pattern, instead),
      {},
      { status: 422, outcome: "badField", field },
    );
  const wrong = (data: object) => JSON.stringify({ ...event, data });
  const from = { source: "rebond" };
  await refused(wrong({ ...note, kind: "mood" }), from, {
    status: 422,
    outcome: "badField",
    field: "data.kind",
  });
  await refused(wrong({ ...note, headline: { fr: "Bonsoir" } }), from, {
    status: 422,
    outcome: "badField",
    field: "data.headline.en",
  });
  await refused(JSON.stringify({ ...event, id: undefined, data: note }), from, {
    status: 422,
    outcome: "badField",
    field: "id",
  });
});

test("another kind of content than the feed's is refused", () =>
  refused(
    result,
    { contentType: "application/json" },
    { status: 415, outcome: "wrongContentType", field: "content-type" },
  ));

test("an id used again changes nothing, and with other bytes is refused", async () => {
  expect(await feeds.take(result, { id: "m1" })).toMatchObject({
    status: 202,
    outcome: "accepted",
  });
  const before = await kept();
  expect(await feeds.take(result, { id: "m1" })).toMatchObject({
    status: 202,
    outcome: "duplicate",
    moments: 0,
  });
  expect(await kept()).toEqual(before);
  await refused(
    result.replace("10.72", "10.71"),
    { id: "m1" },
    { status: 409, outcome: "idReused", field: "webhook-id" },
  );
});

test("escapes the record cannot keep, years nobody lived and endless names are named, not a fault", async () => {
  const from = { source: "rebond" };
  const wrong = (data: object, more: object = {}) => JSON.stringify({ ...event, ...more, data });
  await refused(wrong({ ...note, headline: { fr: "a\0b", en: "x" } }), from, {
    status: 422,
    field: "data.headline.fr",
  });
  await refused(wrong({ ...note, headline: { fr: "\ud800", en: "x" } }), from, {
    status: 422,
    field: "data.headline.fr",
  });
  await refused(wrong(note, { time: "0000-01-01T00:00:00Z" }), from, {
    status: 422,
    field: "time",
  });
  await refused(result.replace('Date="2024', 'Date="0000'), {}, { status: 422, field: "Time" });
  await refused(
    result.replace("ALFRED", "A".repeat(5000)),
    {},
    { status: 422, field: "FamilyName" },
  );
  await refused(result, { source: "a\0b" }, { status: 404, outcome: "unknownSource" });
});
