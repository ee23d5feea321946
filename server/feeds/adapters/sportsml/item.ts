/** What an item says of itself: its name, its version, and whether what it says is to be used. */
import { badField } from "../../bad-message.ts";
import { shortened } from "../../reading/html.ts";
import type { Told } from "../../reading/unit.ts";
import {
  child,
  children,
  type Element,
  localName,
  required,
  value,
  wholeText,
} from "../../reading/xml.ts";

export type Item = Told & {
  key: string;
  version: number;
  stampedAt: string;
  /** `withheld`: nobody should react to it. `canceled`: all it said is taken back. */
  status: "usable" | "withheld" | "canceled";
  /** Null for an item that is empty, as cancelled ones may be. */
  content: Element | null;
  /** What its own headline and subjects call it. */
  title: string | null;
  sport: string | null;
};

const statuses: Record<string, Item["status"]> = {
  usable: "usable",
  withheld: "withheld",
  canceled: "canceled",
  cancelled: "canceled",
};
const longest = 200;

/** Every news item of the message, or the bare content as one. Throws `BadMessage` for any other root. */
export function itemsOf(root: Element): Item[] {
  if (root.name === "newsItem") return [newsItem(root)];
  if (root.name === "sports-content") return [bareContent(root)];
  const items = children(root, "itemSet").flatMap((set) => children(set, "newsItem"));
  if (root.name === "newsMessage" && items.length > 0) return items.map(newsItem);
  throw badField(
    "newsItem",
    `the root element is ${root.name.slice(0, 40)}; send a newsItem with sports-content, or sports-content alone`,
  );
}

function newsItem(root: Element): Item {
  const key = required(root, "guid", "name the item, the same at every version");
  const meta = child(root, "itemMeta");
  const created = child(meta, "versionCreated");
  if (!created) throw badField("versionCreated", "is missing in itemMeta; say when it was made");
  const at = instantOf(created.text.trim(), "versionCreated");
  const about = child(root, "contentMeta");
  const inline = children(child(root, "contentSet"), "inlineXML");
  return {
    ...toldOf(key, versionOf(root), at),
    status: statusOf(child(meta, "pubStatus")),
    content: inline.map((each) => child(each, "sports-content")).find(Boolean) ?? null,
    title: titleOf(child(about, "headline")),
    sport: textOf(child(subjectOf(about), "name")),
  };
}

/** Without an envelope the document is named by its sports-metadata, and its time is its version. */
function bareContent(root: Element): Item {
  const meta = child(root, "sports-metadata");
  if (!meta) throw badField("sports-metadata", "is missing; give doc-id and date-time");
  const key = required(meta, "doc-id", "name the document");
  const at = instantOf(required(meta, "date-time", "say when it was made"), "date-time");
  return {
    ...toldOf(key, Date.parse(at), at),
    status: "usable",
    content: root,
    title: titleOf(child(meta, "sports-title")),
    sport: codeName(root, "sport"),
  };
}

function toldOf(key: string, version: number, at: string) {
  const times = { stampedAt: at, statedAt: at, occurredAt: at };
  return { key, document: key, version, test: false, ...times };
}

/** The name a document gives under one of its codes: `sport`, `league`, `competition`, `phase`. */
export function codeName(content: Element | null, type: string): string | null {
  const codes = child(content, "sports-metadata", "sports-content-codes");
  const found = children(codes, "sports-content-code").find(
    (code) => localName(value(code, "code-type") ?? "") === type,
  );
  return found ? value(found, "code-name") : null;
}

/** An element's words on one line; null when it has none. */
export function textOf(element: Element | null): string | null {
  const text = element && wholeText(element).replace(/\s+/g, " ").trim();
  if (text && text.length > longest)
    throw badField(element.name, `is longer than ${longest} characters`);
  return text || null;
}

/** A headline may be long where a name may not. */
function titleOf(element: Element | null): string | null {
  return (element && shortened(wholeText(element).replace(/\s+/g, " ").trim(), longest)) || null;
}

/** The narrowest of the sports it names: one that is part of another. */
function subjectOf(about: Element | null): Element | null {
  const sports = children(about, "subject").filter((subject) =>
    /^(subj|medtop):/.test(value(subject, "qcode") ?? ""),
  );
  return sports.find((sport) => child(sport, "broader")) ?? sports[0] ?? null;
}

function statusOf(given: Element | null): Item["status"] {
  const word = value(given, "qcode") ?? value(given, "uri")?.replace(/^.*\//, "") ?? "usable";
  const status = statuses[localName(word)];
  if (status) return status;
  throw badField("pubStatus", `"${word.slice(0, 40)}" is not usable, withheld or canceled`);
}

function versionOf(root: Element): number {
  const version = Number(value(root, "version") ?? 1);
  if (Number.isSafeInteger(version) && version > 0) return version;
  throw badField("version", "must be a positive whole number, rising with each version");
}

function instantOf(text: string, field: string): string {
  const isInstant = /^[12]\d{3}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text);
  const instant = isInstant ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(instant)) return new Date(instant).toISOString();
  throw badField(field, "must be a date and time with its offset, 2014-11-30T19:23:43+01:00");
}
