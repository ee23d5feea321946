/** Plays a recording into a desk as a provider would, with the original gaps divided by a speed. */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "#server/clock.ts";
import type { Recorded } from "./recording.ts";
import { readRecording } from "./recording.ts";
import type { Answer } from "./send.ts";
import { isWorthRetrying, send } from "./send.ts";

export type ReplayParts = {
  path: string;
  url: string;
  source: string;
  secret: string;
  /** 60 plays an hour in a minute. */
  speed: number;
  clock: Clock;
  /** Told each answer, one line a message. */
  say: (line: string) => void;
};
export type Replayed = { sent: number; accepted: number; refused: number; unanswered: number };

/** No gap is longer than this, however long the evening paused. */
const longestGapMs = 60_000;
const retryAfterMs = [500, 1000, 2000, 4000, 8000];

/** Sends every message in order, each once it is answered; resolves with the count. Throws on an unreadable recording. */
export async function replay({
  path,
  url,
  source,
  secret,
  speed,
  clock,
  say,
}: ReplayParts): Promise<Replayed> {
  if (!(speed > 0)) throw new Error("speed must be above 0");
  const messages = await readRecording(path);
  const count: Replayed = { sent: 0, accepted: 0, refused: 0, unanswered: 0 };
  let due = clock.monotonic();
  for (const [index, message] of messages.entries()) {
    due += gapBefore(messages, index) / speed;
    await wait(Math.max(0, due - clock.monotonic()));
    const answer = await sendPatiently(
      { url, source, secret, id: `replay-${randomUUID()}`, clock },
      message,
    );
    count.sent += 1;
    count[outcomeOf(answer)] += 1;
    say(`${message.name}: ${answer.status || "no answer"} ${answer.text}`);
  }
  return count;
}

function gapBefore(messages: readonly Recorded[], index: number): number {
  const [at, before] = [messages[index]?.at ?? null, messages[index - 1]?.at ?? null];
  return at === null || before === null ? 0 : Math.min(Math.max(0, at - before), longestGapMs);
}

type Sending = { url: string; source: string; secret: string; id: string; clock: Clock };

async function sendPatiently({ clock, ...to }: Sending, message: Recorded): Promise<Answer> {
  const once = () =>
    send({ ...to, contentType: message.contentType, body: message.body, now: clock.now() });
  let answer = await once();
  for (const delay of retryAfterMs) {
    if (!isWorthRetrying(answer)) return answer;
    await wait(delay);
    answer = await once();
  }
  return answer;
}

function outcomeOf(answer: Answer): "accepted" | "refused" | "unanswered" {
  if (answer.status === 202) return "accepted";
  return isWorthRetrying(answer) ? "unanswered" : "refused";
}
