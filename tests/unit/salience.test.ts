import { expect, test } from "vitest";
import type { Draft } from "#server/moments/draft.ts";
import { type Interest, salienceOf } from "#server/moments/salience.ts";
import { noFacts } from "#shared/moments.ts";
import { gold } from "../fixtures/gold.ts";

const nobody: Interest = { houseTeams: [], watched: [], hosts: [] };
const draft = (changes: Partial<Draft>): Draft => ({
  key: "k",
  eventCode: "e",
  alias: null,
  kind: "result",
  standing: "confirmed",
  headline: { fr: "t", en: "t" },
  context: { fr: "", en: "" },
  participants: gold({ organisation: "LCA", code: "7001", name: "Ana Ferrol" }).participants,
  facts: noFacts,
  marks: { final: false, gapSeconds: null, records: [], signs: [] },
  test: false,
  occurredAt: "2026-03-08T20:14:07.000Z",
  statedAt: "2026-03-08T20:14:07.000Z",
  document: null,
  version: null,
  ...changes,
});
const codes = (of: Draft, interest = nobody) =>
  salienceOf(of, null, interest).reasons.map(({ code, points }) => `${code} ${points}`);

test("a score is the sum of its reasons, and every reason has words in both languages and the field it came from", () => {
  const full = draft({
    kind: "medal",
    facts: { ...noFacts, medal: "gold" },
    marks: { final: true, gapSeconds: 0.01, records: ["WR"], signs: ["comeback", "photo"] },
  });
  const { score, reasons } = salienceOf(full, "ever", {
    houseTeams: ["LCA"],
    watched: ["FERROL, Aná"],
    hosts: [],
  });
  expect(score).toBe(reasons.reduce((sum, { points }) => sum + points, 0));
  expect(reasons.map(({ code }) => code)).toEqual([
    "gold",
    "firstEver",
    "recordWR",
    "house",
    "comeback",
    "photo",
    "closeFinish",
    "watched",
  ]);
  for (const { text, field } of reasons) {
    expect(text.fr).not.toBe("");
    expect(text.en).not.toBe("");
    expect(field).toBeTruthy();
  }
});

test("what happens too often says nothing: a season's best, a final won by a tenth, a medal of nobody in particular", () => {
  expect(
    codes(draft({ marks: { final: true, gapSeconds: 0.1, records: ["SB"], signs: [] } })),
  ).toEqual(["final 20"]);
  expect(
    codes(draft({ marks: { final: true, gapSeconds: 0.05, records: [], signs: [] } })),
  ).toEqual(["final 20", "closeFinish 15"]);
});

test("a winner in stoppage time stands above any other goal", () => {
  const goal = (signs: Draft["marks"]["signs"]) =>
    salienceOf(
      draft({ kind: "goal", marks: { final: false, gapSeconds: null, records: [], signs } }),
      null,
      nobody,
    ).score;
  expect(goal(["stoppage"])).toBeGreaterThan(goal(["comeback"]));
  expect(goal(["comeback"])).toBeGreaterThan(goal([]));
});

test("the host's own moment is marked as theirs to tell first, and gains nothing by it", () => {
  expect(codes(draft({ kind: "lead" }), { ...nobody, hosts: ["LCA"] })).toEqual([
    "lead 10",
    "host 0",
  ]);
});
