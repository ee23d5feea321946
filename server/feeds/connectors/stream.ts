/** One long answer, a line of JSON each message, a heartbeat when it is quiet. Nothing is said again after a cut. */
import { again } from "./again.ts";
import { askStream, hashOf, tooLarge, until } from "./ask.ts";
import { type Connector, type ConnectorParts, type Line, Silent } from "./connector.ts";
import type { Inbox } from "./inbox.ts";
import { createResync } from "./resync.ts";
import { isHeartbeat, silenceOf, watchSilence } from "./silence.ts";

const newline = 0x0a;
/** That it was connected before is all there is to remember. */
const cursor = { connected: true };

export const stream: Connector = async (line, parts) => {
  let isFirst = line.cursor === null;
  const newest = { hash: "" };
  const resync = createResync(line, parts, newest);
  let count = 0;
  await again(parts, (works) =>
    until(parts.signal, async (own) => {
      const { inbox } = await askStream(parts, line, {}, own);
      await works();
      await resync(cursor);
      const late = !isFirst && { olderThanMs: parts.timing.feedLateMs };
      isFirst = false;
      await readLines(line, parts, inbox, async (body) => {
        if (isHeartbeat(body.toString())) return;
        const at = `${new Date(parts.clock.now()).toISOString()} ${(count += 1)}`;
        const externalId = hashOf(at, body);
        await parts.take({ externalId, contentType: "", body, cursor, late });
        newest.hash = hashOf(body);
      });
      return parts.timing.feedBackoffMs[0] ?? 1000;
    }),
  );
};

async function readLines(
  line: Line,
  { maxBytes, timing }: ConnectorParts,
  inbox: Inbox,
  hear: (line: Buffer) => Promise<void>,
): Promise<void> {
  const silentMs = silenceOf(line, timing);
  const silence = watchSilence(silentMs, () => inbox.end(new Silent(silentMs)));
  let parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of inbox.pieces()) {
      silence.heard();
      let from = 0;
      for (let end = piece.indexOf(newline); end !== -1; end = piece.indexOf(newline, from)) {
        await hear(Buffer.concat([...parts, piece.subarray(from, end)]));
        [parts, size, from] = [[], 0, end + 1];
      }
      parts.push(piece.subarray(from));
      size += piece.length - from;
      if (size > maxBytes) throw tooLarge(maxBytes);
    }
  } finally {
    silence.stop();
  }
}
