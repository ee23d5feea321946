import { expect, test } from "vitest";
import { findDelegations, findPeople, person, unknownCode } from "#client/desk/watch.ts";
import type { Participant } from "#shared/moments.ts";
import { foldedName } from "#shared/names.ts";

const who = (code: string, name: string, organisation: string): Participant => ({
  code,
  type: "athlete",
  name,
  givenName: null,
  familyName: null,
  organisation,
  organisationName: null,
  gender: null,
  rank: null,
  result: null,
  irm: null,
});
const moments = [
  { participants: [who("1", "Émeline Okà", "FRA"), who("2", "Jan Lind", "SWE")] },
  { participants: [who("3", "Jan Lind", "NOR"), who("x-1", "Émeline Okà", "FRA")] },
];
const values = (found: { value: string }[]) => found.map(({ value }) => value);

test("a delegation is found by its code first, then by any word of its name in either language, accents or not", () => {
  expect(values(findDelegations("ger", "fr", []))[0]).toBe("GER");
  expect(values(findDelegations("allem", "en", []))[0]).toBe("GER");
  expect(values(findDelegations("allem", "fr", []))[0]).toBe("GER");
  expect(values(findDelegations("Germany", "fr", []))[0]).toBe("GER");
  expect(values(findDelegations("cote d ivoire", "en", []))).toEqual(["CIV"]);
  expect(values(findDelegations("lucie", "fr", []))).toEqual(["LCA"]);
  expect(findDelegations("new", "en", []).map(({ name }) => name)).toContain("New Zealand");
});

test("nothing is proposed for nothing, nor what is chosen already", () => {
  expect(findDelegations("  ", "fr", [])).toEqual([]);
  expect(findDelegations("ger", "fr", ["GER"]).map(({ value }) => value)).not.toContain("GER");
  expect(findPeople("", moments, [])).toEqual([]);
  expect(findPeople("emeline", moments, ["OKÀ Émeline"])).toEqual([]);
});

test("a code is unknown where the dictionary lacks it, and only where it is written as one", () => {
  expect(unknownCode(" qzx", [])).toBe("QZX");
  expect(unknownCode("ger", [])).toBeNull();
  expect(unknownCode("qzx", ["QZX"])).toBeNull();
  expect(unknownCode("qz", [])).toBeNull();
});

test("a person is kept by name, the same under two codes; of two that share a name each is kept by code", () => {
  expect(values(findPeople("oka", moments, []))).toEqual(["Émeline Okà"]);
  expect(values(findPeople("lind", moments, []))).toEqual(["2", "3"]);
  expect(person("3", moments)).toEqual({ value: "3", name: "Jan Lind", note: "NOR" });
  expect(person("oka emeline", moments).name).toBe("Émeline Okà");
  expect(person("Nobody Yet", moments)).toEqual({
    value: "Nobody Yet",
    name: "Nobody Yet",
    note: "",
  });
});

test("two spellings of a name are one, two names are not", () => {
  expect(foldedName("OKÀ, Émeline")).toBe(foldedName("Emeline Oka"));
  expect(foldedName("Jan Lind")).not.toBe(foldedName("Jan Linde"));
});
