import { useEffect, useState } from "react";
import { serverNow } from "./store.ts";

/** The server's clock, read again every `everyMs`; 0 stops it. */
export function useServerNow(everyMs: number): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    if (everyMs === 0) return undefined;
    setNow(serverNow());
    const timer = setInterval(() => setNow(serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
