/** Calls that start side by side: a few at once where answers come quickly, more and more where they do not. */

export type Lanes = {
  /** Resolves when a call to this place may start; call what it answers when the call has ended. */
  enter: (place: string) => Promise<() => void>;
};
type Lane = {
  /** How many it has room for by now. */
  width: number;
  busy: number;
  waiting: (() => void)[];
  /** Ended since the last look, and the looks since any began to wait. */
  ended: number;
  looks: number;
  timer: NodeJS.Timeout | null;
};

/** At the last look nobody is kept waiting. */
const mostLooks = 4;

/**
 * `width` calls start at once, and the next when one ends. Every `everyMs` somebody looks: who at that pace would not have
 * started at the fourth look starts now. A network that answers within milliseconds is asked over few connections, each
 * made once: five hundred new ones at one instant take longer than all their calls. One that takes its time is asked by
 * all before long.
 */
export function createLanes(width: number, everyMs: number): Lanes {
  const lanes = new Map<string, Lane>();
  const admit = (lane: Lane, count: number): void => {
    for (const start of lane.waiting.splice(0, count)) {
      lane.busy += 1;
      start();
    }
    if (lane.waiting.length > 0 || !lane.timer) return;
    clearInterval(lane.timer);
    Object.assign(lane, { timer: null, looks: 0, width });
  };
  const look = (lane: Lane): void => {
    lane.looks += 1;
    const left = mostLooks - lane.looks;
    const late = left > 0 ? (lane.waiting.length - lane.ended * left) / left : Infinity;
    const more = Math.min(lane.waiting.length, Math.max(0, Math.ceil(late)));
    lane.ended = 0;
    lane.width += more;
    admit(lane, more);
  };
  const leave = (place: string, lane: Lane): void => {
    lane.busy -= 1;
    lane.ended += 1;
    if (lane.busy < lane.width) admit(lane, 1);
    if (lane.busy === 0 && lane.waiting.length === 0) lanes.delete(place);
  };
  return {
    enter(place) {
      const lane = lanes.get(place) ?? newLane(width);
      lanes.set(place, lane);
      return new Promise((resolve) => {
        let left = false;
        lane.waiting.push(() =>
          resolve(() => {
            if (!left) leave(place, lane);
            left = true;
          }),
        );
        if (lane.busy < lane.width) return admit(lane, 1);
        if (lane.timer) return;
        lane.ended = 0;
        lane.timer = setInterval(() => look(lane), everyMs);
      });
    },
  };
}

function newLane(width: number): Lane {
  return { width, busy: 0, waiting: [], ended: 0, looks: 0, timer: null };
}
