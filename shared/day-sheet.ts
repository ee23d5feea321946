/**
 * The day sheet: what a producer prepared, row by row, and what importing it would do. Columns and their meaning:
 * `docs/day-sheet.md`. The server reads the sheet; the console shows the plan it answers.
 */
import { z } from "zod";
import { accountId } from "./ids.ts";
import { bilingual, locale } from "./locales.ts";
import { networkName } from "./networks.ts";
import { fold, slotKind, unitCode, wallTime } from "./slots.ts";

/** A day is not longer; a sheet that is has been exported from something else. */
export const sheetRows = 1000;
/** UTF-16 units of a sheet that are read at all. */
export const sheetLength = 4_000_000;

export const sheetProblems = [
  "empty",
  "tooManyRows",
  "notCsv",
  "notUtf8",
  "unknownColumn",
  "missingColumn",
  "repeatedColumn",
  "missingCell",
  "repeatedId",
  "badId",
  "formula",
  "badTime",
  "badZone",
  "timeSkipped",
  "timeTwice",
  "past",
  "badKind",
  "badLate",
  "badUnit",
  "unknownAccount",
  "noAccount",
  "noText",
  "strayText",
  "tooLong",
] as const;

/** What keeps a sheet from being imported, where it is, and what to do. `timeSkipped` and `timeTwice` are questions. */
export const sheetProblem = z.object({
  code: z.enum(sheetProblems),
  /** As a spreadsheet numbers it: the header is 1. Null for the sheet as a whole. */
  row: z.number().int().nullable(),
  /** As the sheet spells it. Null for the row as a whole. */
  column: z.string().nullable(),
  /** What stands there, cut to 80 characters. */
  value: z.string().nullable(),
  externalId: z.string().nullable(),
  /** The same in English, for scripts. */
  message: z.string(),
  /** What the wording needs: names, lengths, limits. */
  facts: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The two instants a question is between (ISO, UTC); null for what is not a question. */
  choices: z.object({ earlier: z.string(), later: z.string() }).nullable(),
});
export type SheetProblem = z.infer<typeof sheetProblem>;

/** The words for one account in one language, as they would leave. */
export const plannedText = z.object({
  accountId,
  handle: z.string(),
  /** Whose rules and looks the account has. */
  network: networkName,
  locale,
  text: z.string(),
  length: z.number().int(),
  maxLength: z.number().int(),
});
export type PlannedText = z.infer<typeof plannedText>;

/** A slot as a sheet, or the desk, has it. */
export const plannedSlot = z.object({
  externalId: z.string(),
  kind: slotKind,
  title: bilingual,
  wallAt: wallTime,
  zone: z.string(),
  fold: fold.nullable(),
  startAt: z.string(),
  notAfter: z.string(),
  lateMs: z.number().int().positive().nullable(),
  unit: unitCode.nullable(),
  texts: z.array(plannedText),
});
export type PlannedSlot = z.infer<typeof plannedSlot>;

/**
 * What would happen to one slot. `left`: the sheet says otherwise, but it went out or is on its way, so nothing changes.
 * `removed`: planned for a day the sheet covers, and not in it.
 */
export const planStep = z.object({
  what: z.enum(["added", "changed", "removed", "unchanged", "left"]),
  /** Null for what is not in the sheet. */
  row: z.number().int().nullable(),
  /** What the sheet says; for `removed`, what there was. */
  slot: plannedSlot,
  /** What there was; null for `added`. */
  before: plannedSlot.nullable(),
  /** Which of the sheet's columns differ: `at`, `zone`, `kind`, `late`, `unit`, `title`, `accounts`, `text`. */
  differs: z.array(z.enum(["at", "zone", "kind", "late", "unit", "title", "accounts", "text"])),
});
export type PlanStep = z.infer<typeof planStep>;

export const plan = z.object({
  /** Of everything below: what is applied is what was shown. */
  hash: z.string(),
  problems: z.array(sheetProblem),
  /** Worth a look, and no obstacle: a zone that is neither the venue's nor the team's. */
  warnings: z.array(
    z.object({ code: z.enum(["otherZone"]), row: z.number().int(), value: z.string() }),
  ),
  /** In order of time. Empty while there are problems. */
  steps: z.array(planStep),
});
export type Plan = z.infer<typeof plan>;

/** Answers to the sheet's questions, by external id. */
export const foldAnswers = z.record(z.string(), fold);
