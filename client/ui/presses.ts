/**
 * A press as it is written down: `k`, `Shift+k`, `PageUp`, `Control+k`; two after each other: `g r`. Letters are known
 * by what they write, digits by their place, so that every keyboard has them where its owner looks for them.
 */
import { matchKeyBindingPress, parseKeybinding } from "tinykeys";
import type { MessageId } from "../messages/fr.ts";

/** What a keyboard says of a press. */
export type Pressed = Pick<KeyboardEvent, "key" | "code" | "getModifierState">;

/** What is drawn on a cap: words to look up, or the character itself. */
export type Cap = MessageId | { face: string };

const modifiers = ["Control", "Alt", "Shift"];

function isCharacter(name: string): boolean {
  return /^.$/u.test(name);
}

/** A character that is no letter: Shift writes it on one keyboard and not on another. */
function isSign(press: string): boolean {
  return isCharacter(press) && !/\p{L}/u.test(press);
}

/** A Mac's Command stands for Ctrl. */
function formsOf(press: string): string[] {
  if (isSign(press)) return [press, `Shift+${press}`];
  return press.startsWith("Control+") ? [press, press.replace("Control", "Meta")] : [press];
}

/** Whether this is what was pressed, alone. */
export function isPress(event: Pressed, press: string): boolean {
  return formsOf(press).some((form) => {
    const [only, more] = parseKeybinding(form);
    return only !== undefined && !more && matchKeyBindingPress(event, only);
  });
}

const noKeyYet = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Fn"];
const nothingWritten = ["Dead", "Process", "Unidentified", "Compose"];

/** What stands for a press that other keyboards write with other fingers. */
export const unwritable = "unwritable";

/** How a press is written down; null while only modifiers are down. */
export function pressOf(event: Pressed): string | null {
  if (noKeyYet.includes(event.key)) return null;
  if (nothingWritten.includes(event.key) || event.getModifierState("AltGraph")) return unwritable;
  const name = event.code === "Space" ? "Space" : event.key;
  const down = modifiers.filter(
    (each) => isDown(event, each) && !(each === "Shift" && isSign(name)),
  );
  return [...down, isCharacter(name) ? name.toLowerCase() : name].join("+");
}

function isDown(event: Pressed, modifier: string): boolean {
  const also = modifier === "Control" && event.getModifierState("Meta");
  return also || event.getModifierState(modifier);
}

/** Whether it belongs to writing: what a hand does that thinks it is in a text. */
export function isTyped(press: string): boolean {
  const last = partsOf(press).at(-1)!;
  const writes = ["Space", "Backspace", "Delete"].includes(last) || isCharacter(last);
  return writes && !press.startsWith("Control+");
}

/** `Control+k` is two parts, `+` is one. */
function partsOf(press: string): string[] {
  return press.split(/(?<=\w)\+|(?<=.) /u);
}

const faces: Record<string, Cap> = {
  ArrowUp: { face: "↑" },
  ArrowDown: { face: "↓" },
  ArrowLeft: { face: "←" },
  ArrowRight: { face: "→" },
  Backspace: { face: "⌫" },
  Control: { face: "Ctrl" },
  Alt: { face: "Alt" },
  Shift: "cap.shift",
  Space: "cap.space",
  Enter: "cap.enter",
  Escape: "cap.escape",
  Home: "cap.home",
  End: "cap.end",
  Insert: "cap.insert",
  Delete: "cap.delete",
  PageUp: "cap.pageUp",
  PageDown: "cap.pageDown",
};

/** Its caps, one for each key of it. */
export function capsOf(press: string): Cap[] {
  return partsOf(press).map((part) => faces[part] ?? { face: part.toUpperCase() });
}

/** As `aria-keyshortcuts` writes it; null for two presses, which it has no way to write. */
export function ariaOf(press: string): string | null {
  if (press.includes(" ")) return null;
  const parts = partsOf(press).map((part) => (part === "+" ? "Plus" : part));
  return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join("+");
}
