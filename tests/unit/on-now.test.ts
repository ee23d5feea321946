import { expect, test } from "vitest";
import type { Moment, MomentKind } from "#shared/moments.ts";
import { guessesOf, sameGuesses } from "#client/spotter/on-now.ts";

const someone = (name: string, organisation: string | null = "AAA") => ({
  code: name,
  type: "athlete" as const,
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
let next = 0;
const told = (kind: MomentKind, event: string, names: string[], status = "confirmed"): Moment =>
  ({
    id: `m${(next += 1)}`,
    kind,
    status,
    participants: names.map((name) => someone(name)),
    facts: { eventCode: event, eventName: event ? { fr: event, en: event } : null },
  }) as unknown as Moment;

const named = (moments: Moment[]) =>
  guessesOf(moments).map((guess) =>
    guess.kind === "person" ? `${guess.who.name} ${guess.momentId}.${guess.at}` : guess.name.fr,
  );

test("the newest medallist comes first, then the leader, then the starters; nobody twice, and six at most", () => {
  next = 0;
  const moments = [
    told("medal", "perche", ["Ana"]),
    told("lead", "perche", ["Bea"]),
    told("start", "perche", ["Bea", "Ana", "Cleo", "Dia", "Eve", "Flo", "Gil"]),
    told("result", "100 m", ["Hal", "Ida"]),
  ];
  expect(named(moments)).toEqual([
    "Ana m1.0",
    "Bea m2.0",
    "Cleo m3.2",
    "Dia m3.3",
    "Eve m3.4",
    "Flo m3.5",
    "perche",
    "100 m",
  ]);
});

test("of a result the first three; what was withdrawn, news and what people saw name nobody", () => {
  next = 0;
  const moments = [
    told("emotion", "judo", ["Zoe"]),
    told("news", "", ["Yan"]),
    told("medal", "judo", ["Xen"], "withdrawn"),
    told("result", "judo", ["Ana", "Bea", "Cleo", "Dia"]),
  ];
  expect(named(moments)).toEqual(["Ana m4.0", "Bea m4.1", "Cleo m4.2", "judo"]);
});

test("before anything has started there is nothing to offer", () => {
  expect(guessesOf([])).toEqual([]);
  expect(guessesOf([told("schedule", "judo", ["Ana"])])).toEqual([]);
});

test("two guesses are the same when they offer the same, in the same order", () => {
  const [a, b] = [told("medal", "judo", ["Ana"]), told("medal", "judo", ["Bea"])];
  expect(sameGuesses(guessesOf([a!]), guessesOf([a!]))).toBe(true);
  expect(sameGuesses(guessesOf([a!, b!]), guessesOf([b!, a!]))).toBe(false);
});
