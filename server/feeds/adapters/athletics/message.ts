/** What the three messages of a meeting have in common. */
import { badField } from "../../bad-message.ts";
import { child, type Element } from "../../reading/xml.ts";
import { type ReadingContext, type Statement, statementOf } from "../../statement.ts";
import type { Event } from "./event.ts";

const longest = 500;

/** The text of an element's child, trimmed; null where it is empty or there is none. Throws `BadMessage` for one of over 500 characters. */
export function textIn(element: Element, name: string): string | null {
  const text = child(element, name)?.text.trim() || null;
  if (text && text.length > longest)
    throw badField(name, `is longer than ${longest} characters in ${element.name}`);
  return text;
}

/** The competition's code: the feed's own, else the meeting's number. */
export function competitionIn(
  { settings }: ReadingContext,
  meeting: string | null | undefined,
): string {
  return settings.competition ?? meeting ?? "";
}

/** One of a document without version: what came last holds. */
export function contextOf(key: string, event: Event, { receivedAt }: ReadingContext): Statement {
  const at = new Date(receivedAt).toISOString();
  const { eventCode, alias } = event;
  return statementOf({
    key,
    version: receivedAt,
    stampedAt: at,
    statedAt: at,
    eventCode,
    alias,
    type: "context",
  });
}
