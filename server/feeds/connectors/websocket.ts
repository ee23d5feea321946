/** A WebSocket: each text a message. Nothing is said again after a cut, so the whole is asked for after each connection. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { WebSocket } from "undici";
import { again } from "./again.ts";
import { hashOf, tooLarge, until } from "./ask.ts";
import { type Connector, type ConnectorParts, type Line, Silent, Unhelpful } from "./connector.ts";
import { createInbox } from "./inbox.ts";
import { createResync } from "./resync.ts";
import { isHeartbeat, silenceOf, watchSilence } from "./silence.ts";

/** That it was connected before is all there is to remember. */
const cursor = { connected: true };
/** As many messages of the largest size. */
const mostWaiting = 2;

export const websocket: Connector = async (line, parts) => {
  let isFirst = line.cursor === null;
  const newest = { hash: "" };
  const resync = createResync(line, parts, newest);
  let count = 0;
  await again(parts, (works) =>
    until(parts.signal, async ({ signal }) => {
      const heard = await openLine(line, parts, signal);
      await works();
      await resync(cursor);
      const late = !isFirst && { olderThanMs: parts.timing.feedLateMs };
      isFirst = false;
      for await (const body of heard) {
        if (isHeartbeat(body.toString())) continue;
        const at = `${new Date(parts.clock.now()).toISOString()} ${(count += 1)}`;
        await parts.take({ externalId: hashOf(at, body), contentType: "", body, cursor, late });
        newest.hash = hashOf(body);
      }
      return parts.timing.feedBackoffMs[0] ?? 1000;
    }),
  );
};

/** Resolves when it is open, with the messages to come; they end when it closes, and `signal` closes it. */
async function openLine(
  line: Line,
  { reach, maxBytes, timing }: ConnectorParts,
  signal: AbortSignal,
): Promise<AsyncIterable<Buffer>> {
  const { dispatcher, reached, end } = reach.line(line.address);
  const headers = line.key ? { [line.key.name]: line.key.value } : {};
  const socket = new WebSocket(line.address, { dispatcher, headers });
  socket.binaryType = "arraybuffer";
  const inbox = createInbox();
  const silentMs = silenceOf(line, timing);
  const silence = watchSilence(silentMs, () => inbox.end(new Silent(silentMs)));
  const onPing = (message: unknown): void => {
    if ((message as { websocket?: unknown }).websocket === socket) silence.heard();
  };
  subscribe("undici:websocket:ping", onPing);
  signal.addEventListener("abort", () => {
    silence.stop();
    unsubscribe("undici:websocket:ping", onPing);
    inbox.end();
    end();
  });
  socket.addEventListener("message", ({ data }: { data: unknown }) => {
    silence.heard();
    inbox.put(data instanceof ArrayBuffer ? Buffer.from(data) : Buffer.from(String(data)));
    // It cannot be slowed down: what tells faster than we can keep is cut, and asked for whole.
    if (inbox.size() > mostWaiting * maxBytes) inbox.end(tooLarge(mostWaiting * maxBytes));
  });
  socket.addEventListener("close", () => inbox.end());
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`not open within ${timing.feedDeadlineMs} ms`)),
      timing.feedDeadlineMs,
    );
    const fail = (error: unknown): void => {
      clearTimeout(late);
      reject(reached() ? new Unhelpful("it answers, and opens no WebSocket") : asError(error));
    };
    socket.addEventListener("open", () => {
      clearTimeout(late);
      resolve();
    });
    socket.addEventListener("error", ({ error }) => fail(error));
    signal.addEventListener("abort", () => fail(signal.reason));
  });
  return inbox.pieces();
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("no connection");
}
