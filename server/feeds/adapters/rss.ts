/** RSS 2.0 and Atom: each story is a moment of its own. Pure. */
import { createHash } from "node:crypto";
import type { Draft } from "#server/moments/draft.ts";
import { noFacts } from "#shared/moments.ts";
import { badField } from "../bad-message.ts";
import { plainText, shortened } from "../reading/html.ts";
import { shortName } from "../reading/naming.ts";
import { children, type Element, localName, readXml, value, wholeText } from "../reading/xml.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";
import { instantIn } from "./rss/dates.ts";

/** The list as a whole. */
type Channel = { name: string; address: string; builtAt: string | null; receivedAt: number };
type Story = {
  key: string;
  title: string;
  summary: string;
  url: string | null;
  /** ISO UTC; null where the list does not say it. */
  publishedAt: string | null;
  updatedAt: string | null;
};

const mostStories = 200;
const longest = { title: 300, summary: 300, url: 500 };

/**
 * What the list states: its newest stories, each a document. A list is a window, so a story that is no longer in it is
 * not taken back. Throws `BadMessage` naming what was wrong.
 */
export function readRss(text: string, { receivedAt }: ReadingContext): Reading {
  const root = readXml(text);
  const channel = channelOf(root, receivedAt);
  const stories = storiesIn(root)
    .flatMap((element) => storyOf(element, channel))
    .toSorted((a, b) => timeOf(b, channel).localeCompare(timeOf(a, channel)))
    .slice(0, mostStories);
  return { statements: firstOfEach(stories).map((story) => stated(story, channel)), once: null };
}

/** `item` of RSS, also beside the channel as in RSS 1.0; `entry` of Atom, alone or in a feed. */
function storiesIn(root: Element): Element[] {
  const name = localName(root.name);
  if (name === "feed") return all(root, "entry");
  if (name === "entry") return [root];
  if (name !== "rss" && name !== "RDF")
    throw badField(
      "rss",
      `the root element is ${root.name.slice(0, 40)}; send an RSS or Atom feed`,
    );
  const inside = all(root, "channel").flatMap((channel) => all(channel, "item"));
  return [...inside, ...all(root, "item")];
}

function channelOf(root: Element, receivedAt: number): Channel {
  const of = localName(root.name) === "feed" ? root : one(root, "channel");
  const built = textIn(of, "lastBuildDate") || textIn(of, "updated") || textIn(of, "pubDate");
  return {
    name: shortened(plainText(textIn(of, "title")), 100),
    address: textIn(of, "id") || linkOf(of, null) || textIn(of, "title"),
    builtAt: built ? instantIn(built, "lastBuildDate") : null,
    receivedAt,
  };
}

/** None for a story without a word. */
function storyOf(element: Element, channel: Channel): Story[] {
  const body = ["description", "summary", "content", "encoded"].map((name) =>
    textIn(element, name),
  );
  const summary = shortened(plainText(body.find(Boolean) ?? ""), longest.summary);
  const title = shortened(plainText(textIn(element, "title")), longest.title) || summary;
  if (title === "") return [];
  const url = linkOf(element, channel.address);
  const published =
    textIn(element, "pubDate") || textIn(element, "published") || textIn(element, "date");
  const updated = textIn(element, "updated") || textIn(element, "modified");
  const publishedAt = published ? instantIn(published, "pubDate") : null;
  return [
    {
      key: keyOf(textIn(element, "guid") || textIn(element, "id") || (url ?? title), channel),
      title,
      summary: summary === title ? "" : summary,
      url,
      publishedAt,
      updatedAt: updated ? instantIn(updated, "updated") : publishedAt,
    },
  ];
}

/** Addresses are one of a kind; any other name is only so within its list. */
function keyOf(name: string, { address }: Channel): string {
  const own = /^(https?:|urn:|tag:)/i.test(name) ? name : `${address} ${name}`;
  return shortName(own);
}

/** The story's own address, where it is one of the web's. */
function linkOf(element: Element | null, base: string | null): string | null {
  const links = all(element, "link");
  const main = links.find((link) => (value(link, "rel") ?? "alternate") === "alternate");
  const guid = one(element, "guid");
  const permanent = guid && value(guid, "isPermaLink") !== "false" ? guid.text : "";
  const written = main?.attributes["href"] ?? main?.text ?? permanent;
  return webAddress(written.trim(), base) ?? webAddress(permanent.trim(), null);
}

function webAddress(written: string, base: string | null): string | null {
  if (written === "" || !URL.canParse(written, base && URL.canParse(base) ? base : undefined))
    return null;
  const { protocol, href } = new URL(written, base && URL.canParse(base) ? base : undefined);
  return /^https?:$/.test(protocol) && href.length <= longest.url ? href : null;
}

/** Of several under one name the newest is the story. */
function firstOfEach(stories: readonly Story[]): Story[] {
  const byKey = new Map<string, Story>();
  for (const story of stories) if (!byKey.has(story.key)) byKey.set(story.key, story);
  return [...byKey.values()];
}

/** Its own date orders what is said of a story; the same date twice, the list's, and then what comes last. */
function stated(story: Story, channel: Channel): Statement {
  const at = timeOf(story, channel);
  const statement = statementOf({
    key: `rss|${story.key}`,
    version: Date.parse(story.updatedAt ?? at),
    stampedAt: `${channel.builtAt ?? ""}|${new Date(channel.receivedAt).toISOString()}`,
    statedAt: at,
    eventCode: `news/${story.key}`,
    alias: null,
    type: "moment",
  });
  return { ...statement, drafts: [draftOf(story, channel, at)] };
}

function draftOf({ key, title, summary, url }: Story, { name }: Channel, at: string): Draft {
  const line = [name, summary].filter(Boolean).join(" · ");
  return {
    key: `news:${key}`,
    eventCode: `news/${key}`,
    alias: null,
    kind: "news",
    standing: "confirmed",
    // In the language it was written in: the only words there are.
    headline: { fr: title, en: title },
    context: { fr: line, en: line },
    participants: [],
    facts: {
      ...noFacts,
      eventCode: `news/${key}`,
      url,
      outcome: outcomeOf([title, summary, url ?? ""]),
    },
    marks: { final: false, gapSeconds: null, records: [], signs: [] },
    test: false,
    occurredAt: at,
    statedAt: at,
    document: key,
    version: null,
  };
}

function timeOf({ publishedAt, updatedAt }: Story, { receivedAt }: Channel): string {
  return publishedAt ?? updatedAt ?? new Date(receivedAt).toISOString();
}

/** Children of a name: the plain ones, else those of whatever prefix, so that `media:title` is not taken for the title. */
function all(element: Element | null, name: string): Element[] {
  const plain = children(element, name);
  if (plain.length > 0) return plain;
  return element?.children.filter((each) => localName(each.name) === name) ?? [];
}

function one(element: Element | null, name: string): Element | null {
  return all(element, name)[0] ?? null;
}

function textIn(element: Element | null, name: string): string {
  const found = one(element, name);
  return found ? wholeText(found).trim() : "";
}

function outcomeOf(told: readonly string[]): string {
  return createHash("sha256").update(told.join("\n")).digest("hex").slice(0, 32);
}
