import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configTable, readConfig } from "#server/config.ts";

test("a setting nobody knows is refused by name, so a typing error never passes for a default", () => {
  expect(() => readConfig({ REBOND_DTA: "/x" })).toThrow("unknown setting REBOND_DTA");
});

test("crash points cannot be switched on in production", () => {
  expect(() => readConfig({ REBOND_CRASH_AT: "afterGate" })).toThrow(
    "unknown setting REBOND_CRASH_AT",
  );
});

test("every wrong value is named together with its variable", () => {
  expect(() => readConfig({ PORT: "x", REBOND_LOG: "loud" })).toThrow(/PORT: .*REBOND_LOG: /);
});

test("split roles ask for a database of their own", () => {
  expect(() => readConfig({ REBOND_ROLES: "web" })).toThrow("DATABASE_URL");
});

test("the README prints the settings there are", () => {
  const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
  expect(readme).toContain(configTable());
});
