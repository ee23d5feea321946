/** Plays the sample evening into the desk on a loop: a provider like any other, over signed HTTP. */
import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "#server/clock.ts";
import { isWorthRetrying, send } from "#server/feeds/send.ts";
import type { Log } from "#server/log.ts";
import type { Start } from "./day-sheet.ts";
import type { Cue } from "./evening.ts";
import { contentTypes, evening, movedToNow, readCue } from "./evening.ts";

export type PlayerParts = {
  url: () => string;
  secretOf: (source: string) => Promise<string>;
  clock: Clock;
  log: Log;
  /** IANA zone of the venue. */
  venueZone?: string;
  /** How many times faster than it happened. */
  speed?: number;
  /** Imports the evening's day sheet, as its producer would; a failure is the caller's to tell. */
  preload?: (start: Start) => Promise<void>;
};
/** Starting twice plays once; `stop` resolves when nothing more will be sent. */
export type Player = { start: () => void; stop: () => Promise<void> };

const pauseMs = 60_000;
const retryMs = 2000;
/** A message nobody takes after this many tries is left out; the evening goes on. */
const tries = 30;

export function createPlayer({
  url,
  secretOf,
  clock,
  log,
  venueZone = "Europe/Paris",
  speed = 1,
  preload = async () => {},
}: PlayerParts): Player {
  let stopping: AbortController | null = null;
  let playing: Promise<void> = Promise.resolve();

  async function play(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await playOnce(signal);
      await wait(pauseMs / speed, undefined, { signal });
    }
  }

  async function playOnce(signal: AbortSignal): Promise<void> {
    const started = clock.monotonic();
    const startedAt = clock.now();
    const loop = `REB24-${Math.floor(startedAt / 1000)
      .toString(36)
      .toUpperCase()}`;
    await preload({ loop, startedAt, zone: venueZone, speed });
    for (const cue of evening) {
      const dueAt = started + (cue.afterS * 1000) / speed;
      await wait(Math.max(0, dueAt - clock.monotonic()), undefined, { signal });
      await playCue(cue, loop, signal);
    }
  }

  async function playCue(cue: Cue, loop: string, signal: AbortSignal): Promise<void> {
    const body = movedToNow(await readCue(cue), cue.source, loop, clock.now(), venueZone);
    const message = {
      source: cue.source,
      id: `${loop}-${cue.file}`,
      contentType: contentTypes[cue.source],
      body,
    };
    for (let attempt = 1; attempt <= tries && !signal.aborted; attempt += 1) {
      const secret = await secretOf(cue.source);
      const answer = await send({ url: url(), secret, now: clock.now(), signal, ...message });
      if (answer.status === 202) return;
      if (!isWorthRetrying(answer)) {
        log.warn(
          { file: cue.file, status: answer.status, answer: answer.text },
          "the desk refused a message of the sample evening",
        );
        return;
      }
      await wait(retryMs, undefined, { signal });
    }
  }

  return {
    start() {
      if (stopping) return;
      const controller = new AbortController();
      stopping = controller;
      playing = play(controller.signal).catch((error: unknown) => {
        if (controller.signal.aborted) return;
        log.error({ err: error }, "the sample evening stopped");
        stopping = null;
      });
    },
    async stop() {
      stopping?.abort();
      stopping = null;
      await playing;
    },
  };
}
