import { useCallback, useSyncExternalStore } from "react";
import { serverNow } from "./store.ts";

/** Everybody who reads the clock at one pace reads it in the same instant: what counts down together is drawn together. */
type Ticker = { now: number; ticks: Set<() => void>; timer?: ReturnType<typeof setTimeout> };
const tickers = new Map<number, Ticker>();
const noEdges: readonly number[] = [];
/** What a browser's timer can wait for. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The server's clock (epoch ms), read again at its every multiple of `everyMs` (0: at none of them), and at each of
 * `edges`, epoch ms: instants at which what is shown becomes something else. Edges are compared by identity.
 */
export function useServerNow(everyMs: number, edges = noEdges): number {
  const listen = useCallback((tick: () => void) => follow(everyMs, edges, tick), [everyMs, edges]);
  return useSyncExternalStore(listen, () => read(everyMs));
}

function follow(everyMs: number, edges: readonly number[], tick: () => void): () => void {
  const ticker = tickerOf(everyMs);
  const now = serverNow();
  if (edges.some((edge) => ticker.now < edge && edge <= now)) {
    ticker.now = now;
    tick();
  }
  ticker.ticks.add(tick);
  if (everyMs > 0 && ticker.timer === undefined) beat(everyMs, ticker);
  const forgetEdges = atEach(edges, () => {
    ticker.now = serverNow();
    tick();
  });
  return () => {
    forgetEdges();
    ticker.ticks.delete(tick);
    if (ticker.ticks.size > 0) return;
    clearTimeout(ticker.timer);
    delete ticker.timer;
  };
}

/** By multiples of the pace: a clock that shows seconds changes with the second. */
function beat(everyMs: number, ticker: Ticker): void {
  const leftMs = everyMs - (serverNow() % everyMs);
  ticker.timer = setTimeout(() => {
    ticker.now = serverNow();
    for (const tick of ticker.ticks) tick();
    beat(everyMs, ticker);
  }, leftMs);
}

/** Calls back at each instant that is still ahead, one timer at a time. */
function atEach(edges: readonly number[], reached: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = (): void => {
    const now = serverNow();
    const ahead = edges.filter((edge) => edge > now);
    if (ahead.length === 0) return;
    timer = setTimeout(
      () => {
        if (serverNow() >= Math.min(...ahead)) reached();
        next();
      },
      Math.min(Math.min(...ahead) - now, longestTimerMs),
    );
  };
  next();
  return () => clearTimeout(timer);
}

/** Only its timer moves a ticker that somebody follows: what a render reads stays the same however long it takes. */
function read(everyMs: number): number {
  const ticker = tickerOf(everyMs);
  const now = serverNow();
  const isFollowed = everyMs === 0 || ticker.timer !== undefined;
  if (!isFollowed && Math.abs(now - ticker.now) >= everyMs) ticker.now = now;
  return ticker.now;
}

function tickerOf(everyMs: number): Ticker {
  const ticker = tickers.get(everyMs) ?? { now: serverNow(), ticks: new Set() };
  tickers.set(everyMs, ticker);
  return ticker;
}
