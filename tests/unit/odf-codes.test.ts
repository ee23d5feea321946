import { expect, test } from "vitest";
import { readOdf } from "#server/feeds/adapters/odf.ts";
import { recordOf } from "#server/feeds/words/records.ts";
import { competitor, line, odfMessage } from "../fixtures/odf.ts";

const context = { venueZone: "Europe/Paris", receivedAt: 0, settings: {} };
const [ana, ben] = [
  competitor("7001", "LCA", "Ana", "FERROL"),
  competitor("7002", "DMA", "Bea", "ORTIZ"),
];
const draftsOf = (content: string) =>
  readOdf(odfMessage({ type: "DT_RESULT", version: 1, status: "OFFICIAL", content }), context)
    .statements[0]!.drafts;

test.each([
  ["DQ", "Bea Ortiz (DMA) disqualified, women’s 100\u00a0m, final"],
  ["EXC", "Bea Ortiz (DMA) disqualified, women’s 100\u00a0m, final"],
  ["NS", "Bea Ortiz (DMA) did not start, women’s 100\u00a0m, final"],
  ["WD", "Bea Ortiz (DMA) did not finish, women’s 100\u00a0m, final"],
])("%s in a final is told, however a sport writes it", (irm, headline) => {
  const out = `<Result IRM="${irm}" ResultType="IRM">${ben}</Result>`;
  const told = draftsOf(line("1", "10.72", ana) + out).map((draft) => draft.headline.en);
  expect(told).toContain(headline);
});

test("a record that was equalled is the record, said to be equalled; a list of best marks is none", () => {
  const indicators = (code: string) =>
    `<RecordIndicators><RecordIndicator RecordType="${code}" Order="1"/></RecordIndicators>`;
  const records = (code: string) =>
    draftsOf(line("1", "10.72", ana, indicators(code)))
      .filter(({ kind }) => kind === "record")
      .map(({ headline }) => headline.en);
  expect(records("EWR")).toEqual([
    "World record equalled: Ana Ferrol (LCA) 10.72 (women’s 100\u00a0m)",
  ]);
  expect(records("ER")).toEqual(["European record: Ana Ferrol (LCA) 10.72 (women’s 100\u00a0m)"]);
  expect(records("SBP")).toEqual([]);
  expect(recordOf("=NR")).toEqual({ code: "NR", isEqualled: true });
});

test("a press conference that begins is no start, a competition is", () => {
  const running = (phaseType: string) =>
    odfMessage({
      type: "DT_SCHEDULE_UPDATE",
      version: 1,
      status: "",
      content: `<Unit Code="ATHW100M--------------FNL-000100--" PhaseType="${phaseType}" ScheduleStatus="RUNNING"/>`,
    });
  const told = (phaseType: string) =>
    readOdf(running(phaseType), context).statements.flatMap(({ passing }) =>
      passing.map(({ kind }) => kind),
    );
  expect(told("5")).toEqual([]);
  expect(told("3")).toEqual(["start"]);
  expect(told("6")).toEqual(["ceremony"]);
});
