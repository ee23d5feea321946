/** Server-sent events: each a message; after a cut the server says again what came since the last one we kept. */
import { z } from "zod";
import { again } from "./again.ts";
import { askStream, hashOf, tooLarge, until } from "./ask.ts";
import { type Connector, type ConnectorParts, type Line, Silent, Unhelpful } from "./connector.ts";
import { createEventParser, type ServerEvent } from "./event-parser.ts";
import type { Inbox } from "./inbox.ts";
import { createResync } from "./resync.ts";
import { isHeartbeat, silenceOf, watchSilence } from "./silence.ts";

const position = z.object({ lastEventId: z.string(), retryMs: z.number().nullable() });
type Position = z.infer<typeof position>;
const longestRetryMs = 60_000;

export const sse: Connector = async (line, parts) => {
  const at: Position = position.safeParse(line.cursor).data ?? { lastEventId: "", retryMs: null };
  let isFirst = line.cursor === null;
  const newest = { hash: "" };
  const resync = createResync(line, parts, newest);
  await again(parts, (works) =>
    until(parts.signal, async (own) => {
      const inbox = await askEvents(line, parts, at, own);
      await works();
      await resync(at);
      const hear = createHearing(parts, at, newest, !isFirst);
      isFirst = false;
      await readEvents(line, parts, inbox, at, hear);
      return at.retryMs ?? parts.timing.feedBackoffMs[0] ?? 1000;
    }),
  );
};

async function askEvents(
  line: Line,
  parts: ConnectorParts,
  { lastEventId }: Position,
  own: AbortController,
): Promise<Inbox> {
  const headers = {
    accept: "text/event-stream",
    "cache-control": "no-store",
    ...(lastEventId === "" ? {} : { "last-event-id": lastEventId }),
  };
  const { contentType, inbox } = await askStream(parts, line, headers, own);
  if (/^text\/event-stream\b/i.test(contentType)) return inbox;
  throw new Unhelpful(`it answers with ${contentType || "no type"}, not with text/event-stream`);
}

async function readEvents(
  line: Line,
  { maxBytes, timing }: ConnectorParts,
  inbox: Inbox,
  at: Position,
  hear: (event: ServerEvent) => Promise<void>,
): Promise<void> {
  const decoder = new TextDecoder();
  const parser = createEventParser(at.lastEventId, (ms) => {
    at.retryMs = Math.min(ms, longestRetryMs);
  });
  const silentMs = silenceOf(line, timing);
  const silence = watchSilence(silentMs, () => inbox.end(new Silent(silentMs)));
  try {
    for await (const piece of inbox.pieces()) {
      silence.heard();
      for (const event of parser.push(decoder.decode(piece, { stream: true }))) await hear(event);
      if (parser.pending() > maxBytes) throw tooLarge(maxBytes);
    }
  } finally {
    silence.stop();
  }
}

/** The same event said again has the same name; one without an id is another one whenever it comes. */
function createHearing(
  { take, clock, timing }: ConnectorParts,
  at: Position,
  newest: { hash: string },
  isBack: boolean,
) {
  const late = isBack && { olderThanMs: timing.feedLateMs };
  let count = 0;
  return async ({ event, data, id, lastEventId }: ServerEvent): Promise<void> => {
    if (!/^(ping|heartbeat|keep-?alive)$/i.test(event) && !isHeartbeat(data)) {
      const body = Buffer.from(data);
      const unnamed = (): string => `${new Date(clock.now()).toISOString()} ${(count += 1)}`;
      const externalId = id ? hashOf("id", id, body) : hashOf("at", unnamed(), body);
      const cursor = { lastEventId, retryMs: at.retryMs };
      await take({ externalId, contentType: "", body, cursor, late });
      newest.hash = hashOf(body);
    }
    at.lastEventId = lastEventId;
  };
}
