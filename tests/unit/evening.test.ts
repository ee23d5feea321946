import { expect, test } from "vitest";
import { evening, readCue } from "#server/rehearsal/evening.ts";

const texts = await Promise.all(evening.map(readCue));

test("the sample evening is a whole evening at its own pace, and its first gold comes within a minute", () => {
  expect(evening.length).toBeGreaterThanOrEqual(60);
  expect(evening.length).toBeLessThanOrEqual(120);
  const times = evening.map(({ afterS }) => afterS);
  expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  expect(times.at(-1)).toBeGreaterThanOrEqual(12 * 60);
  expect(times.at(-1)).toBeLessThanOrEqual(15 * 60);
  expect(evening[texts.findIndex((text) => text.includes("ME_GOLD"))]?.afterS).toBeLessThan(60);
  // Nothing may look as if the desk had stopped.
  const quiet = times.slice(1).map((time, at) => time - times[at]!);
  expect(Math.max(...quiet)).toBeLessThanOrEqual(45);
});

test("the sample evening is marked as a test, belongs to no real competition, and borrows no name or mark", () => {
  for (const [at, text] of texts.entries()) {
    const { file } = evening[at]!;
    if (file.endsWith(".xml"))
      expect(text, file).toMatch(/CompetitionCode="REBOND24".* FeedFlag="T".* Source="REBOND"/);
    else if (!text.includes("rebond.moment.withdrawn"))
      expect(text, file).toContain('"test": true');
    expect(text, file).not.toMatch(/olympi|paris\s?2024|jeux/i);
  }
});
