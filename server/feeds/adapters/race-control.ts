/** Messages of race control: a list that regrows, or a stream of what is added to it. Pure. */
import { createHash } from "node:crypto";
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import { personOf } from "../reading/person.ts";
import { draftBase } from "../reading/unit.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";
import { newsOf } from "../words/race-control.ts";
import { type Control, type Heard, heardIn } from "./race-control/heard.ts";

/** What the message states. Throws `BadMessage` naming what was wrong. */
export function readRaceControl(text: string, { settings, receivedAt }: ReadingContext): Reading {
  const { messages, isWhole, session } = heardIn(text);
  const competition = settings.competition ?? "race";
  if (messages.length === 0) return { statements: [], once: null };
  const statements = isWhole
    ? [wholeList(messages, session, competition, receivedAt)]
    : messages.map((message) => added(message, competition));
  return { statements, once: null };
}

/**
 * The list is the document of its session: what a later one lacks is withdrawn. Later is whose last message is; of lists
 * that end with the same ones, whichever comes last. So a list that only lost its end counts once it grows again: until
 * then it looks as an old one does.
 */
function wholeList(
  messages: readonly Control[],
  session: string | null,
  competition: string,
  receivedAt: number,
): Statement {
  const [first, last] = [messages[0] as Control, messages.at(-1) as Control];
  const atOnce = messages.filter(({ at }) => at === last.at).length;
  // A session is known by the hour its list begins with, should the very first message be taken back.
  const name = session ?? first.at.slice(0, 13);
  return {
    ...statementOf({
      key: `${competition}|${name}`,
      version: Date.parse(last.at),
      stampedAt: `${String(atOnce).padStart(5, "0")}|${new Date(receivedAt).toISOString()}`,
      statedAt: last.at,
      eventCode: `${competition}/${first.at.slice(0, 10)}`,
      alias: null,
      type: "moment",
    }),
    drafts: messages.flatMap((message) => draftOf(message, competition)),
  };
}

/** A message that came alone stands until a list that had it lacks it. */
function added(message: Control, competition: string): Statement {
  return {
    ...statementOf({
      key: `${competition}|${nameOf(message)}`,
      version: 1,
      stampedAt: message.at,
      statedAt: message.at,
      eventCode: `${competition}/${message.at.slice(0, 10)}`,
      alias: null,
      type: "moment",
    }),
    drafts: draftOf(message, competition),
  };
}

function draftOf(message: Control, competition: string): Draft[] {
  const news = newsOf(message);
  if (!news) return [];
  const { at } = message;
  const eventCode = `${competition}/${at.slice(0, 10)}`;
  const told = {
    document: nameOf(message),
    version: null,
    test: false,
    occurredAt: at,
    statedAt: at,
  };
  const unit = { eventCode, unitCode: eventCode, alias: null, final: false, discipline: null };
  const subject = { event: { fr: "", en: "" }, phase: null };
  const base = draftBase(told, { ...unit, subject, venue: null, startsAt: null });
  return [
    {
      ...base,
      key: `control:${competition}:${nameOf(message)}`,
      kind: news.kind,
      standing: "confirmed",
      headline: news.headline,
      // As race control wrote it.
      context: { fr: message.text, en: message.text },
      participants: message.cars.map(driverOf),
      facts: { ...base.facts, eventName: null, outcome: message.text },
    },
  ];
}

function driverOf({ number, code }: Heard["messages"][number]["cars"][number]): Participant {
  return personOf({ code: number, type: "athlete", name: code ?? `#${number}` });
}

/** Time and words name a message. */
function nameOf({ at, text }: Control): string {
  return `${at}|${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}
