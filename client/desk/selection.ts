/** Moving about the list. The selection moves only from here, and here is called only from a key or a click. */
import type { Moment } from "#shared/moments.ts";
import { useLive } from "../live/store.ts";
import { isToHandle, saidOf } from "./about.ts";
import { fold, type Row } from "./bursts.ts";
import { colleagueOn } from "./claims.ts";
import { useDesk } from "./desk-store.ts";
import { type Lens, rowsOf } from "./feed-list.ts";
import { noteOpened } from "./opened.ts";

/** Moments on show now, newest first; those behind another's row, too. */
function shown(): Moment[] {
  const { desk, me } = useLive.getState();
  const { lens, frozen } = useDesk.getState();
  return desk && me ? rowsOf(desk, me.id, lens, frozen).rows : [];
}

const shownIds = (): string[] => shown().map(({ id }) => id);

function rows(): Row[] {
  const { opened, selectedId } = useDesk.getState();
  return fold(shown(), opened, selectedId);
}

/** Opens the burst whose row is selected; false where it stands for itself. */
export function unfold(): boolean {
  const { selectedId, opened } = useDesk.getState();
  const row = rows().find(({ moment }) => moment.id === selectedId);
  if (!row?.burst || row.behind.length === 0) return false;
  freeze();
  useDesk.setState({ opened: new Set([...opened, row.burst]) });
  return true;
}

/** Folds the burst that the selection is in, and selects its row; false where it is in none. */
export function refold(): boolean {
  const { selectedId, opened } = useDesk.getState();
  const all = rows();
  const burst = all.find(({ moment }) => moment.id === selectedId)?.burst;
  const head = all.find((row) => row.burst === burst);
  if (!burst || !head || head.behind.length > 0) return false;
  select(head.moment.id);
  useDesk.setState({ opened: new Set([...opened].filter((each) => each !== burst)) });
  return true;
}

/** Keeps the rows where they are from now on. */
export function freeze(): void {
  if (!useDesk.getState().frozen) useDesk.setState({ frozen: shownIds() });
}

/** Lets the list follow again, when nobody looks at a row in particular. */
export function thaw(): void {
  const { selectedId, frozen } = useDesk.getState();
  if (selectedId === null && frozen) useDesk.setState({ frozen: null });
}

/** Selects a moment and freezes the list under it. What was armed for another one is disarmed. */
export function select(momentId: string): void {
  freeze();
  const { armed, selectedId } = useDesk.getState();
  if (selectedId === momentId) return;
  noteOpened(momentId);
  useDesk.setState({
    selectedId: momentId,
    armed: armed?.momentId === momentId ? armed : null,
    notice: null,
  });
}

/** Moves the selection by a number of rows; from nothing, to the first. */
export function move(by: number): void {
  const ids: string[] = rows().map(({ moment }) => moment.id);
  if (ids.length === 0) return;
  const at = ids.indexOf(useDesk.getState().selectedId ?? "");
  const next = at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by));
  select(ids[next]!);
}

/** Shows what arrived, selection untouched; with nothing new, selects the first row. */
export function showNew(): void {
  const { desk, me } = useLive.getState();
  const { lens, frozen, selectedId } = useDesk.getState();
  if (!desk || !me) return;
  const { waiting } = rowsOf(desk, me.id, lens, frozen);
  if (frozen && waiting.length > 0) {
    const fresh = rowsOf(desk, me.id, lens, null).rows.map((moment) => moment.id as string);
    // What is under the eye stays in the list even when it has left the lens.
    const kept =
      selectedId && !fresh.includes(selectedId) ? insertNewestFirst(fresh, selectedId) : fresh;
    useDesk.setState({ frozen: kept });
  } else move(Number.NEGATIVE_INFINITY);
}

function insertNewestFirst(ids: string[], id: string): string[] {
  const at = ids.findIndex((other) => other < id);
  return at === -1 ? [...ids, id] : ids.toSpliced(at, 0, id);
}

/** Looks through another lens; the selection stays. */
export function look(lens: Lens): void {
  useDesk.setState({ lens, frozen: null });
  if (useDesk.getState().selectedId) freeze();
}

/** Selects the first moment on show that waits for somebody and that nobody is on; the first row where none does. */
export function selectFirstFree(): void {
  const free = toHandle().find(({ free: isFree }) => isFree);
  if (free) select(free.id);
  else move(0);
}

/** Selects the next moment below that waits for somebody, else the first such one above. */
export function selectNextToHandle(): void {
  const { selectedId } = useDesk.getState();
  const waiting = toHandle().filter(({ id, free }) => free && id !== selectedId);
  const ids = shownIds();
  const at = ids.indexOf(selectedId ?? "");
  const next = waiting.find(({ id }) => ids.indexOf(id) > at) ?? waiting[0];
  if (next) select(next.id);
}

/** Moments on show that wait for somebody, and whether no colleague is on them. */
function toHandle(): { id: string; free: boolean }[] {
  const { desk, me } = useLive.getState();
  if (!desk || !me) return [];
  const byId = new Map(desk.moments.map((moment) => [moment.id as string, moment]));
  return shownIds()
    .filter((id) => isToHandle(byId.get(id)!, saidOf(desk, id)))
    .map((id) => ({ id, free: colleagueOn(desk, id, me.id) === null }));
}

/** One step back: disarms, then closes what it says, then deselects. */
export function stepBack(): "disarmed" | "closed" | "deselected" {
  const { armed, notice } = useDesk.getState();
  if (armed && armed.phase !== "firing") {
    useDesk.setState({ armed: null, notice: null });
    return "disarmed";
  }
  if (notice) {
    useDesk.setState({ notice: null });
    return "closed";
  }
  useDesk.setState({ selectedId: null, frozen: null, pane: "moments" });
  return "deselected";
}
