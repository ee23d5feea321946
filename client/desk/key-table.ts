/** What calls each act of the desk unless a person chose otherwise (UX §2.1), in the order the sheet lists them. */
import type { Cap } from "../ui/presses.ts";

type Entry = {
  /** Presses that may be given up for others; empty for one that has none yet. */
  on?: readonly string[];
  /** Presses that stay, and nobody else can have. */
  stays?: readonly string[];
  /** What is drawn of those that stay. */
  drawn?: readonly Cap[];
};

const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

const table = {
  up: { on: ["ArrowUp", "k"] },
  down: { on: ["ArrowDown", "j"] },
  pageUp: { on: ["PageUp"] },
  pageDown: { on: ["PageDown"] },
  unfold: { on: ["ArrowRight"] },
  refold: { on: ["ArrowLeft"] },
  home: { on: ["Home"] },
  search: { on: ["/"] },
  take: { on: ["Space"] },
  // By their place, where AZERTY writes them with Shift only; and as written, with that Shift or on a pad.
  reaction: {
    stays: digits.flatMap((digit) => [`Digit${digit}`, digit]),
    drawn: [{ face: "1–9" }],
  },
  edit: { on: ["e"] },
  fireText: { stays: ["Control+Enter"], drawn: [{ face: "Ctrl" }, "cap.enter"] },
  leaveText: { drawn: ["cap.escape"] },
  leaveOut: { on: ["l"] },
  pass: { on: ["p"] },
  unpass: { on: ["u"] },
  takeOver: { on: ["t"] },
  fire: { on: ["Enter"] },
  fireNow: { on: ["Shift+Enter"] },
  undo: { on: ["z", "Control+z"] },
  correct: { on: ["r"] },
  retract: { on: ["Shift+r"] },
  missed: { on: ["m"] },
  verify: { on: ["v"] },
  approve: { on: ["a"] },
  spot: { on: ["s"] },
  seen: { on: ["b"] },
  rundown: { on: ["g r"] },
  queue: { on: ["g q"] },
  watch: { on: ["g w"] },
  charter: { on: ["g c"] },
  accounts: { on: ["g a"] },
  feeds: { on: ["g f"] },
  attention: { on: ["g s"] },
  theme: { on: [""] },
  language: { on: [""] },
  palette: { on: ["Control+k"] },
  escape: { stays: ["Escape"], drawn: ["cap.escape"] },
  hold: { drawn: ["cap.escapeHeld"] },
  sheet: { on: ["?"] },
} as const satisfies Record<string, Entry>;

export type KeyId = keyof typeof table;

export const keyTable: Readonly<Record<KeyId, Entry>> = table;
export const keyIds = Object.keys(table) as KeyId[];

/** One press of an act, by the press it has until another is chosen. */
export type Slot = { id: KeyId; first: string };

/** Every press that may be given up for another. */
export const slots: readonly Slot[] = keyIds.flatMap((id) =>
  (keyTable[id].on ?? []).map((first) => ({ id, first })),
);

/** What people chose, by `nameOf` the slot. */
export type Chosen = Readonly<Record<string, string>>;

/** `undo z`. */
export function nameOf({ id, first }: Slot): string {
  return `${id} ${first}`;
}

/** The press in force in a slot; empty where there is none. */
export function inForce(slot: Slot, chosen: Chosen): string {
  return chosen[nameOf(slot)] ?? slot.first;
}

/** Every press that calls an act now. */
export function pressesOf(id: KeyId, chosen: Chosen): string[] {
  const { on = [], stays = [] } = keyTable[id];
  return [...on.map((first) => inForce({ id, first }, chosen)).filter(Boolean), ...stays];
}
