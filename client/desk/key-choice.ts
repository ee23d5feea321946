/** Which press may be chosen for an act, and why not. Pure. */
import { isPress, isTyped, type Pressed, unwritable } from "../ui/presses.ts";
import { type Chosen, inForce, type KeyId, keyIds, nameOf, pressesOf, slots } from "./key-table.ts";
import type { Slot } from "./key-table.ts";

export type Refusal =
  | { why: "taken"; by: KeyId }
  | { why: "browser" | "focused" | "space" | "typed" | "unwritable" };

/** What begins two presses begins nothing else. */
export const beginnings: readonly string[] = [
  ...new Set(slots.flatMap(({ first }) => (first.includes(" ") ? [first.split(" ")[0]!] : []))),
];

/** Chords that no browser keeps for itself; of the others a page cannot be sure, or should not be. */
const freeChords = /^Control\+[beikmyz]$/;
const browserKeys =
  /^(Shift\+)?(F(1|3|5|6|7|10|11|12)|Tab|ContextMenu|(Browser|Launch|Media|Audio)\w+)$/;

function isBrowsers(press: string): boolean {
  if (press.includes("Alt+")) return true;
  return press.startsWith("Control+") ? !freeChords.test(press) : browserKeys.test(press);
}

/** Why an act may not have this press, whoever else has it. */
function ruleAgainst(slot: Slot, press: string): Refusal | null {
  if (press === slot.first) return null;
  const publishes = slot.id === "fire" || slot.id === "fireNow";
  if (publishes && press.endsWith("Space")) return { why: "space" };
  if (publishes && isTyped(press)) return { why: "typed" };
  // They press whatever has the focus: an act of the desk under them would take that away.
  if (/(Enter|Space)$/.test(press)) return { why: "focused" };
  return press.split(" ").some(isBrowsers) ? { why: "browser" } : null;
}

/** Who has this press already: as it is written, or, where it was just pressed, by its place on this keyboard. */
function ownerOf(
  slot: Slot,
  press: string,
  event: Pressed | null,
  chosen: Chosen,
): KeyId | undefined {
  const mine = inForce(slot, chosen);
  return keyIds.find((id) =>
    pressesOf(id, chosen)
      .filter((each) => id !== slot.id || each !== mine)
      .some((each) => each === press || (event !== null && isPress(event, each))),
  );
}

/** Why a press cannot be chosen; null when it can. `event` for a single press that was just made. */
export function refusalOf(
  slot: Slot,
  press: string,
  event: Pressed | null,
  chosen: Chosen,
): Refusal | null {
  if (press.split(" ").includes(unwritable)) return { why: "unwritable" };
  const by = ownerOf(slot, press, event, chosen);
  return by ? { why: "taken", by } : ruleAgainst(slot, press);
}

const one = String.raw`(Control\+|Alt\+|Shift\+)*([^\sA-Z]|[A-Z][A-Za-z0-9]{1,20})`;
const shape = new RegExp(`^(${one}|(${beginnings.join("|")}) ${one})$`, "u");

/**
 * What of this can be in force: known acts, presses they may have, none twice. What was kept by another version of the
 * desk may fit no longer; whatever collides goes back to its default.
 */
export function fitting(kept: unknown): Chosen {
  if (typeof kept !== "object" || kept === null) return {};
  const read = kept as Record<string, unknown>;
  let chosen: Record<string, string> = {};
  for (const slot of slots) {
    const press = read[nameOf(slot)];
    if (typeof press !== "string" || press === slot.first) continue;
    const isWhole = shape.test(press) && !beginnings.includes(press);
    if (isWhole && !ruleAgainst(slot, press)) chosen[nameOf(slot)] = press;
  }
  for (;;) {
    const colliding = slots.filter(
      (slot) => nameOf(slot) in chosen && ownerOf(slot, inForce(slot, chosen), null, chosen),
    );
    if (colliding.length === 0) return chosen;
    const gone = new Set(colliding.map(nameOf));
    chosen = Object.fromEntries(Object.entries(chosen).filter(([name]) => !gone.has(name)));
  }
}
