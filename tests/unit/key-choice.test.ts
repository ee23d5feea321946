/** Which keys a person may choose, and what becomes of what was kept. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { fitting, refusalOf } from "#client/desk/key-choice.ts";
import {
  type Chosen,
  inForce,
  keyIds,
  nameOf,
  pressesOf,
  type Slot,
  slots,
} from "#client/desk/key-table.ts";
import { pressOf } from "#client/ui/presses.ts";
import { type Press, press, pressAt, pressOn } from "../fixtures/keyboards.ts";

const pass: Slot = { id: "pass", first: "p" };
const fire: Slot = { id: "fire", first: "Enter" };
const take: Slot = { id: "take", first: "Space" };

/** What is said to a person who presses this. */
const asked = (slot: Slot, event: Press, chosen: Chosen = {}) =>
  refusalOf(slot, pressOf(event) ?? "", event, chosen);
const named = (slot: Slot, written: string, chosen: Chosen = {}) =>
  refusalOf(slot, written, null, chosen);

test("a free letter, sign, function key or chord can be chosen, and a key may keep its own", () => {
  for (const free of ["x", "$", "é", "F2", "Insert", "End", "Shift+x", "Control+e", "g x", "p"])
    expect({ free, refused: named(pass, free) }).toEqual({ free, refused: null });
});

test("a key in use is refused in the name of the act that has it, now", () => {
  expect(asked(pass, pressOn("azerty", "z"))).toEqual({ why: "taken", by: "undo" });
  expect(asked(pass, pressOn("azerty", "z"), { "undo z": "x" })).toBeNull();
  expect(asked(pass, pressOn("azerty", "x"), { "undo z": "x" })).toEqual({
    why: "taken",
    by: "undo",
  });
  expect(named(pass, "g r")).toEqual({ why: "taken", by: "rundown" });
  expect(asked(pass, press("Escape", "Escape"))).toEqual({ why: "taken", by: "escape" });
  expect(named({ id: "up", first: "k" }, "ArrowUp")).toEqual({ why: "taken", by: "up" });
  expect(named(pass, "p", { "undo z": "p", "pass p": "x" })).toEqual({ why: "taken", by: "undo" });
});

test("the digit row is the reactions', also where it writes something else", () => {
  const reaction = { why: "taken", by: "reaction" };
  expect(asked(pass, pressAt("azerty", "Digit2"))).toEqual(reaction);
  expect(asked(pass, pressAt("azerty", "Digit2", "Shift"))).toEqual(reaction);
  expect(asked(pass, pressAt("qwerty", "Digit2"))).toEqual(reaction);
  expect(asked(pass, press("2", "Numpad2"))).toEqual(reaction);
  expect(asked(pass, pressAt("qwerty", "Digit2", "Shift"))).toBeNull();
});

test("what the browser keeps for itself is refused", () => {
  for (const kept of [
    "Control+w",
    "Control+t",
    "Control+Tab",
    "F5",
    "F12",
    "Shift+F10",
    "Alt+ArrowLeft",
  ])
    expect({ kept, refused: named(pass, kept) }).toEqual({ kept, refused: { why: "browser" } });
  for (const letter of "wtnrlfpsac")
    expect(asked(pass, pressOn("qwertz", letter, "Control"))).toEqual({ why: "browser" });
});

test("Enter and Space press what has the focus, and are nobody else's once they are given up", () => {
  expect(named(pass, "Enter", { "fire Enter": "F9" })).toEqual({ why: "focused" });
  expect(named(pass, "Space", { "take Space": "n" })).toEqual({ why: "focused" });
  expect(named(pass, "Shift+Space")).toEqual({ why: "focused" });
  expect(named(pass, "Shift+Enter")).toEqual({ why: "taken", by: "fireNow" });
  expect(named(take, "Space", { "take Space": "n" })).toBeNull();
  expect(named(fire, "Enter", { "fire Enter": "F9" })).toBeNull();
});

test("publishing never goes to Space, nor to anything a hand does while it writes", () => {
  const now: Slot = { id: "fireNow", first: "Shift+Enter" };
  expect(named(now, "Space", { "take Space": "n" })).toEqual({ why: "space" });
  expect(named(now, "x")).toEqual({ why: "typed" });
  expect(named(fire, "Space", { "take Space": "n" })).toEqual({ why: "space" });
  for (const written of ["x", "Shift+x", "$", "Backspace", "g x"])
    expect({ written, refused: named(fire, written) }).toEqual({
      written,
      refused: { why: "typed" },
    });
  for (const free of ["F9", "Insert", "Control+e"]) expect(named(fire, free)).toBeNull();
});

test("what was kept comes back as it was; what is not ours, or may not be, does not", () => {
  const kept = {
    "undo z": "x",
    "fire Enter": "F9",
    "theme ": "y",
    "queue g q": "g t",
    "up k": "é",
  };
  expect(fitting(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  for (const odd of [null, 7, "x", [], ["x"], { "undo z": 7 }, { "undo q": "x" }, { gone: "x" }])
    expect(fitting(odd)).toEqual({});
  const refused = [
    "",
    " ",
    "xy",
    "g",
    "g g g",
    "Control+w",
    "Space",
    "Enter",
    "F5",
    "<b>",
    "X",
    "z",
  ];
  for (const written of refused) expect(fitting({ "undo z": written })).toEqual({});
  expect(fitting({ "fire Enter": "x", "undo z": "y" })).toEqual({ "undo z": "y" });
});

test("what other keyboards write with other fingers is refused, alone or as the second of two", () => {
  const refused = { why: "unwritable" };
  expect(asked(pass, press("@", "Digit0", "AltGraph"))).toEqual(refused);
  expect(asked(pass, press("Dead", "BracketLeft"))).toEqual(refused);
  expect(named(pass, `g ${pressOf(press("Dead", "BracketLeft"))}`)).toEqual(refused);
  expect(fitting({ "undo z": "unwritable", "pass p": "g unwritable" })).toEqual({});
});

test("two keys that changed places are kept; what collides goes back to the desk's own", () => {
  const swapped = { "undo z": "p", "pass p": "z" };
  expect(fitting(swapped)).toEqual(swapped);
  expect(fitting({ "undo z": "p" })).toEqual({});
  expect(fitting({ "undo z": "x", "pass p": "x", "spot s": "y" })).toEqual({ "spot s": "y" });
  // Without its first half the second has nowhere to go, either.
  expect(fitting({ "undo z": "1", "pass p": "z", "spot s": "p" })).toEqual({});
});

const written = fc.constantFrom(
  ..."a b x p z $ ? / 1 F2 F9 Enter Space End".split(" "),
  "g x",
  "g r",
);
const change = fc.tuple(fc.constantFrom(...slots), written);

test("whatever is chosen in whatever order, no key calls two acts, and all of it is there after a reload", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 40 }), (changes) => {
      let chosen: Record<string, string> = {};
      for (const [slot, to] of changes) {
        if (refusalOf(slot, to, null, chosen)) continue;
        chosen = { ...chosen, [nameOf(slot)]: to };
        if (to === slot.first) delete chosen[nameOf(slot)];
      }
      const all = keyIds.flatMap((id) => pressesOf(id, chosen));
      expect(new Set(all).size).toBe(all.length);
      expect(inForce(fire, chosen)).not.toBe("Space");
      expect(fitting(JSON.parse(JSON.stringify(chosen)))).toEqual(chosen);
    }),
    { seed: 20, numRuns: 500 },
  );
});
