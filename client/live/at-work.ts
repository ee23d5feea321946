/** Who is at work, and how far their clocks are apart, as the last heartbeat told. Pure; lengths are milliseconds. */
import type { Presence, WorkerSeen } from "#shared/protocol.ts";

/** A worker says every second that it is there. */
export const workerAwayMs = 5000;

/** The workers that are there. */
export function aliveIn({ at, workers }: Presence): WorkerSeen[] {
  const now = Date.parse(at);
  return workers.filter(({ seenAt }) => now - Date.parse(seenAt) <= workerAwayMs);
}

/** How far the worst of a worker's clocks is from the record's. */
export function apartOf({ databaseOffsetMs, networkOffsetMs }: WorkerSeen): number {
  return Math.max(Math.abs(databaseOffsetMs ?? 0), Math.abs(networkOffsetMs ?? 0));
}

/** Since when a queue has not answered one of them; null when it answers all. */
export function queueAwaySince(alive: readonly WorkerSeen[]): string | null {
  return alive.flatMap((each) => each.queueAwaySince ?? []).toSorted()[0] ?? null;
}
