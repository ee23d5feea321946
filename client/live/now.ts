import { useCallback, useSyncExternalStore } from "react";
import { serverNow } from "./store.ts";

type Ticker = { now: number };
const tickers = new Map<number, Ticker>();

/** The server's clock (epoch ms), read again every `everyMs`; 0 never reads it again. */
export function useServerNow(everyMs: number): number {
  const listen = useCallback((tick: () => void) => beat(everyMs, tick), [everyMs]);
  return useSyncExternalStore(listen, () => tickerOf(everyMs).now);
}

/** Only a timer moves a ticker: what a render reads stays the same however long it takes. */
function beat(everyMs: number, tick: () => void): () => void {
  if (everyMs === 0) return () => undefined;
  const advance = (): void => {
    tickerOf(everyMs).now = serverNow();
    tick();
  };
  advance();
  const timer = setInterval(advance, everyMs);
  return () => clearInterval(timer);
}

function tickerOf(everyMs: number): Ticker {
  const ticker = tickers.get(everyMs) ?? { now: serverNow() };
  tickers.set(everyMs, ticker);
  return ticker;
}
