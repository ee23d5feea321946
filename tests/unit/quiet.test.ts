import { expect, test } from "vitest";
import { quietAt, quietWindow } from "#shared/quiet.ts";

const at = (time: string): string => `2026-07-24T${time}Z`;
const ceremony = { from: at("11:55:00"), to: at("12:10:00"), name: "Ceremony" };
const minute = { from: at("12:00:00"), to: at("12:20:00"), name: "Minute of silence" };
const nameAt = (time: string): string | undefined =>
  quietAt([ceremony, minute], Date.parse(at(time)))?.name;

test("a window is quiet from its first instant to its last, which is no longer quiet", () => {
  expect(nameAt("11:54:59.999")).toBeUndefined();
  expect(nameAt("11:55:00")).toBe("Ceremony");
  expect(nameAt("12:19:59.999")).toBe("Minute of silence");
  expect(nameAt("12:20:00")).toBeUndefined();
});

test("where two overlap, the one that ends last is named: until then nothing leaves", () => {
  expect(nameAt("12:05:00")).toBe("Minute of silence");
});

test("a window that ends before it begins, or that nobody can tell apart, is refused by its field", () => {
  const fieldOf = (one: object) =>
    quietWindow.safeParse({ ...ceremony, ...one }).error?.issues[0]?.path[0];
  expect(fieldOf({})).toBeUndefined();
  expect(fieldOf({ to: ceremony.from })).toBe("to");
  expect(fieldOf({ name: "  " })).toBe("name");
  expect(fieldOf({ from: "noon" })).toBe("from");
});
