/** Our own format, for any script: CloudEvents 1.0, structured JSON, one moment an event. Pure. See docs/feeds.md. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Draft } from "#server/moments/draft.ts";
import { bilingual } from "#shared/locales.ts";
import { medalColour, momentKind, participant } from "#shared/moments.ts";
import { BadMessage, badField } from "../bad-message.ts";
import type { Reading, ReadingContext, Statement } from "../statement.ts";

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

const deepest = 64;

/** What the event states. Throws `BadMessage` naming what was wrong. */
export function readRebond(body: string, context: ReadingContext): Reading {
  const event = check(envelope, readJson(body), "");
  const once = `cloudevent|${event.source}|${event.id}`;
  if (event.type === "rebond.moment") return { statements: [stated(event, context)], once };
  if (event.type === "rebond.moment.withdrawn") {
    const data = check(withdrawnData, event.data, "data.");
    return {
      statements: [
        { ...statementOf(event, data.key, `rebond/${data.key}`, context), invalidated: true },
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
  const base = statementOf(event, data.key, eventCode, context);
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
    kind: data.kind,
    standing: data.status,
    headline: data.headline,
    context: data.context ?? { fr: "", en: "" },
    participants: data.participants,
    facts: {
      ...data.facts,
      eventCode,
      firstEver: false,
      outcome: isMedal ? (data.facts.medal ?? "") : outcomeOf(data),
    },
    marks: {
      final: false,
      gapSeconds: null,
      records: data.facts.record ? [data.facts.record] : [],
    },
    test: data.test,
    occurredAt: event.time
      ? new Date(event.time).toISOString()
      : new Date(context.receivedAt).toISOString(),
    document: `${event.source}|${data.key}`,
    version: null,
  };
  return { ...base, drafts: [draft] };
}

/** The newest event about a key wins, by its time; without one, by when it came. */
function statementOf(
  event: Envelope,
  name: string,
  eventCode: string,
  context: ReadingContext,
): Statement {
  return {
    key: `rebond|${event.source}|${name}`,
    version: event.time ? Date.parse(event.time) : context.receivedAt,
    stampedAt: new Date(context.receivedAt).toISOString(),
    eventCode,
    type: "moment",
    invalidated: false,
    contested: false,
    drafts: [],
    passing: [],
    leader: null,
    podium: null,
    medals: null,
  };
}

function outcomeOf({ kind, headline, facts, participants }: z.infer<typeof momentData>): string {
  const places = participants.map(({ code, rank, result, irm }) => [code, rank, result, irm]);
  const { result, score, record, medal } = facts;
  return createHash("sha256")
    .update(JSON.stringify([kind, headline.fr, headline.en, result, score, record, medal, places]))
    .digest("hex")
    .slice(0, 32);
}

function readJson(body: string): unknown {
  if (depthOf(body) > deepest)
    throw new BadMessage(400, "malformed", `more than ${deepest} levels of JSON`);
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new BadMessage(400, "malformed", `not JSON: ${placeOf(error, body)}`);
  }
}

/** How deep brackets nest outside strings; counted before parsing. */
function depthOf(body: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at];
    if (quoted && sign === "\\") at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === "{" || sign === "[")) most = Math.max(most, (depth += 1));
    else if (!quoted && (sign === "}" || sign === "]")) depth -= 1;
  }
  return most;
}

function placeOf(error: unknown, body: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? body.length);
  const before = body.slice(0, position).split("\n");
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function check<Shape extends z.ZodType>(
  shape: Shape,
  value: unknown,
  prefix: string,
): z.infer<Shape> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badField(
    `${prefix}${issue?.path.join(".") ?? ""}` || "body",
    issue?.message ?? "is not as documented",
  );
}
