/** Tries for ever: soon after a first failure, ever more seldom while it lasts, and as the other side wishes where it says so. */
import { setTimeout as wait } from "node:timers/promises";
import { AddressRefused } from "#server/addresses.ts";
import type { Trouble } from "../trouble.ts";
import { type ConnectorParts, NotTaken, Silent, Unhelpful } from "./connector.ts";

const longestWishMs = 3_600_000;

/**
 * One `attempt` after another until the signal aborts. An attempt calls `works` once the other side has answered, and
 * resolves with the milliseconds to the next one.
 */
export async function again(
  { signal, up, down, timing }: ConnectorParts,
  attempt: (works: () => Promise<void>) => Promise<number>,
): Promise<void> {
  let failures = 0;
  const works = async (): Promise<void> => {
    failures = 0;
    await up();
  };
  while (!signal.aborted) {
    let waitMs: number;
    try {
      waitMs = await attempt(works);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      if (!(error instanceof NotTaken || error instanceof Silent)) await down(troubleOf(error));
      const wishMs = error instanceof Unhelpful ? (error.againInMs ?? 0) : 0;
      waitMs = Math.max(backoffMs(failures, timing.feedBackoffMs), Math.min(wishMs, longestWishMs));
    }
    await pause(waitMs, signal);
  }
}

/** Give or take a fifth: a thousand desks must not come back in the same instant. */
export function about(ms: number): number {
  return ms * (0.8 + Math.random() * 0.4);
}

function backoffMs(failures: number, [first = 1000, most = 300_000]: readonly number[]): number {
  return about(Math.min(most, first * 2 ** Math.min(failures - 1, 20)));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Rejects only when it is aborted, and the loop looks at that.
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

function troubleOf(error: unknown): Trouble {
  const cause = innermost(error);
  const refused = cause instanceof Unhelpful || cause instanceof AddressRefused;
  return { code: refused ? "refused" : "unreachable", detail: detailOf(cause) };
}

/** The outer ones only say that something failed. */
function innermost(error: unknown): unknown {
  return error instanceof Error && error.cause instanceof Error ? innermost(error.cause) : error;
}

function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return code && !error.message.includes(code) ? `${error.message} (${code})` : error.message;
}
