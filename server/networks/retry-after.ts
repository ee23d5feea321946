/** When a network that said "too many" wants to be asked again, in each of the ways it may say it. */
type Headers = Record<string, string | string[] | undefined>;

const unsaidMs = 5000;
const longestMs = 24 * 3_600_000;
/** Below this a number of seconds is a wait, above it an instant. */
const instantsFrom = 1_000_000_000;

/**
 * `ratelimit-reset` (seconds since 1970), else Retry-After (seconds, or a date by the network's own clock where it says
 * that), else soon: at most a day from now. What is past, or not understood, says nothing.
 */
export function retryAt(headers: Headers): Date {
  const now = Date.now();
  const networkNow = Date.parse(first(headers["date"]));
  const skew = Number.isNaN(networkNow) ? 0 : now - networkNow;
  const said = ["ratelimit-reset", "retry-after"].map((name) => first(headers[name]));
  const until = said.map((each) => instantOf(each, now, skew)).find((each) => each > now);
  return new Date(Math.min(until ?? now + unsaidMs, now + longestMs));
}

function instantOf(value: string, now: number, skew: number): number {
  if (value === "") return Number.NaN;
  const seconds = Number(value);
  if (Number.isNaN(seconds)) return Date.parse(value) + skew;
  return seconds < instantsFrom ? now + seconds * 1000 : seconds * 1000;
}

function first(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? "";
}
