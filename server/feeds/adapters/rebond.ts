/** Our own format, for any script: CloudEvents 1.0, structured JSON, one moment an event. Pure. See docs/feeds.md. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Draft } from "#server/moments/draft.ts";
import { bilingual } from "#shared/locales.ts";
import { medalColour, momentKind, noFacts, participant } from "#shared/moments.ts";
import { BadMessage } from "../bad-message.ts";
import { check, readJson } from "../reading/json.ts";
import { type Reading, type ReadingContext, type Statement, statementOf } from "../statement.ts";

/** The record takes neither NUL nor half a character, which JSON can escape. */
const storable = /^[^\p{Cs}\0]*$/u;
const text = z.string().max(500).regex(storable, "has a character that cannot be kept");
const both = bilingual.extend({ fr: text.min(1), en: text.min(1) });

const person = z.object({
  code: text.min(1),
  name: text.min(1),
  type: participant.shape.type.default("athlete"),
  givenName: text.nullable().default(null),
  familyName: text.nullable().default(null),
  organisation: text.nullable().default(null),
  organisationName: both.nullable().default(null),
  gender: participant.shape.gender.default(null),
  rank: participant.shape.rank.default(null),
  result: text.nullable().default(null),
  irm: text.nullable().default(null),
});
const said = z.object({
  eventName: both.nullable().default(null),
  discipline: both.nullable().default(null),
  phase: both.nullable().default(null),
  venue: text.nullable().default(null),
  medal: medalColour.nullable().default(null),
  result: text.nullable().default(null),
  score: text.nullable().default(null),
  record: text.nullable().default(null),
  startsAt: z.iso.datetime({ offset: true }).nullable().default(null),
});
const key = text.min(1).max(200);

/** `data` of a `rebond.moment`: what happened, in words that are ready to be read. */
export const momentData = z.object({
  key,
  kind: momentKind,
  headline: both,
  context: both.optional(),
  eventCode: key.optional(),
  participants: z.array(person).max(50).default([]),
  facts: said.prefault({}),
  status: z.enum(["provisional", "confirmed", "protested"]).default("confirmed"),
  test: z.boolean().default(false),
});
/** `data` of a `rebond.moment.withdrawn`: which one to take back. */
export const withdrawnData = z.object({ key });

const envelope = z.object({
  specversion: z.literal("1.0"),
  id: key,
  source: key,
  type: z.string().min(1),
  time: z.iso.datetime({ offset: true }).regex(/^[12]/, "is too long ago").optional(),
  data: z.unknown(),
});
type Envelope = z.infer<typeof envelope>;

/** What the event states. Throws `BadMessage` naming what was wrong. */
export function readRebond(body: string, context: ReadingContext): Reading {
  const event = check(envelope, readJson(body), "");
  const once = `cloudevent|${event.source}|${event.id}`;
  if (event.type === "rebond.moment") return { statements: [stated(event, context)], once };
  if (event.type === "rebond.moment.withdrawn") {
    const data = check(withdrawnData, event.data, "data.");
    return {
      statements: [
        { ...stating(event, data.key, `rebond/${data.key}`, context), invalidated: true },
      ],
      once,
    };
  }
  const message = `type "${event.type.slice(0, 60)}" is not one we read; send rebond.moment or rebond.moment.withdrawn`;
  throw new BadMessage(422, "unknownMessageType", message, "type");
}

function stated(event: Envelope, context: ReadingContext): Statement {
  const data = check(momentData, event.data, "data.");
  const eventCode = data.eventCode ?? `rebond/${data.key}`;
  const base = stating(event, data.key, eventCode, context);
  const [first] = data.participants;
  const isMedal =
    data.kind === "medal" &&
    data.eventCode !== undefined &&
    first !== undefined &&
    data.facts.medal !== null;
  const draft: Draft = {
    // A medal is the same fact from any feed: event and competitor.
    key: isMedal ? `medal:${eventCode}:${first.code}` : `rebond:${event.source}:${data.key}`,
    eventCode,
    alias: null,
    kind: data.kind,
    standing: data.status,
    headline: data.headline,
    context: data.context ?? { fr: "", en: "" },
    participants: data.participants,
    facts: {
      ...noFacts,
      ...data.facts,
      eventCode,
      firstEver: false,
      outcome: isMedal ? (data.facts.medal ?? "") : outcomeOf(data),
    },
    marks: {
      final: false,
      gapSeconds: null,
      records: data.facts.record ? [data.facts.record] : [],
      signs: [],
    },
    test: data.test,
    occurredAt: base.statedAt,
    statedAt: base.statedAt,
    document: `${event.source}|${data.key}`,
    version: null,
  };
  return { ...base, drafts: [draft] };
}

/** The newest event about a key wins, by its time; without one, by when it came. */
function stating(
  event: Envelope,
  name: string,
  eventCode: string,
  context: ReadingContext,
): Statement {
  const receivedAt = new Date(context.receivedAt).toISOString();
  return statementOf({
    key: `rebond|${event.source}|${name}`,
    version: event.time ? Date.parse(event.time) : context.receivedAt,
    stampedAt: receivedAt,
    statedAt: event.time ? new Date(event.time).toISOString() : receivedAt,
    eventCode,
    alias: null,
    type: "moment",
  });
}

function outcomeOf({ kind, headline, facts, participants }: z.infer<typeof momentData>): string {
  const places = participants.map(({ code, rank, result, irm }) => [code, rank, result, irm]);
  const { result, score, record, medal } = facts;
  return createHash("sha256")
    .update(JSON.stringify([kind, headline.fr, headline.en, result, score, record, medal, places]))
    .digest("hex")
    .slice(0, 32);
}
