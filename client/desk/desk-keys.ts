/** The desk's keys (UX §2.1). Space never publishes; Enter publishes only what is armed. */
import type { Key } from "../ui/keys.ts";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import { isDeliberate } from "./may-fire.ts";
import { type ActByKey, goingKeys, resting } from "./going-keys.ts";
import { type Chosen, type KeyId, keyIds, pressesOf } from "./key-table.ts";
import { revealNext } from "./reveal.ts";
import { move, refold, showNew, unfold } from "./selection.ts";

const page = 8;

/** Set on the one button Enter may press. */
export const fireButton = "[data-fire]";

/** A control that answers Enter by itself. */
const controls = "button, a[href], summary, [role=button], [role=option], [role=menuitem]";

function ownsEnter(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches(resting)) return true;
  return target.closest(controls) !== null && target.closest(fireButton) === null;
}

/** Whoever arms by key is back on the desk: Enter is theirs again. */
function leaveRest(target: EventTarget | null): void {
  if (target instanceof HTMLElement && target.matches(resting)) target.blur();
}

export type DeskKey = Key<KeyId>;

/** The registry, in the order of its table, with the presses in force. */
export function deskKeys(acts: Acts, chosen: Chosen): DeskKey[] {
  const all = actsByKey(acts);
  return keyIds.map((id) => ({ ...all[id], id, on: pressesOf(id, chosen) }));
}

function actsByKey(acts: Acts): Record<KeyId, ActByKey> {
  const take = (event: KeyboardEvent): boolean => {
    const { target, code } = event;
    const presses = code === "Space" && target instanceof Element && target.closest(controls);
    if (presses && !presses.matches(fireButton)) return false;
    leaveRest(target);
    acts.take();
    return true;
  };
  const fire = (event: KeyboardEvent, publish: () => void): boolean => {
    if (ownsEnter(event.target)) return false;
    const { armed } = useDesk.getState();
    if (armed?.editing) {
      acts.editing.leave();
      return true;
    }
    if (!armed || !isDeliberate(event, armed, performance.now())) return true;
    if (useDesk.getState().hiddenCards > 0 && revealNext()) return true;
    publish();
    return true;
  };
  return {
    up: {
      choose: null,
      says: "key.up",
      repeats: true,
      act: () => move(-1),
    },
    down: {
      choose: null,
      says: "key.down",
      legend: "key.browse",
      legendAfter: "up",
      repeats: true,
      act: () => move(1),
    },
    pageUp: {
      choose: null,
      says: "key.pageUp",
      repeats: true,
      act: () => move(-page),
    },
    pageDown: {
      choose: null,
      says: "key.pageDown",
      repeats: true,
      act: () => move(page),
    },
    unfold: {
      choose: null,
      says: "key.unfold",
      act: unfold,
    },
    refold: {
      choose: null,
      says: "key.refold",
      act: refold,
    },
    home: {
      says: "key.home",
      legend: "key.home",
      act: showNew,
    },
    search: {
      says: "key.search",
      act: () => useDesk.setState({ paletteOpen: "moments" }),
    },
    take: {
      says: "key.take",
      legend: "key.take.short",
      act: take,
    },
    reaction: {
      choose: null,
      says: "key.reaction",
      legend: "key.reaction",
      act: (event) => {
        leaveRest(event.target);
        acts.arm(Number(event.code.slice(-1)), true);
      },
    },
    edit: {
      says: "key.edit",
      act: () => acts.edit(),
    },
    fireText: {
      choose: null,
      says: "key.fireText",
      act: () => false,
    },
    leaveText: {
      choose: null,
      says: "key.leaveText",
      act: () => false,
    },
    leaveOut: {
      says: "key.leaveOut",
      act: acts.leaveOut,
    },
    pass: {
      says: "key.pass",
      act: acts.pass,
    },
    unpass: {
      says: "key.unpass",
      act: acts.unpass,
    },
    takeOver: {
      says: "key.takeOver",
      act: acts.takeOver,
    },
    fire: {
      choose: null,
      says: "key.fire",
      legend: "key.fire.short",
      act: (event) => fire(event, acts.fire),
    },
    fireNow: {
      choose: null,
      says: "key.fireNow",
      act: (event) => fire(event, acts.fireNow),
    },
    undo: {
      says: "key.undo",
      legend: "key.undo.short",
      act: acts.undoNewest,
    },
    correct: {
      says: "key.correct",
      act: acts.correct,
    },
    ...goingKeys(),
    escape: {
      choose: null,
      says: "key.escape",
      act: () => escape(acts),
    },
    hold: {
      says: "key.hold",
      choose: acts.hold,
      act: () => false,
    },
    sheet: {
      says: "key.sheet",
      legend: "key.sheet",
      act: () => useDesk.setState(({ sheetOpen }) => ({ sheetOpen: !sheetOpen })),
    },
  };
}

function escape(acts: Acts): void {
  if (useDesk.getState().sheetOpen) useDesk.setState({ sheetOpen: false });
  else acts.back();
}

/** Keys that still act while the sheet is open. */
export const inSheet = ["escape", "sheet"];
