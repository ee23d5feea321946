/** The code tables of a recorded competition, beside ours: a code is one we know, or one that says nothing to a desk. */
import { parse } from "csv-parse/sync";
import { beforeEach, expect, test } from "vitest";
import { disciplineOf } from "#server/feeds/words/disciplines.ts";
import { isKnownRecord } from "#server/feeds/words/records.ts";
import {
  absent,
  ceremonyPhases,
  changedSchedule,
  competitionPhase,
  disqualified,
  isThrough,
  placeOfBout,
  retired,
  runningSchedule,
  silentBouts,
  silentPhases,
  silentQualifications,
  silentReasons,
  silentSchedule,
} from "#server/feeds/reading/codes.ts";
import { readOdf } from "#server/feeds/adapters/odf.ts";
import { organisationName } from "#shared/organisations.ts";
import { competitor, line, odfMessage } from "../fixtures/odf.ts";
import { realData } from "../harness/real-data.ts";

const file = (name: string) => realData(`odf-codes-rio2016/${name}.csv`);
const { missing } = file("NOC");
beforeEach((context) => {
  if (missing) context.skip(missing);
});

type Row = Record<string, string>;
/** Some of its rows have a quotation mark within, or a comma too many. */
function rowsOf(name: string): Row[] {
  return parse(file(name).text, {
    columns: true,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
  }) as Row[];
}
const codesOf = (entity: string) => [
  ...new Set(
    rowsOf("SportCodes-subset")
      .filter((row) => row["Code_Entity"] === entity)
      .map((row) => row["Code"] ?? ""),
  ),
];

test("every delegation has a name in both languages, those of the past too", () => {
  const unnamed = rowsOf("NOC").filter(({ Id = "" }) => {
    const name = organisationName(Id);
    return !name?.fr || !name.en || name.en === Id;
  });
  expect(unnamed.map(({ Id }) => Id)).toEqual([]);
  expect(rowsOf("NOC").length).toBeGreaterThan(200);
});

test("no name of a delegation says more than a headline can bear", () => {
  for (const { Id = "" } of rowsOf("NOC"))
    for (const name of Object.values(organisationName(Id) ?? {}))
      expect(name, Id).not.toMatch(/\(|SAR |R\.A\.S\.| - |olympi/i);
});

test("every discipline that is a sport has a name in both languages", () => {
  const sports = rowsOf("Discipline").filter(
    (row) => row["nonsport"] === "N" && row["scheduled"] === "Y",
  );
  const unnamed = sports.filter((row) => !disciplineOf(row["ENG Description"] ?? ""));
  expect(unnamed.map((row) => row["ENG Description"])).toEqual([]);
  expect(sports.length).toBeGreaterThan(30);
});

test("every reason for having no place is a disqualification, a retirement, an absence, or nothing to a desk", () => {
  const known = [...disqualified, ...retired, ...absent, ...silentReasons];
  expect(codesOf("IRM").filter((code) => !known.includes(code))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test("every mark of qualification, and every outcome of a bout, is one or nothing to a desk", () => {
  const marks = codesOf("QualificationMark");
  expect(marks.filter((code) => isThrough(code) === silentQualifications.includes(code))).toEqual(
    [],
  );
  const bouts = codesOf("WLT");
  expect(bouts.filter((code) => code in placeOfBout === silentBouts.includes(code))).toEqual([]);
});

test("every record has a name, or is none to a desk", () => {
  const types = rowsOf("RecordType").map((row) => row["recordtype"] ?? "");
  expect(types.filter((code) => !isKnownRecord(code))).toEqual([]);
});

test("every status of a schedule, and every kind of unit, changes something, begins something or says nothing", () => {
  const statuses = rowsOf("ScheduleStatus").map(({ Id = "" }) => Id);
  expect(statuses.toSorted()).toEqual(
    [...changedSchedule, runningSchedule, ...silentSchedule].toSorted(),
  );
  const phases = rowsOf("PhaseType").map(({ Id = "" }) => Id);
  expect(phases.toSorted()).toEqual(
    [competitionPhase, ...ceremonyPhases, ...silentPhases].toSorted(),
  );
});

const context = { venueZone: "Europe/Paris", receivedAt: 0, settings: {} };
const code = "ATHW100M--------------FNL-000100--";

test("a result is read in each of its statuses, and a medal of each kind", () => {
  const who = competitor("7001", "LCA", "Ana", "FERROL");
  for (const { Code: status = "" } of rowsOf("ResultStatus")) {
    const content = line("1", "10.72", who);
    const body = odfMessage({ type: "DT_RESULT", code, version: 1, status, content });
    expect(readOdf(body, context).statements, status).toHaveLength(1);
  }
  for (const medal of codesOf("MedalType")) {
    const content = `<Medal Code="${medal}">${who}</Medal>`;
    const body = odfMessage({
      type: "DT_MEDALLISTS",
      code,
      version: 1,
      status: "OFFICIAL",
      content,
    });
    expect(readOdf(body, context).statements[0]?.drafts, medal).toHaveLength(1);
  }
});
