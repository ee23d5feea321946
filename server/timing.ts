import { backlogSpacingMs, clockStopMs, clockWarnMs } from "#shared/spans.ts";

/** Every duration the publishing and live parts wait for, milliseconds, in one place so that tests can scale them all. */
const production = {
  /** A claim is ours this long unless renewed. */
  leaseMs: 4000,
  renewEveryMs: 1000,
  /** A timed delivery is claimed this early and then waits in memory for the exact instant. */
  leadMs: 4000,
  /** A timed delivery passes its gate this early, and is called at its instant. */
  gateAheadMs: 400,
  /** Whole network call: connect, send, read. */
  callDeadlineMs: 8000,
  /** More than this between the gate and the first byte, and the call is not made. */
  gateToCallMs: 250,
  /** What has time on its way to a network waits this long for others: fewer, larger transactions when it is busy. */
  gatherMs: 100,
  sweepEveryMs: 1000,
  /** The sweeper takes what the queue should have taken this long ago. */
  overdueMs: 500,
  /** Overdue for this long when a worker starts: nobody was there, and it is a person's to send. */
  outageMs: 30_000,
  /** The same for this long, where it is more than a few on one account. */
  backlogMs: 10_000,
  probeAfterMs: [1000, 3000, 10_000, 30_000, 120_000],
  /** A picture takes longer to upload: such a delivery is claimed this early, where its time is known. */
  mediaLeadMs: 30_000,
  /** Everything before the gate: signing in, uploading, looking up. */
  prepareDeadlineMs: 30_000,
  /** A claim on a moment ends this long after its console last renewed it, or after its person's last console went away. */
  claimLeaseMs: 45_000,
  claimGraceMs: 10_000,
  /** An idempotency key is shown again no earlier than this after its call, and no later. */
  replayFromMs: 60_000,
  replayUntilMs: 3_000_000,
  backlogSpacingMs,
  retryAfterMs: [500, 2000, 5000, 15_000],
  /** A reaction is worth nothing after this. */
  reactionShelfLifeMs: 180_000,
  minimumSpanMs: 800,
  heartbeatMs: 1000,
  clockWarnMs,
  clockStopMs,
  outboxEveryMs: 1000,
  /** The broadcaster looks at the log this often even when nothing woke it. */
  pollEveryMs: 1000,
  /** The widest span over which live frames are grouped under load. */
  coalesceMs: 100,
  /** A console that lags must take what it was sent within this long; shorter than a missed ping takes to show (8 s). */
  drainMs: 6000,
  /** A connected console's session is looked at again this often, and at every command. */
  sessionCheckMs: 30_000,
  /** A feed is followed by one process, this long unless renewed (each `heartbeatMs`). */
  feedLeaseMs: 4000,
  /** To be answered by a feed's provider, and to have all of the answer. */
  feedDeadlineMs: 10_000,
  /** What is connected and says nothing for this long is connected to anew, unless the feed says otherwise. */
  feedSilenceMs: 30_000,
  /** Between two tries of a feed that fails: doubling from the first to the second. */
  feedBackoffMs: [1000, 300_000],
  /** What a feed tells after it was away this long is no news any more. */
  feedLateMs: 60_000,
  /** Trying a feed out listens this long, inside a transaction. */
  feedTrialMs: 6000,
  /** A feed's folder is looked at this often, even when nothing moved in it. */
  folderLookMs: 2000,
} as const;

export type Timing = {
  [Name in keyof typeof production]: (typeof production)[Name] extends number
    ? number
    : readonly number[];
};

/** What nothing waits for is not scaled: a bound on ourselves, made shorter, would only trip on a busy machine. */
const unscaled: readonly string[] = [
  "gateToCallMs",
  "outageMs",
  "backlogMs",
  "clockWarnMs",
  "clockStopMs",
];

/** The table, scaled. Production runs at 1. */
export function createTiming(scale = 1): Timing {
  const scaled: unknown = Object.fromEntries(
    Object.entries(production).map(([name, value]) => {
      if (unscaled.includes(name)) return [name, value];
      return [name, typeof value === "number" ? value * scale : value.map((each) => each * scale)];
    }),
  );
  return scaled as Timing;
}
