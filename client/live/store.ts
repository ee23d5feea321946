/** What this console knows. Fed only by the connection: a snapshot, then changes; nothing else writes the desk. */
import { create } from "zustand";
import type { Person } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";
import type { MomentKind } from "#shared/moments.ts";
import type { Presence } from "#shared/protocol.ts";

/**
 * How fresh the desk is. `lost.seenAt` is the server's clock when it last spoke, epoch ms.
 * `catchingUp` counts changes: `from` where we stood, `at` where we are, `head` where the server is (null: not known yet).
 */
export type Connection =
  | { status: "starting" }
  | { status: "live" }
  | { status: "lost"; seenAt: number }
  | { status: "catchingUp"; from: number; at: number; head: number | null }
  | { status: "tooOld" }
  | { status: "signedOut" };

/** What came while the console was cut off, by kind of moment. */
export type Meanwhile = { forMs: number; counts: Partial<Record<MomentKind, number>> };

type Live = {
  me: Person | null;
  desk: Snapshot | null;
  connection: Connection;
  presence: Presence | null;
  /** When any worker was last seen at work: the server's clock, epoch ms; null before the first heartbeat. */
  workerSeenAt: number | null;
  /** Server clock minus this console's clock, milliseconds. */
  clockOffsetMs: number;
  /** How far this console's clock is ahead of the server's, milliseconds; 0 until enough heartbeats came to be sure of it. */
  driftMs: number;
  /** When the server last spoke: this console's clock, epoch ms; null before it did. */
  heardAt: number | null;
  meanwhile: Meanwhile | null;
};

export const useLive = create<Live>(() => ({
  me: null,
  desk: null,
  connection: { status: "starting" },
  presence: null,
  workerSeenAt: null,
  clockOffsetMs: 0,
  driftMs: 0,
  heardAt: null,
  meanwhile: null,
}));

/** The server's clock as this console knows it, epoch milliseconds. */
export function serverNow(): number {
  return Date.now() + useLive.getState().clockOffsetMs;
}

const recordAwayMs = 3000;

/** For how long the record has not answered the server, as it last said, milliseconds; 0 while that is nothing unusual. */
export function recordAwayFor(presence: Presence | null): number {
  if (!presence) return 0;
  const away = Date.parse(presence.at) - Date.parse(presence.recordAt);
  return away > recordAwayMs ? away : 0;
}

/** Whether something can be decided from here: `live`, or what is in the way. */
export type Reach = Connection["status"] | "recordAway";

export function reachOf({ connection, presence }: Pick<Live, "connection" | "presence">): Reach {
  const { status } = connection;
  return status === "live" && recordAwayFor(presence) > 0 ? "recordAway" : status;
}

/** Closes the summary of what came meanwhile. */
export function dismissMeanwhile(): void {
  useLive.setState({ meanwhile: null });
}
