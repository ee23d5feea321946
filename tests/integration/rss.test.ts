import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { atomOf, rssOf, type Story } from "../fixtures/rss.ts";
import { type Feeds, openFeeds } from "../harness/feeds.ts";
import { createRandom, seedOf, shuffled } from "../harness/random.ts";

const seed = seedOf();

let feeds: Feeds;
beforeAll(async () => {
  feeds = await openFeeds({ paper: { format: "rss" }, other: { format: "rss" } });
});
beforeEach(() => feeds.restart());
afterAll(() => feeds?.close());

async function hear(
  body: string,
  source = "paper",
  contentType = "application/rss+xml",
): Promise<void> {
  expect(await feeds.take(body, { source, contentType })).toMatchObject({ status: 202 });
}
async function told(): Promise<string[]> {
  return (await feeds.moments())
    .toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt))
    .map(({ status, headline }) => `${status} ${headline.en}`);
}

const lake: Story = {
  id: "lake-1",
  title: "Lake Cup: Quist wins",
  summary: "She led from the start.",
  link: "https://paper.example/lake",
  at: "Sat, 08 Mar 2031 12:00:00 +0100",
};
const snow: Story = {
  id: "snow-2",
  title: "Snow stops the second run",
  link: "https://paper.example/snow",
  at: "08 Mar 31 12:30 GMT",
};

test("each story is news with its words, its address and its time", async () => {
  await hear(rssOf([snow, lake]));
  expect(await feeds.moments()).toHaveLength(2);
  const first = (await feeds.moments()).find(({ headline }) => headline.en === lake.title);
  expect(first).toMatchObject({
    kind: "news",
    status: "confirmed",
    headline: { fr: "Lake Cup: Quist wins", en: "Lake Cup: Quist wins" },
    context: { en: "The Paper · She led from the start." },
    facts: { url: "https://paper.example/lake" },
    occurredAt: "2031-03-08T11:00:00.000Z",
    salience: { score: 0 },
  });
});

test("a list is a window: what falls off its end stands, and comes back as no news", async () => {
  await hear(rssOf([snow, lake]));
  await hear(rssOf([snow]));
  await hear(rssOf([]));
  await hear(rssOf([lake, snow]));
  expect(await told()).toEqual([`confirmed ${lake.title}`, `confirmed ${snow.title}`]);
  expect(await feeds.changes()).toHaveLength(2);
});

test("a story whose words change is corrected, also when it keeps its date", async () => {
  await hear(rssOf([lake]));
  await hear(rssOf([{ ...lake, title: "Lake Cup: Ortolan wins" }]));
  expect(await feeds.moments()).toMatchObject([
    {
      status: "corrected",
      version: 2,
      headline: { en: "Lake Cup: Ortolan wins" },
      before: { headline: { en: lake.title } },
    },
  ]);
});

test("Atom's own date orders what is said of a story, whatever order it comes in", async () => {
  const random = createRandom(seed);
  const versions = Array.from({ length: 9 }, (_, at) =>
    atomOf([
      {
        ...lake,
        at: "2031-03-08T11:00:00Z",
        title: `Version ${at}`,
        updated: `2031-03-08T12:0${at}:00+01:00`,
      },
      { ...snow, at: "2031-03-08T12:30:00Z" },
    ]),
  );
  for (let round = 0; round < 8; round += 1) {
    await feeds.restart();
    for (const body of shuffled([...versions, ...versions], random))
      await hear(body, "paper", "application/atom+xml");
    const titles = (await feeds.moments()).map(({ headline }) => headline.fr).toSorted();
    expect(titles, `seed ${seed}, round ${round}`).toEqual([snow.title, "Version 8"]);
  }
});

test("an RSS list says when it was built, and the later one holds", async () => {
  await hear(rssOf([{ ...lake, title: "Second thoughts" }], "Sat, 08 Mar 2031 14:00:00 GMT"));
  await hear(rssOf([lake], "Sat, 08 Mar 2031 13:00:00 GMT"));
  expect(await told()).toEqual(["confirmed Second thoughts"]);
});

test("markup and references become plain words; scripts and their tricks leave nothing", async () => {
  const titles: [string, string][] = [
    ["<![CDATA[Une <b>belle</b> journ&eacute;e<br/>&agrave; ski]]>", "Une belle journée à ski"],
    [
      "Caf&amp;eacute; &amp;laquo;&amp;nbsp;du Lac&amp;nbsp;&amp;raquo; &amp;#8230;",
      "Café « du Lac » …",
    ],
    ["Before<![CDATA[<script>alert(1)</script>]]>after", "Before after"],
    ["&amp;lt;img src=x onerror=alert(1)&amp;gt;Still words", "Still words"],
    ["2 &lt; 3 &amp; 5 &gt; 4", "2 < 3 & 5 > 4"],
    ["<![CDATA[Cut <a href='x]]>", "Cut"],
    ["No &amp;#0; &amp;#xD800; &amp;#x110000; here", "No here"],
    ["\u200fשלום\u200f &amp;bogus; \u{1F3C5}", "\u200fשלום\u200f &bogus; \u{1F3C5}"],
  ];
  for (const [title, words] of titles) {
    await feeds.restart();
    await hear(rssOf([{ ...lake, title }]));
    expect((await feeds.moments()).map(({ headline }) => headline.fr)).toEqual([words]);
  }
  await feeds.restart();
  const xhtml = atomOf([
    { ...lake, at: "2031-03-08T11:00:00Z", title: "<div>Nine <em>tenths</em> of it</div>" },
  ]);
  await hear(xhtml.replaceAll('type="html"', 'type="xhtml"'));
  expect(await told()).toEqual(["confirmed Nine tenths of it"]);
});

test("only addresses of the web are kept, and long words are shortened", async () => {
  const long = `${"slow words ".repeat(200)}end`;
  await hear(
    rssOf([
      { ...lake, link: "javascript:alert(1)", title: long, summary: long },
      { ...snow, link: "/snow?a=1" },
    ]),
  );
  const [first, second] = (await feeds.moments()).toSorted((a, b) =>
    a.occurredAt.localeCompare(b.occurredAt),
  );
  expect(first?.facts.url).toBeNull();
  expect(first?.headline.en.length).toBeLessThanOrEqual(300);
  expect(first?.headline.en).toMatch(/words…$/);
  expect(second?.facts.url).toBe("https://paper.example/snow?a=1");
});

test("two papers that number their stories alike tell two stories; a shared address is one with two sources", async () => {
  await hear(rssOf([{ ...lake, id: "1" }]));
  await hear(rssOf([{ ...snow, id: "1" }]).replaceAll("paper.example", "other.example"), "other");
  expect(await feeds.moments()).toHaveLength(2);
  await hear(rssOf([{ ...lake, id: "https://agency.example/7" }]));
  await hear(rssOf([{ ...lake, id: "https://agency.example/7" }]), "other");
  const shared = (await feeds.moments()).filter(({ sources }) => sources.length === 2);
  expect(shared).toHaveLength(1);
});

test("of an endless list the newest two hundred are read", async () => {
  const stories = Array.from({ length: 500 }, (_, at) => ({
    id: `s-${at}`,
    title: `Story ${at}`,
    at: new Date(Date.UTC(2031, 0, 1) + at * 60_000).toUTCString(),
  }));
  await hear(rssOf(shuffled(stories, createRandom(seed))));
  const titles = await told();
  expect(titles).toHaveLength(200);
  expect(titles[0]).toBe("confirmed Story 300");
});

test("a story without name, date or words is read as far as it goes", async () => {
  await hear(
    rssOf([
      { title: "", summary: "Only a summary", link: "https://paper.example/a" },
      { title: "" },
      { title: "No name at all" },
    ]),
  );
  expect((await feeds.moments()).map(({ headline }) => headline.en).toSorted()).toEqual([
    "No name at all",
    "Only a summary",
  ]);
});

test("what is no feed, and a date that is none, is named", async () => {
  for (const [body, field] of [
    ["<html/>", "rss"],
    [rssOf([{ ...lake, at: "next Tuesday" }]), "pubDate"],
    [rssOf([{ ...lake, at: "Sat, 08 Mar 0031 12:00:00 GMT" }]), "pubDate"],
    [atomOf([{ ...lake, at: "2031-13-45T00:00:00Z" }]), "pubDate"],
  ] as const)
    expect(await feeds.take(body, { source: "paper" }), body.slice(0, 40)).toMatchObject({
      status: 422,
      outcome: "badField",
      field,
    });
  expect(await feeds.moments()).toEqual([]);
});
