/** A row of a day sheet, read: the slot it plans, or everything that is wrong with it. */
import type { Account } from "#shared/campaigns.ts";
import type { PlannedSlot, SheetProblem } from "#shared/day-sheet.ts";
import type { Bilingual } from "#shared/locales.ts";
import { type Fold, fold, type SlotKind, slotKind, slotKinds, unitCode } from "#shared/slots.ts";
import type { NamedColumn } from "./columns.ts";
import { notAfterOf } from "./not-after.ts";
import type { Where } from "./problems.ts";
import { type Measured, readTexts } from "./read-texts.ts";
import { openRow, type RowCells } from "./row-cells.ts";
import type { SheetRow } from "./sheet.ts";
import { bareCode } from "./unit.ts";
import { meaningOf, zoneNamed } from "./wall-time.ts";

export type Reading = {
  accounts: readonly Account[];
  /** To the questions of an earlier plan, by external id. */
  answers: Readonly<Record<string, Fold>>;
  measured: Measured;
};
/** `at`: where the row says when. `slot` is null where there are problems. */
export type ReadRow = {
  row: number;
  externalId: string;
  at: Where;
  slot: PlannedSlot | null;
  problems: SheetProblem[];
};
type Time = Pick<PlannedSlot, "wallAt" | "zone" | "fold" | "startAt">;

const longestId = 80;
const longestTitle = 200;
const longestLateMs = 7 * 24 * 3_600_000;

/** Reads one row under its header. */
export function readRow(
  columns: readonly NamedColumn[],
  sheetRow: SheetRow,
  reading: Reading,
): ReadRow {
  const cells = openRow(columns, sheetRow);
  const { row, externalId } = cells;
  readId(cells);
  const kind = readKind(cells);
  const lateMs = readLate(cells);
  const unit = readUnit(cells);
  const title = readTitle(cells);
  const time = readTime(cells, reading.answers);
  const { texts, problems } = readTexts(
    cells.all("text"),
    cells.one("accounts"),
    reading,
    cells.where(),
  );
  cells.add(problems);
  const said = cells.problems();
  const at = cells.where(cells.one("at"));
  if (said.length > 0 || !kind || !title || !time)
    return { row, externalId, at, slot: null, problems: said };
  const notAfter = notAfterOf({ kind, lateMs, zone: time.zone }, time.startAt);
  const slot = { externalId, kind, title, ...time, notAfter, lateMs, unit, texts };
  return { row, externalId, at, slot, problems: [] };
}

function readId({ one, say, externalId }: RowCells): void {
  if (externalId === "") say("missingCell", one("id"));
  else if (externalId.length > longestId || /\p{Cc}/u.test(externalId))
    say("badId", one("id"), { most: longestId });
}

function readKind({ one, say }: RowCells): SlotKind | null {
  const cell = one("kind");
  if (!cell || cell.value === "") return "post";
  const kind = slotKind.safeParse(cell.value.toLowerCase());
  return kind.success ? kind.data : say("badKind", cell, { kinds: slotKinds.join(", ") });
}

const unitsMs = { s: 1000, min: 60_000, h: 3_600_000 } as const;

function readLate({ one, say }: RowCells): number | null {
  const cell = one("late");
  if (!cell || cell.value === "") return null;
  const [, count, unit] = /^([1-9]\d{0,5})\s*(s|min|h)$/i.exec(cell.value) ?? [];
  const lateMs = Number(count) * unitsMs[unit?.toLowerCase() as keyof typeof unitsMs];
  return lateMs <= longestLateMs ? lateMs : say("badLate", cell);
}

function readUnit({ one, say }: RowCells): string | null {
  const cell = one("unit");
  if (!cell || cell.value === "") return null;
  const code = unitCode.safeParse(bareCode(cell.value));
  return code.success ? code.data : say("badUnit", cell, { most: longestId });
}

/** One language may stand for the other. */
function readTitle({ all, say }: RowCells): Bilingual | null {
  const cells = all("title");
  for (const cell of cells)
    if (cell.value.length > longestTitle)
      say("tooLong", cell, { length: cell.value.length, maxLength: longestTitle });
  const [fr, en] = (["fr", "en"] as const).map((locale) =>
    cells.find((cell) => cell.locale === locale && cell.value !== ""),
  );
  const any = fr ?? en;
  if (!any) return say("missingCell", cells[0]);
  return { fr: (fr ?? any).value, en: (en ?? any).value };
}

function readTime(cells: RowCells, answers: Reading["answers"]): Time | null {
  const { one, say } = cells;
  const wallAt = readWall(cells);
  const zone = readZone(cells);
  const written = readFold(cells);
  if (!wallAt || !zone) return null;
  const answer = Object.hasOwn(answers, cells.externalId) ? answers[cells.externalId]! : null;
  const which = written ?? answer;
  const meaning = meaningOf({ wallAt, zone, fold: which });
  switch (meaning.kind) {
    case "instant":
      return { wallAt, zone, fold: meaning.asked ? which : null, startAt: meaning.at };
    case "timeTwice":
    case "timeSkipped":
      return say(meaning.kind, one("at"), { zone, wallAt }, meaning.choices);
    case "badTime":
    case "badZone":
      return say(meaning.kind, one(meaning.kind === "badTime" ? "at" : "zone"), { form });
    default:
      return meaning satisfies never;
  }
}

const form = "2026-07-24 20:20";

/** As `wallTime` has it; whether there is such a day is the calendar's word. */
function readWall({ one, say }: RowCells): string | null {
  const cell = one("at");
  if (!cell || cell.value === "") return say("missingCell", cell);
  const [, day, minute, second] =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?$/.exec(cell.value) ?? [];
  return day ? `${day}T${minute}${second ?? ":00"}` : say("badTime", cell, { form });
}

function readZone({ one, say }: RowCells): string | null {
  const cell = one("zone");
  if (!cell || cell.value === "") return say("missingCell", cell);
  return zoneNamed(cell.value) ?? say("badZone", cell);
}

function readFold({ one, say }: RowCells): Fold | null {
  const cell = one("fold");
  if (!cell || cell.value === "") return null;
  const read = fold.safeParse(cell.value.toLowerCase());
  return read.success ? read.data : say("badTime", cell, { form: "earlier or later" });
}
