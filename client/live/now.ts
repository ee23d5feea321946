import { useCallback, useSyncExternalStore } from "react";
import { serverNow } from "./store.ts";

type Ticker = { now: number };
const tickers = new Map<number, Ticker>();

/** The server's clock (epoch ms), read again every `everyMs`; 0 never reads it again. */
export function useServerNow(everyMs: number): number {
  const listen = useCallback(
    (tick: () => void) => {
      if (everyMs === 0) return () => undefined;
      const timer = setInterval(tick, everyMs);
      return () => clearInterval(timer);
    },
    [everyMs],
  );
  return useSyncExternalStore(listen, () => read(everyMs));
}

/** Everyone on the same beat sees the same instant; a render between two beats sees the last one. */
function read(everyMs: number): number {
  const ticker = tickers.get(everyMs) ?? { now: serverNow() };
  tickers.set(everyMs, ticker);
  // Nine tenths of a beat: a timer that fires a little early must still be seen.
  if (everyMs > 0 && Math.abs(serverNow() - ticker.now) >= everyMs * 0.9) ticker.now = serverNow();
  return ticker.now;
}
