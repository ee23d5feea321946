/** The one key registry: it drives the handlers, the legend, the sheet, the palette and `aria-keyshortcuts`. */
import type { MessageId } from "../messages/fr.ts";
import { isPress, type Pressed } from "./presses.ts";

export type Key<Id extends string = string> = {
  id: Id;
  /** The presses in force, of one key or of two after each other; any of them. */
  on: readonly string[];
  says: MessageId;
  /** Short wording for the legend; absent, the legend leaves it out. */
  legend?: MessageId;
  /** Whose caps the legend draws before its own. */
  legendAfter?: Id;
  /** May act again while held down. */
  repeats?: boolean;
  /** What choosing it from the palette does, where that is not what its key does; null where it is not offered there. */
  choose?: (() => void) | null;
  /** Answers false to leave the key to the page. */
  act: (event: KeyboardEvent) => boolean | void;
};

/** Where the keys go: to the desk, to a field, or to an overlay that has them all. */
export type Scope = "desk" | "text" | "overlay";

/** Elements that write, or open their own choices. */
const fields =
  "input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=menu], [role=listbox]";

/** A sheet that keeps every key to itself. */
const ownKeys = "dialog[data-own-keys][open]";

/** The scope of an event's target. */
export function scopeOf(target: EventTarget | null, overlayOpen: boolean): Scope {
  if (document.querySelector(ownKeys)) return "text";
  if (target instanceof Element && target.closest(fields)) return "text";
  return overlayOpen ? "overlay" : "desk";
}

type Rules = {
  keys: () => readonly Key[];
  overlayOpen: () => boolean;
  charactersOn: () => boolean;
  inOverlay: readonly string[];
};

/** Listens in the capture phase until the returned function is called. */
export function listenToKeys({ keys, overlayOpen, charactersOn, inOverlay }: Rules): () => void {
  let last: KeyboardEvent | null = null;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return;
    const scope = scopeOf(event.target, overlayOpen());
    const before = last;
    last = scope === "desk" ? event : null;
    const key = keyFor(event, before, keys());
    if (!key || scope === "text") return;
    if (scope === "overlay" && !inOverlay.includes(key.id)) return;
    if (isCharacter(event) && !charactersOn()) return;
    if (event.repeat && !key.repeats) {
      event.preventDefault();
      return;
    }
    if (key.act(event) !== false) event.preventDefault();
  };
  window.addEventListener("keydown", onKeyDown, { capture: true });
  return () => window.removeEventListener("keydown", onKeyDown, { capture: true });
}

/** The key that a press belongs to. The second press of two is not a key of its own: G then R, and not R. */
export function keyFor<Each extends Pick<Key, "on">>(
  event: Timed,
  before: Timed | null,
  keys: readonly Each[],
): Each | undefined {
  const second = keys.find(({ on }) => on.some((press) => isSecond(event, before, press)));
  return second ?? keys.find(({ on }) => on.some((press) => isPress(event, press)));
}

type Timed = Pressed & { timeStamp: number };

/** Two presses are one key when the second comes within this. */
const sequenceMs = 1000;

function isSecond(event: Timed, before: Timed | null, presses: string): boolean {
  const [first, second] = presses.split(" ");
  if (!first || !second || !before || event.timeStamp - before.timeStamp >= sequenceMs)
    return false;
  return isPress(before, first) && isPress(event, second);
}

/** A single character without a control key: what WCAG 2.1.4 asks to be able to switch off. */
function isCharacter({ key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key.length === 1 && !ctrlKey && !metaKey;
}
