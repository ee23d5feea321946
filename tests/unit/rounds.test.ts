import { expect, test } from "vitest";
import { inRounds } from "#server/rounds.ts";

/** Doubles numbers; keeps what each round was asked. */
function doubling(fails: (asked: readonly number[]) => boolean = () => false) {
  const rounds: number[][] = [];
  const work = async (asked: readonly number[]) => {
    rounds.push([...asked]);
    if (fails(asked)) throw new Error("this round came to nothing");
    return asked.map((one) => (one === 13 ? new Error("never 13") : { twice: one * 2 }));
  };
  return { rounds, work };
}

test("what is asked at the same instant shares a round, and each gets its own answer", async () => {
  const { rounds, work } = doubling();
  const ask = inRounds(work);
  expect(await Promise.all([1, 2, 3].map(ask))).toEqual([{ twice: 2 }, { twice: 4 }, { twice: 6 }]);
  expect(rounds).toEqual([[1, 2, 3]]);
});

test("a round takes at most a hundred, and what may not share one does not", async () => {
  const { rounds, work } = doubling();
  const ask = inRounds(work, { keyOf: (one) => (one < 1000 ? "small" : "large") });
  await Promise.all([...Array.from({ length: 130 }, (_, one) => one + 100), 1000].map(ask));
  expect(rounds.map((round) => round.length).toSorted((a, b) => a - b)).toEqual([1, 30, 100]);
});

test("one that fails keeps no other from its work, also where it takes the whole round down", async () => {
  const { rounds, work } = doubling((asked) => asked.includes(7));
  const ask = inRounds(work);
  const answers = await Promise.allSettled([6, 7, 8, 13].map(ask));
  expect(answers.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "rejected",
  ]);
  expect(rounds).toEqual([[6, 7, 8, 13], [6], [7], [8], [13]]);
});

test("what is heavy has a round of its own, and keeps its place in the line", async () => {
  const { rounds, work } = doubling();
  const ask = inRounds(work, { weightOf: (one) => one, mostWeight: 10 });
  await Promise.all([4, 5, 6, 50, 1, 9, 2].map(ask));
  expect(rounds).toEqual([[4, 5], [6], [50], [1, 9], [2]]);
});
