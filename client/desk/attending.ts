/** Tells colleagues where this person is: the moment that is open, and whether they write in its texts. Never what they write. */
import type { Attending } from "#shared/protocol.ts";
import { useDesk } from "./desk-store.ts";

/** Whoever leafs through the list with a held key passes many moments; only where they stay is told. */
const tellEveryMs = 400;

/** Where this person is now. */
function attendingNow(): Attending {
  const { selectedId, armed } = useDesk.getState();
  const writing = armed !== null && armed.editing && armed.momentId === selectedId;
  return { momentId: selectedId, writing };
}

/** Says it when it changes; `again` says it to a server that does not know it any more. */
export function tellAttending(tell: (attending: Attending) => void): { again: () => void } {
  let told = JSON.stringify({ momentId: null, writing: false });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let toldAt = -Infinity;
  const say = (): void => {
    waiting = undefined;
    const now = attendingNow();
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    toldAt = performance.now();
    tell(now);
  };
  useDesk.subscribe(({ selectedId, armed }, before) => {
    if (selectedId === before.selectedId && armed?.editing === before.armed?.editing) return;
    waiting ??= setTimeout(say, Math.max(0, toldAt + tellEveryMs - performance.now()));
  });
  return {
    again() {
      told = "";
      say();
    },
  };
}
