/**
 * How far this process's clock is from the database's, which decides what is due, and the networks' from it. Beyond a
 * few seconds somebody's clock is wrong, and nothing planned is sent by itself until it is right again.
 */
import type { Clock } from "./clock.ts";
import type { Timing } from "./timing.ts";

/** The database's clock, read between two instants of our monotonic one. */
export type Reading = { askedAt: number; answeredAt: number; at: Date };
export type Clocks = {
  heardDatabase: (reading: Reading) => void;
  /** What a network's Date header said, at the moment it came: whole seconds, cut off. */
  heardNetwork: (date: Date) => void;
  /** What the database's clock shows now, as nearly as it is known (milliseconds since 1970); before it is, our own. */
  now: () => number;
  /** When the database's clock surely shows this instant (milliseconds since 1970), by our monotonic one; null while unknown. */
  surelyAt: (instant: number) => number | null;
  /** Offsets in whole milliseconds, this clock's and the networks' less the database's; null while unknown. */
  offsets: () => { databaseOffsetMs: number | null; networkOffsetMs: number | null };
  /** Whether the clocks agree well enough to send what is planned; false while that is not known. */
  sendsPlanned: () => boolean;
};

/** `ownAt`: what our own clock showed when it came. */
type Sample = { monotonic: number; databaseAt: number; halfTripMs: number; ownAt: number };
type Heard = { monotonic: number; offsetMs: number };

const readingsKept = 5;
const datesKept = 10;
/** One odd answer stops nothing. */
const datesNeeded = 3;
/** A Date header is cut to the second, and comes some way: less than this is no difference. */
const dateResolutionMs = 1000;
/** A network not heard for so long says nothing about now, and must not keep stopped what would let us hear it. */
const dateLastsMs = 600_000;
/** Two readings of one clock, beyond the time their answers took. */
const sameClockMs = 5;
/** Stopped clocks have to come this much nearer than what stopped them. */
const againWithin = 0.8;

export function createClocks({ clock, timing }: { clock: Clock; timing: Timing }): Clocks {
  let samples: Sample[] = [];
  let dates: Heard[] = [];
  let stopped = false;

  const databaseAt = (): number | null => {
    const best = samples.toSorted((one, other) => one.halfTripMs - other.halfTripMs)[0];
    return best ? shown(best, clock.monotonic()) : null;
  };
  /** A clock that is set, or a machine that slept, shows at once: the monotonic clock took no part in it. */
  const ownOffset = (): number | null => {
    const at = databaseAt();
    return at === null ? null : Math.round(clock.now() - at);
  };
  const networkOffset = (): number | null => {
    const since = clock.monotonic() - dateLastsMs;
    const offsets = dates.filter((date) => date.monotonic > since).map(({ offsetMs }) => offsetMs);
    if (offsets.length < datesNeeded) return null;
    const middle = median(offsets);
    return Math.abs(middle) < dateResolutionMs ? 0 : Math.round(middle);
  };

  return {
    heardDatabase({ askedAt, answeredAt, at }) {
      const halfTripMs = (answeredAt - askedAt) / 2;
      const monotonic = askedAt + halfTripMs;
      const ownAt = clock.now() - (clock.monotonic() - monotonic);
      const newest = { monotonic, databaseAt: at.getTime(), halfTripMs, ownAt };
      // Where an older one contradicts it, one of the clocks was set, or stood still in sleep.
      samples = [newest, ...samples.filter((older) => agree(older, newest))].slice(0, readingsKept);
    },
    heardNetwork(date) {
      const [newest] = samples;
      if (!newest) return;
      const monotonic = clock.monotonic();
      // Set, or woken, since it last asked the database: nothing can be told by ours until it asks again.
      const moved = clock.now() - newest.ownAt - (monotonic - newest.monotonic);
      if (Math.abs(moved) > dateResolutionMs) return;
      const middle = date.getTime() + dateResolutionMs / 2;
      dates = [{ monotonic, offsetMs: middle - shown(newest, monotonic) }, ...dates].slice(
        0,
        datesKept,
      );
    },
    now: () => databaseAt() ?? clock.now(),
    // By the time an answer is here its clock shows at least what it says: the earliest of such bounds is the nearest.
    surelyAt: (instant) =>
      samples.length === 0
        ? null
        : Math.min(
            ...samples.map(
              ({ monotonic, halfTripMs, databaseAt }) =>
                monotonic + halfTripMs + (instant - databaseAt),
            ),
          ),
    offsets: () => ({ databaseOffsetMs: ownOffset(), networkOffsetMs: networkOffset() }),
    sendsPlanned() {
      const own = ownOffset();
      const [newest] = samples;
      if (own === null || !newest) return false;
      if (clock.monotonic() - newest.monotonic > timing.outageMs) return false;
      const worst = Math.max(Math.abs(own), Math.abs(networkOffset() ?? 0));
      stopped = worst > timing.clockStopMs * (stopped ? againWithin : 1);
      return !stopped;
    },
  };
}

/** What the database's clock shows at an instant of the monotonic one, by one sample. */
function shown({ databaseAt, monotonic }: Sample, at: number): number {
  return databaseAt + (at - monotonic);
}

function agree(one: Sample, other: Sample): boolean {
  const apart = Math.abs(shown(one, other.monotonic) - other.databaseAt);
  return apart <= one.halfTripMs + other.halfTripMs + sameClockMs;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
