import { expect, test } from "vitest";
import { eventName, phaseName } from "#server/feeds/words/names.ts";
import { organisationName } from "#shared/organisations.ts";
import { readableName } from "#server/feeds/reading/person.ts";
import { instantOf } from "#server/feeds/reading/times.ts";
import { agrees } from "#server/feeds/podium.ts";

test.each([
  ["ALFRED", "Alfred"],
  ["McLAUGHLIN-LEVRONE", "McLaughlin-Levrone"],
  ["van NIEKERK", "van Niekerk"],
  ["O'BRIEN", "O'Brien"],
  ["DE LA CRUZ", "De La Cruz"],
  ["GROVDAL ØSTBØ", "Grovdal Østbø"],
])("the family name %s is written %s", (given, written) => {
  expect(readableName(given)).toBe(written);
});

test.each([
  ["ATH", "Women's 100m", "100 m femmes", "women's 100 m"],
  ["ATH", "Men's 3000m Steeplechase", "3000 m steeple hommes", "men's 3000 m steeplechase"],
  ["ATH", "Women's Triple Jump", "triple saut femmes", "women's triple jump"],
  ["JUD", "Mixed Team", "judo, équipes mixtes", "judo, mixed team"],
  ["JUD", "Men +100 kg", "judo, +100 kg hommes", "judo, men's +100 kg"],
  [
    "SWM",
    "Men's 4 x 100m Freestyle Relay",
    "relais 4 x 100 m nage libre hommes",
    "men's 4 x 100 m freestyle relay",
  ],
  ["XXX", "Something New", "something new", "something new"],
])("%s %s is named in both languages", (discipline, english, fr, en) => {
  expect(eventName(discipline, english)).toEqual({ fr, en });
});

test("a phase is known by its code", () => {
  expect(phaseName("FNL-")).toEqual({ fr: "finale", en: "final" });
  expect(phaseName("----")).toBeNull();
});

test("delegations have their names, those that are no country too", () => {
  expect(organisationName("LCA")?.fr).toBe("Sainte-Lucie");
  expect(organisationName("DMA")).toEqual({ fr: "Dominique", en: "Dominica" });
  expect(organisationName("GBR")?.fr).toBe("Grande-Bretagne");
  expect(organisationName("ZZZ")).toBeNull();
});

test("a local time is placed by the unit's offset, else by the venue's zone, summer and winter", () => {
  expect(instantOf("2024-08-06", "000243000", "Europe/Paris", null)).toBe(
    "2024-08-05T22:02:43.000Z",
  );
  expect(instantOf("2024-08-06", "000243000", "Europe/Paris", "-10:00")).toBe(
    "2024-08-06T10:02:43.000Z",
  );
  expect(instantOf("2024-03-31", "033000000", "Europe/Paris", null)).toBe(
    "2024-03-31T01:30:00.000Z",
  );
  expect(instantOf("2024-13-31", "033000000", "Europe/Paris", null)).toBeNull();
});

test("a podium and medals agree only when everybody stands on their own step", () => {
  const placed = (...names: string[]) =>
    names.map((competitor, index) => ({ competitor, rank: index + 1, result: null }));
  const won = (gold: string, silver: string, bronze: string) => [
    { competitor: gold, medal: "gold" as const },
    { competitor: silver, medal: "silver" as const },
    { competitor: bronze, medal: "bronze" as const },
  ];
  expect(agrees(placed("a", "b", "c", "d"), won("a", "b", "c"))).toBe(true);
  expect(agrees(placed("a", "b", "c", "d"), won("a", "c", "d"))).toBe(false);
  expect(agrees(placed("a", "b"), won("a", "b", "c"))).toBe(true);
  expect(agrees(placed("c", "d"), won("a", "b", "c"))).toBe(true);
  expect(agrees(placed("b", "a"), won("a", "b", "c"))).toBe(false);
});
