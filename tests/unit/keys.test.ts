/** Keys on three keyboards: digits by their place, letters and signs by what they write. */
import { expect, test } from "vitest";
import { type Chosen, keyIds, pressesOf } from "#client/desk/key-table.ts";
import { keyFor } from "#client/ui/keys.ts";
import { ariaOf, capsOf, pressOf } from "#client/ui/presses.ts";
import {
  type Keyboard,
  keyboards,
  type Press,
  press,
  pressAt,
  pressOn,
} from "../fixtures/keyboards.ts";

const inForce = (chosen: Chosen = {}) => keyIds.map((id) => ({ id, on: pressesOf(id, chosen) }));
/** The act that a press calls, after another one or none. */
const called = (event: Press, before: Press | null = null, chosen: Chosen = {}) =>
  keyFor(event, before, inForce(chosen))?.id;

test("no press calls two acts of the desk", () => {
  const presses = inForce().flatMap(({ on }) => on);
  expect(presses.length).toBeGreaterThan(30);
  expect(new Set(presses).size).toBe(presses.length);
});

const letters = { e: "edit", z: "undo", m: "missed", p: "pass", k: "up", l: "leaveOut" };

test.each(keyboards)("on %s a letter is where it is printed, in capitals too", (keyboard) => {
  for (const [letter, act] of Object.entries(letters)) {
    expect(called(pressOn(keyboard, letter))).toBe(act);
    const { code } = pressOn(keyboard, letter);
    expect(called(press(letter.toUpperCase(), code, "CapsLock"))).toBe(act);
    expect(called(pressAt(keyboard, code, "Shift"))).toBeUndefined();
  }
});

test("the place of Z on QWERTY undoes on QWERTY alone; Y on QWERTZ and W on AZERTY are there", () => {
  const there = (keyboard: Keyboard) => called(pressAt(keyboard, "KeyZ"));
  expect(keyboards.map((each) => [each, there(each)])).toEqual([
    ["azerty", undefined],
    ["qwerty", "undo"],
    ["qwertz", undefined],
  ]);
  expect(pressOn("qwertz", "z").code).toBe("KeyY");
  expect(pressOn("azerty", "m").code).toBe("Semicolon");
});

test.each(keyboards)("on %s the digit row arms without Shift, whatever it writes", (keyboard) => {
  for (let digit = 1; digit <= 9; digit += 1)
    expect(called(pressAt(keyboard, `Digit${digit}`))).toBe("reaction");
  expect(called(pressAt(keyboard, "Digit0"))).toBeUndefined();
  expect(called(press("4", "Numpad4"))).toBe("reaction");
});

test("with Shift a digit arms where Shift writes it; elsewhere the sign is a sign", () => {
  expect(called(pressAt("azerty", "Digit7", "Shift"))).toBe("reaction");
  expect(called(pressAt("qwerty", "Digit7", "Shift"))).toBeUndefined();
  expect(pressAt("qwertz", "Digit7", "Shift").key).toBe("/");
  expect(called(pressAt("qwertz", "Digit7", "Shift"))).toBe("search");
});

test.each(keyboards)(
  "on %s ? and / are found where they are written, with Shift or without",
  (keyboard) => {
    expect(called(pressOn(keyboard, "?"))).toBe("sheet");
    expect(called(pressOn(keyboard, "/"))).toBe("search");
  },
);

test.each(keyboards)(
  "on %s Ctrl and Command go with the letter; AltGr is part of what is written",
  (keyboard) => {
    for (const held of ["Control", "Meta"]) {
      expect(called(pressOn(keyboard, "k", held))).toBe("palette");
      expect(called(pressOn(keyboard, "z", held))).toBe("undo");
      expect(called(pressOn(keyboard, "p", held))).toBeUndefined();
    }
    expect(called(press("€", "KeyE", "AltGraph"))).toBeUndefined();
    expect(called(press("€", "KeyE", "AltGraph", "Control", "Alt"))).toBeUndefined();
  },
);

test.each(keyboards)(
  "on %s G then R goes to the rundown and corrects nothing, for a second",
  (keyboard) => {
    const [g, r] = [pressOn(keyboard, "g"), pressOn(keyboard, "r")];
    expect(called(g)).toBeUndefined();
    expect(called(r, g)).toBe("rundown");
    expect(called({ ...r, timeStamp: 1000 }, g)).toBe("correct");
    expect(called(r, pressOn(keyboard, "h"))).toBe("correct");
  },
);

test("both Enter keys publish, with Shift at once; Space takes, and has no second meaning", () => {
  expect(called(press("Enter", "Enter"))).toBe("fire");
  expect(called(press("Enter", "NumpadEnter"))).toBe("fire");
  expect(called(press(" ", "Space"))).toBe("take");
  expect(called(press("Enter", "Enter", "Shift"))).toBe("fireNow");
  expect(called(press(" ", "Space", "Shift"))).toBeUndefined();
});

test("another key in the place of one calls its act, and the old one calls nothing", () => {
  const chosen = { "undo z": "x", "fire Enter": "F9", "rundown g r": "g x", "theme ": "y" };
  const now = (event: Press, before: Press | null = null) => called(event, before, chosen);
  expect(now(pressOn("qwertz", "x"))).toBe("undo");
  expect(now(pressOn("qwertz", "z"))).toBeUndefined();
  expect(now(pressOn("qwertz", "z", "Control"))).toBe("undo");
  expect(now(pressOn("qwertz", "y"))).toBe("theme");
  expect(now(press("F9", "F9"))).toBe("fire");
  expect([press("Enter", "Enter"), press("Enter", "NumpadEnter")].map((each) => now(each))).toEqual(
    [undefined, undefined],
  );
  expect(now(pressOn("qwertz", "x"), pressOn("qwertz", "g"))).toBe("rundown");
  expect(now(pressOn("qwertz", "r"), pressOn("qwertz", "g"))).toBe("correct");
});

test.each(keyboards)(
  "on %s a press is written down as what it writes, and calls what was written down",
  (keyboard) => {
    expect(pressOf(pressOn(keyboard, "y"))).toBe("y");
    expect(pressOf(pressOn(keyboard, "Y"))).toBe("Shift+y");
    expect(pressOf(pressOn(keyboard, "?"))).toBe("?");
    expect(pressOf(pressOn(keyboard, "y", "Meta"))).toBe("Control+y");
    expect(pressOf(press("Shift", "ShiftLeft", "Shift"))).toBeNull();
    expect(pressOf(press(" ", "Space"))).toBe("Space");
    expect(pressOf(press("PageUp", "PageUp", "Shift"))).toBe("Shift+PageUp");
    for (const odd of [press("Dead", "BracketLeft"), press("@", "Digit0", "AltGraph")])
      expect(pressOf(odd)).toBe("unwritable");
  },
);

test("caps and aria-keyshortcuts are drawn from the press itself", () => {
  expect(capsOf("g r")).toEqual([{ face: "G" }, { face: "R" }]);
  expect(capsOf("Control+k")).toEqual([{ face: "Ctrl" }, { face: "K" }]);
  expect(capsOf("Shift+PageUp")).toEqual(["cap.shift", "cap.pageUp"]);
  expect(capsOf("+")).toEqual([{ face: "+" }]);
  expect(["e", "Control+k", "g r", "+", "Space", "F9"].map(ariaOf)).toEqual([
    "E",
    "Control+K",
    null,
    "Plus",
    "Space",
    "F9",
  ]);
});
