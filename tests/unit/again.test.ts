import { expect, test } from "vitest";
import { again } from "#server/db/again.ts";

const failing = (errors: readonly Error[]) => {
  const left = [...errors];
  let calls = 0;
  const work = async () => {
    calls += 1;
    const error = left.shift();
    if (error) throw error;
    return "done";
  };
  return { work, calls: () => calls };
};
const coded = (code: string) => Object.assign(new Error(code), { code });

test("a dropped connection and a deadlock cost whoever asked nothing but a moment", async () => {
  const { work, calls } = failing([
    new Error("Connection terminated unexpectedly"),
    coded("40P01"),
  ]);
  expect(await again(work)).toBe("done");
  expect(calls()).toBe(3);
});

test("what the database refused is not tried again, and what does not pass is not tried for ever", async () => {
  const refused = failing([coded("23505")]);
  await expect(again(refused.work)).rejects.toThrow("23505");
  expect(refused.calls()).toBe(1);
  const down = failing(Array.from({ length: 9 }, () => coded("57P03")));
  await expect(again(down.work)).rejects.toThrow("57P03");
  expect(down.calls()).toBe(3);
});
