/** The desk's keys (UX §2.1). Space never publishes; Enter publishes only what is armed. */
import type { Key } from "../ui/keys.ts";
import type { Acts } from "./acts.ts";
import { useDesk } from "./desk-store.ts";
import { isDeliberate } from "./may-fire.ts";
import { goingKeys, resting } from "./going-keys.ts";
import { revealNext } from "./reveal.ts";
import { move, refold, showNew, unfold } from "./selection.ts";

const page = 8;
const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9];

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

/** The registry, in the order the sheet lists it. */
export function deskKeys(acts: Acts): Key[] {
  const pressSpace = (event: KeyboardEvent): boolean => {
    const target = event.target;
    if (target instanceof Element && target.closest(controls) && !target.closest(fireButton))
      return false;
    leaveRest(target);
    acts.take();
    return true;
  };
  const pressEnter = (event: KeyboardEvent): boolean => {
    if (ownsEnter(event.target)) return false;
    const { armed } = useDesk.getState();
    if (armed?.editing) {
      acts.editing.leave();
      return true;
    }
    if (!armed || !isDeliberate(event, armed, performance.now())) return true;
    if (useDesk.getState().hiddenCards > 0 && revealNext()) return true;
    acts.fire();
    return true;
  };
  return [
    {
      id: "up",
      choose: null,
      on: ["ArrowUp", "k"],
      caps: [{ face: "↑" }, { face: "K" }],
      says: "key.browse",
      repeats: true,
      act: () => move(-1),
    },
    {
      id: "down",
      choose: null,
      on: ["ArrowDown", "j"],
      caps: [{ face: "↓" }, { face: "J" }],
      says: "key.browse",
      legend: "key.browse",
      legendFaces: ["↑", "↓"],
      repeats: true,
      act: () => move(1),
    },
    {
      id: "pageUp",
      choose: null,
      on: ["PageUp"],
      caps: ["cap.pageUp"],
      says: "key.page",
      repeats: true,
      act: () => move(-page),
    },
    {
      id: "pageDown",
      choose: null,
      on: ["PageDown"],
      caps: ["cap.pageDown"],
      says: "key.page",
      repeats: true,
      act: () => move(page),
    },
    {
      id: "unfold",
      choose: null,
      on: ["ArrowRight"],
      caps: [{ face: "→" }],
      says: "key.unfold",
      act: unfold,
    },
    {
      id: "refold",
      choose: null,
      on: ["ArrowLeft"],
      caps: [{ face: "←" }],
      says: "key.refold",
      act: refold,
    },
    {
      id: "home",
      on: ["Home"],
      caps: ["cap.home"],
      says: "key.home",
      legend: "key.home",
      act: showNew,
    },
    {
      id: "take",
      on: ["Space"],
      caps: ["cap.space"],
      says: "key.take",
      legend: "key.take.short",
      act: pressSpace,
    },
    {
      id: "reaction",
      choose: null,
      on: digits.flatMap((digit) => [`Digit${digit}`, `Shift+Digit${digit}`, `Numpad${digit}`]),
      caps: [{ face: "1–9" }],
      says: "key.reaction",
      legend: "key.reaction",
      act: (event) => {
        leaveRest(event.target);
        acts.arm(Number(event.code.slice(-1)), true);
      },
    },
    {
      id: "edit",
      on: ["e"],
      caps: [{ face: "E" }],
      says: "key.edit",
      act: () => acts.edit(),
    },
    {
      id: "fireText",
      choose: null,
      on: [],
      caps: ["cap.ctrlEnter"],
      says: "key.fireText",
      act: () => false,
    },
    {
      id: "leaveText",
      choose: null,
      on: [],
      caps: ["cap.escape"],
      says: "key.leaveText",
      act: () => false,
    },
    {
      id: "leaveOut",
      on: ["l"],
      caps: [{ face: "L" }],
      says: "key.leaveOut",
      act: acts.leaveOutFlawed,
    },
    {
      id: "pass",
      on: ["p"],
      caps: [{ face: "P" }],
      says: "key.pass",
      act: acts.pass,
    },
    {
      id: "unpass",
      on: ["u"],
      caps: [{ face: "U" }],
      says: "key.unpass",
      act: acts.unpass,
    },
    {
      id: "takeOver",
      on: ["t"],
      caps: [{ face: "T" }],
      says: "key.takeOver",
      act: acts.takeOver,
    },
    {
      id: "fire",
      choose: null,
      on: ["Enter", "NumpadEnter"],
      caps: ["cap.enter"],
      says: "key.fire",
      legend: "key.fire.short",
      act: pressEnter,
    },
    {
      id: "undo",
      on: ["z", "Control+z", "Meta+z"],
      caps: [{ face: "Z" }],
      says: "key.undo",
      legend: "key.undo.short",
      act: acts.undoNewest,
    },
    {
      id: "correct",
      on: ["r"],
      caps: [{ face: "R" }],
      says: "key.correct",
      act: acts.correct,
    },
    ...goingKeys(),
    {
      id: "escape",
      choose: null,
      on: ["Escape"],
      caps: ["cap.escape"],
      says: "key.escape",
      act: () => escape(acts),
    },
    {
      id: "hold",
      on: [],
      caps: ["cap.escapeHeld"],
      says: "key.hold",
      choose: acts.hold,
      act: () => false,
    },
    {
      id: "sheet",
      on: ["?", "Shift+?"],
      caps: [{ face: "?" }],
      says: "key.sheet",
      legend: "key.sheet",
      act: () => useDesk.setState(({ sheetOpen }) => ({ sheetOpen: !sheetOpen })),
    },
  ];
}

function escape(acts: Acts): void {
  if (useDesk.getState().sheetOpen) useDesk.setState({ sheetOpen: false });
  else acts.back();
}

/** Keys that still act while the sheet is open. */
export const inSheet = ["escape", "sheet"];
