/**
 * Follows the change log and hands every change to the consoles, in order, each once. Groups changes into frames; never
 * drops or merges one. What it has handed out is its position: a console that reaches it may join the live stream.
 */
import type { Change } from "#shared/changes.ts";
import type { Clock } from "../clock.ts";
import type { Connected } from "../db/connect.ts";
import type { Db, Position } from "../db/changes.ts";
import { position as readPosition, readOn, readSince } from "../db/changes.ts";
import type { Log } from "../log.ts";
import type { Timing } from "../timing.ts";
import { createRing } from "./ring.ts";

export type Follower = {
  /** The run that follows the position held until now. Called in the tick in which the position moves. */
  changes: (run: Change[], head: Position) => void;
  /** The log was restored or started anew: nothing held is valid. */
  restarted: () => void;
};

export type Broadcaster = {
  start: () => Promise<void>;
  stop: () => Promise<void>;
  /** What has been handed out so far. */
  position: () => Position;
  follow: (follower: Follower) => void;
  /** A run after `seq`, not beyond the position, from memory; null when it must be read. */
  recent: (seq: number) => Change[] | null;
  /** The same, from the database. */
  read: (seq: number) => Promise<Change[]>;
  /** Looks at the log now, and resolves when what was there has been handed out. */
  refresh: () => Promise<void>;
};

/** The most changes in one frame. */
const frameLength = 200;
const ringLength = 1000;
/** Under load a frame waits half as long as handing one out took: a third of the process is left for everything else. */
const restPerCost = 0.5;
const shortestRestMs = 4;

type Parts = { db: Db; listen: Connected["listen"]; clock: Clock; timing: Timing; log: Log };

export function createBroadcaster({ db, listen, clock, timing, log }: Parts): Broadcaster {
  const ring = createRing(ringLength);
  const followers: Follower[] = [];
  let at: Position = { epoch: "", seq: 0 };
  let running: Promise<void> | null = null;
  let again = false;
  let rest: NodeJS.Timeout | null = null;
  let restUntil = 0;
  let cost = 0;
  let stopped = false;
  let poll: NodeJS.Timeout | null = null;
  let unlisten: (() => Promise<void>) | null = null;

  async function begin(head: Position): Promise<void> {
    const recent = await readSince(db, Math.max(0, head.seq - ringLength), ringLength);
    ring.clear();
    ring.add(recent.filter(({ seq }) => seq <= head.seq));
    at = head;
  }

  /** Hands out what the log holds beyond our position. */
  async function pass(): Promise<void> {
    while (!stopped) {
      const { head, run } = await readOn(db, at.seq, frameLength);
      if (head.epoch !== at.epoch || head.seq < at.seq) {
        await begin(head);
        for (const follower of followers) follower.restarted();
        return;
      }
      if (run.length === 0) return;
      handOut(run, head);
      if (at.seq >= head.seq) return;
    }
  }

  function handOut(run: Change[], head: Position): void {
    const began = clock.monotonic();
    ring.add(run);
    at = { epoch: head.epoch, seq: run.at(-1)!.seq };
    for (const follower of followers) follower.changes(run, head);
    cost = clock.monotonic() - began;
  }

  /** One pass at a time; one that is asked for meanwhile follows it. Rejects when the database does not answer. */
  function run(): Promise<void> {
    if (running) {
      again = true;
      return running;
    }
    running = pass().finally(() => {
      running = null;
      restUntil =
        clock.monotonic() +
        Math.min(timing.coalesceMs, Math.max(shortestRestMs, cost * restPerCost));
      if (again) wake();
      again = false;
    });
    return running;
  }

  function runLogged(): void {
    run().catch((error: unknown) =>
      log.warn({ err: error }, "the change log could not be read; trying again"),
    );
  }

  /** At once when idle; after the rest that the last frame earned when not. */
  function wake(): void {
    if (stopped || rest) return;
    if (running) {
      again = true;
      return;
    }
    const wait = restUntil - clock.monotonic();
    if (wait <= 0) return runLogged();
    rest = setTimeout(() => {
      rest = null;
      runLogged();
    }, wait);
  }

  return {
    async start() {
      await begin(await readPosition(db));
      unlisten = await listen("changes", wake);
      poll = setInterval(wake, timing.pollEveryMs);
    },
    async stop() {
      stopped = true;
      if (poll) clearInterval(poll);
      if (rest) clearTimeout(rest);
      await unlisten?.();
      await running?.catch(() => undefined);
    },
    position: () => at,
    follow(follower) {
      followers.push(follower);
    },
    recent: (seq) => ring.after(seq, frameLength),
    async read(seq) {
      const found = await readSince(db, seq, frameLength);
      return found.filter((change) => change.seq <= at.seq);
    },
    async refresh() {
      if (running) await running;
      await run();
    },
  };
}
