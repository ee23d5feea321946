/** The sports events of a document, wherever they stand: alone, in a tournament, within another event. */
import type { Award } from "../../reading/medals.ts";
import { aliasOf, eventAlias } from "../../reading/alias.ts";
import { shortName } from "../../reading/naming.ts";
import type { Line } from "../../reading/ranking.ts";
import { absolute } from "../../reading/times.ts";
import type { Unit } from "../../reading/unit.ts";
import { child, children, type Element, localName, value } from "../../reading/xml.ts";
import type { Subject } from "../../words/headlines.ts";
import { divisionName, joined, stageIn, stageName, titleName } from "../../words/stages.ts";
import { competitorsOf } from "./competitors.ts";
import { codeName, type Item, textOf } from "./item.ts";

export type Event = {
  unit: Unit;
  /** What a start or a change of schedule is about: with the two sides, which a result names anyway. */
  subject: Subject;
  status: "before" | "during" | "over" | "moved";
  /** How it was moved, in the words of `scheduleHeadline`. */
  change: string;
  /** The document says that it is over, or who won; a ranking alone may not be the last. */
  isSure: boolean;
  lines: Line[];
  awards: Award[];
};

/** What stands around an event. */
type Around = {
  item: Item;
  competition: string;
  names: Subject;
  path: string[];
  over: boolean;
  final: boolean;
};

const over = ["post-event", "forfeited"];
const during = ["mid-event", "intermission"];
const changes: Record<string, string> = {
  delayed: "DELAYED",
  postponed: "POSTPONED",
  rescheduled: "RESCHEDULED",
  canceled: "CANCELLED",
  cancelled: "CANCELLED",
};
const mostEvents = 2000;
const longestAlias = 200;

/** In document order; two that look the same are told apart by their place among themselves. */
export function eventsOf(item: Item, competition: string | null): Event[] {
  const title =
    codeName(item.content, "competition") ?? codeName(item.content, "league") ?? item.title;
  const stage = stageIn(codeName(item.content, "phase") ?? "");
  const around: Around = {
    item,
    competition: competition ?? "sportsml",
    names: { event: titleName(title ?? item.sport ?? ""), phase: stageName(stage, null) },
    path: [],
    over: false,
    final: stage === "final",
  };
  const found = item.content ? within(item.content, around) : [];
  return distinct(found.slice(0, mostEvents));
}

function within(parent: Element, around: Around): Event[] {
  return parent.children.flatMap((element) =>
    element.name === "sports-event"
      ? [eventOf(element, around), ...within(element, inside(element, around))]
      : within(element, narrowed(element, around)),
  );
}

/** A tournament, its division and its part add their names. */
function narrowed(element: Element, around: Around): Around {
  const meta = child(element, `${element.name}-metadata`);
  if (!meta || !element.name.startsWith("tournament")) return around;
  const name = textOf(child(meta, "name"));
  const isOver = over.includes(localName(value(meta, "status") ?? "")) || around.over;
  const inner = { ...around, over: isOver, path: [...around.path, name ?? ""] };
  const { event, phase } = around.names;
  if (element.name === "tournament")
    return name ? { ...inner, names: { event: titleName(name), phase } } : inner;
  if (element.name === "tournament-division") {
    const division = divisionName(name, genderOf(meta));
    const path = [...around.path, division?.en ?? ""];
    return { ...inner, path, names: { event: joined(event, division), phase } };
  }
  const type = localName(value(meta, "type") ?? "");
  const names = { event, phase: stageName(type, name) ?? phase };
  return { ...inner, names, final: type === "final" };
}

/** What is within an event is a part of it, and decides less. */
function inside(element: Element, around: Around): Around {
  return { ...around, final: false, path: [...around.path, sidesOf(element)] };
}

function eventOf(element: Element, around: Around): Event {
  const meta = child(element, "event-metadata");
  const { lines, awards, isDecided } = competitorsOf(element);
  const word = localName(value(meta, "event-status") ?? "");
  const status = statusOf(word, isDecided || around.over, lines);
  const unit = unitOf(element, meta, around);
  return {
    unit,
    subject: withSides(unit.subject, lines),
    status,
    change: changes[word] ?? "",
    isSure: isDecided || around.over || over.includes(word),
    lines,
    awards,
  };
}

function statusOf(word: string, isOver: boolean, lines: readonly Line[]): Event["status"] {
  if (over.includes(word)) return "over";
  if (during.includes(word)) return "during";
  if (changes[word]) return "moved";
  const isRanked = lines.some((line) => line.who.rank === 1);
  return word === "" && (isOver || isRanked) ? "over" : "before";
}

function unitOf(element: Element, meta: Element | null, around: Around): Unit {
  const { item, competition, names, path, final } = around;
  const own = textOf(child(meta, "name"));
  const key = value(meta, "key") ?? value(meta, "event-key");
  const number = value(meta, "event-number") ?? "";
  const place = [item.key, aliasOf(path.join(" ")), number, sidesOf(element)];
  const code = `${competition}/${shortName(key ?? place.join("|"))}`;
  const { phase } = names;
  const event = own ? titleName(own) : names.event;
  const alias = item.sport && event.en ? eventAlias(competition, item.sport, event.en) : null;
  return {
    eventCode: code,
    unitCode: code,
    alias: alias !== null && alias.length <= longestAlias ? alias : null,
    final,
    subject: { event, phase },
    discipline: item.sport === null ? null : { fr: item.sport, en: item.sport },
    venue: textOf(child(meta, "site", "site-metadata", "name")),
    startsAt: absolute(value(meta, "start-date-time")),
  };
}

/** Who meets in a duel, whatever comes first: the same event in another version. */
function sidesOf(element: Element): string {
  const { lines } = competitorsOf(element);
  if (lines.length !== 2) return "";
  return lines
    .map((line) => aliasOf(line.who.name))
    .toSorted()
    .join("/");
}

function withSides(subject: Subject, lines: readonly Line[]): Subject {
  if (lines.length !== 2) return subject;
  const sides = (locale: "fr" | "en") =>
    lines
      .map(({ who }) =>
        who.type === "team" ? (who.organisationName?.[locale] ?? who.name) : who.name,
      )
      .join(" – ");
  const both = { fr: sides("fr"), en: sides("en") };
  return { ...subject, phase: subject.phase ? joined(subject.phase, both) : both };
}

function genderOf(meta: Element): string | null {
  const codes = children(child(meta, "sports-content-codes"), "sports-content-code");
  const found = codes.map((code) => child(code, "sports-content-qualifier")).find(Boolean);
  return found ? value(found, "gender") : null;
}

function distinct(events: readonly Event[]): Event[] {
  const seen = new Map<string, number>();
  return events.map((event) => {
    const count = (seen.get(event.unit.unitCode) ?? 0) + 1;
    seen.set(event.unit.unitCode, count);
    if (count === 1) return event;
    const code = `${event.unit.unitCode}#${count}`;
    return { ...event, unit: { ...event.unit, eventCode: code, unitCode: code } };
  });
}
