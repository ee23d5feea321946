/** Moving about the list. The selection moves only from here, and here is called only from a key or a click. */
import { useLive } from "../live/store.ts";
import { useDesk } from "./desk-store.ts";
import { type Lens, rowsOf } from "./feed-list.ts";

/** Rows on show now, newest first. */
function shownIds(): string[] {
  const { desk } = useLive.getState();
  const { lens, frozen } = useDesk.getState();
  return desk ? rowsOf(desk, lens, frozen).rows.map((moment) => moment.id) : [];
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
  useDesk.setState({
    selectedId: momentId,
    armed: armed?.momentId === momentId ? armed : null,
    notice: null,
  });
}

/** Moves the selection by a number of rows; from nothing, to the first. */
export function move(by: number): void {
  const ids = shownIds();
  if (ids.length === 0) return;
  const at = ids.indexOf(useDesk.getState().selectedId ?? "");
  const next = at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by));
  select(ids[next]!);
}

/** Shows what arrived, selection untouched; with nothing new, selects the first row. */
export function showNew(): void {
  const { desk } = useLive.getState();
  const { lens, frozen, selectedId } = useDesk.getState();
  if (!desk) return;
  const { waiting } = rowsOf(desk, lens, frozen);
  if (frozen && waiting.length > 0) {
    const fresh = rowsOf(desk, lens, null).rows.map((moment) => moment.id as string);
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

/** One step back: disarms, then deselects. */
export function stepBack(): void {
  const { armed, notice } = useDesk.getState();
  if (armed && armed.phase !== "firing") useDesk.setState({ armed: null, notice: null });
  else if (notice) useDesk.setState({ notice: null });
  else useDesk.setState({ selectedId: null, frozen: null, pane: "moments" });
}
