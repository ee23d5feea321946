/** Wall times where clocks do what clocks do: change, disagree by quarters of an hour, and sit on both sides of a day. */
import { expect, test } from "vitest";
import { notAfterOf } from "#server/rundown/not-after.ts";
import { endOfDay, instantOf, meaningOf, zoneNamed } from "#server/rundown/wall-time.ts";
import { Refusal } from "#shared/errors.ts";
import type { Fold } from "#shared/slots.ts";

const at = (wallAt: string, zone: string, fold: Fold | null = null) =>
  meaningOf({ wallAt: `${wallAt}:00`, zone, fold });
const instant = (iso: string, asked = false) => ({ kind: "instant", at: iso, asked });

test("an ordinary time means one instant, in whole and in odd zones", () => {
  expect(at("2026-07-24T20:20", "Europe/Paris")).toEqual(instant("2026-07-24T18:20:00.000Z"));
  expect(at("2026-01-24T20:20", "Europe/Paris")).toEqual(instant("2026-01-24T19:20:00.000Z"));
  expect(at("2026-07-24T20:20", "Asia/Kathmandu")).toEqual(instant("2026-07-24T14:35:00.000Z"));
});

test("the two sides of the date line are a day and an hour apart", () => {
  expect(at("2026-07-24T00:00", "Pacific/Kiritimati")).toEqual(instant("2026-07-23T10:00:00.000Z"));
  expect(at("2026-07-24T00:00", "Pacific/Pago_Pago")).toEqual(instant("2026-07-24T11:00:00.000Z"));
});

test.for([
  {
    what: "skipped in Paris",
    wall: ["2026-03-29T02:30", "Europe/Paris"],
    kind: "timeSkipped",
    choices: { earlier: "2026-03-29T00:30:00.000Z", later: "2026-03-29T01:30:00.000Z" },
  },
  {
    what: "twice in Paris",
    wall: ["2026-10-25T02:30", "Europe/Paris"],
    kind: "timeTwice",
    choices: { earlier: "2026-10-25T00:30:00.000Z", later: "2026-10-25T01:30:00.000Z" },
  },
  {
    what: "skipped in New York",
    wall: ["2026-03-08T02:00", "America/New_York"],
    kind: "timeSkipped",
    choices: { earlier: "2026-03-08T06:00:00.000Z", later: "2026-03-08T07:00:00.000Z" },
  },
  {
    what: "twice in New York",
    wall: ["2026-11-01T01:59", "America/New_York"],
    kind: "timeTwice",
    choices: { earlier: "2026-11-01T05:59:00.000Z", later: "2026-11-01T06:59:00.000Z" },
  },
  {
    what: "half an hour skipped on Lord Howe",
    wall: ["2026-10-04T02:15", "Australia/Lord_Howe"],
    kind: "timeSkipped",
    choices: { earlier: "2026-10-03T15:15:00.000Z", later: "2026-10-03T15:45:00.000Z" },
  },
  {
    what: "half an hour twice on Lord Howe",
    wall: ["2026-04-05T01:45", "Australia/Lord_Howe"],
    kind: "timeTwice",
    choices: { earlier: "2026-04-04T14:45:00.000Z", later: "2026-04-04T15:15:00.000Z" },
  },
  {
    what: "a whole day skipped in Samoa",
    wall: ["2011-12-30T12:00", "Pacific/Apia"],
    kind: "timeSkipped",
    choices: { earlier: "2011-12-29T22:00:00.000Z", later: "2011-12-30T22:00:00.000Z" },
  },
] as const)("$what: it is asked, and the answer is taken", ({ wall, kind, choices }) => {
  const [wallAt, zone] = wall;
  expect(at(wallAt, zone)).toEqual({ kind, choices });
  expect(at(wallAt, zone, "earlier")).toEqual(instant(choices.earlier, true));
  expect(at(wallAt, zone, "later")).toEqual(instant(choices.later, true));
});

test("the minutes around a change of clocks are not asked about, and an answer there counts nothing", () => {
  for (const fold of [null, "earlier", "later"] as const) {
    expect(at("2026-03-29T01:59", "Europe/Paris", fold)).toEqual(
      instant("2026-03-29T00:59:00.000Z"),
    );
    expect(at("2026-03-29T03:00", "Europe/Paris", fold)).toEqual(
      instant("2026-03-29T01:00:00.000Z"),
    );
    expect(at("2026-10-25T01:59", "Europe/Paris", fold)).toEqual(
      instant("2026-10-24T23:59:00.000Z"),
    );
    expect(at("2026-10-25T03:00", "Europe/Paris", fold)).toEqual(
      instant("2026-10-25T02:00:00.000Z"),
    );
  }
});

test("a day that no calendar has, and a zone that nobody named, mean nothing", () => {
  expect(at("2026-02-30T10:00", "UTC")).toEqual({ kind: "badTime" });
  expect(at("2026-07-24T24:00", "UTC")).toEqual({ kind: "badTime" });
  expect(meaningOf({ wallAt: "2026-07-24T23:59:60", zone: "UTC", fold: null })).toEqual({
    kind: "badTime",
  });
  for (const zone of ["Europe/Pari", "+05:45", "Z", "", "Europe/", "__proto__", "2026"])
    expect(at("2026-07-24T10:00", zone)).toEqual({ kind: "badZone" });
  expect(zoneNamed("europe/paris")).toBe("Europe/Paris");
});

test("who moves a slot into the gap is refused with both choices", () => {
  const wall = { wallAt: "2026-03-29T02:30:00", zone: "Europe/Paris", fold: null };
  expect(() => instantOf(wall)).toThrow(Refusal);
  try {
    instantOf(wall);
  } catch (error) {
    expect(error).toMatchObject({
      code: "timeSkipped",
      details: {
        choices: { earlier: "2026-03-29T00:30:00.000Z", later: "2026-03-29T01:30:00.000Z" },
      },
    });
  }
  expect(instantOf({ ...wall, fold: "later" })).toBe("2026-03-29T01:30:00.000Z");
});

test("a day ends at its own midnight, also one of 23 or 25 hours, or without a midnight", () => {
  expect(endOfDay("2026-03-29T00:00:00Z", "Europe/Paris")).toBe("2026-03-29T22:00:00.000Z");
  expect(endOfDay("2026-10-25T00:00:00Z", "Europe/Paris")).toBe("2026-10-25T23:00:00.000Z");
  // Beirut skips the hour after midnight: the day begins at one.
  expect(endOfDay("2026-03-28T10:00:00Z", "Asia/Beirut")).toBe("2026-03-28T22:00:00.000Z");
  expect(endOfDay("2026-07-24T10:00:00Z", "Pacific/Kiritimati")).toBe("2026-07-25T10:00:00.000Z");
});

test("a slot may be late as its sheet says, else by its kind, an evergreen one until its day ends", () => {
  const zone = "Europe/Paris";
  const startAt = "2026-10-25T10:00:00.000Z";
  const until = (kind: "post" | "ceremony" | "evergreen", lateMs: number | null = null) =>
    notAfterOf({ kind, lateMs, zone }, startAt);
  expect(until("post")).toBe("2026-10-25T10:05:00.000Z");
  expect(until("ceremony")).toBe("2026-10-25T10:00:20.000Z");
  expect(until("evergreen")).toBe("2026-10-25T23:00:00.000Z");
  expect(until("evergreen", 90_000)).toBe("2026-10-25T10:01:30.000Z");
});
