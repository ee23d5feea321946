/** What importing a sheet would do: the difference between what it says and what stands on the desk. Pure. */
import { createHash } from "node:crypto";
import type { Account, Campaign } from "#shared/campaigns.ts";
import type { Plan, PlannedSlot, PlanStep, SheetProblem } from "#shared/day-sheet.ts";
import type { AccountId } from "#shared/ids.ts";
import type { Locale } from "#shared/locales.ts";
import type { Slot } from "#shared/slots.ts";
import { notAfterOf } from "./not-after.ts";
import { problem } from "./problems.ts";
import type { DaySheet, SheetSlot } from "./read-sheet.ts";
import { inOrder, type Measured, plannedText } from "./read-texts.ts";

/** A slot on the desk: `left` when anything of it went out or is on its way; `dropped` texts a person took back. */
export type DeskSlot = {
  slot: Slot;
  left: boolean;
  texts: readonly { accountId: AccountId; locale: Locale; text: string; dropped: boolean }[];
};
/** Whether a slot that is not in the sheet is taken out. `dates`: the wall dates the sheet names. */
export type MayRemove = (slot: Slot, dates: ReadonlySet<string>) => boolean;
export type Planning = {
  sheet: DaySheet;
  desk: readonly DeskSlot[];
  accounts: readonly Account[];
  measured: Measured;
  campaign: Pick<Campaign, "venueZone" | "homeZone">;
  mayRemove: MayRemove;
  /** Milliseconds since 1970, by the database's clock. */
  now: number;
};
type Differs = PlanStep["differs"];

/** The sheet is the whole plan for the days it names. */
export const onItsDates: MayRemove = (slot, dates) => dates.has(dateOf(slot));

function dateOf({ wallAt }: Pick<Slot, "wallAt">): string {
  return wallAt.slice(0, 10);
}

/** The slots of the desk a sheet has a say in: those it names, and those it may take out. */
export function concerns(sheet: DaySheet, mayRemove: MayRemove): (slot: Slot) => boolean {
  const ids = new Set(sheet.slots.map(({ slot }) => slot.externalId));
  const dates = new Set(sheet.slots.map(({ slot }) => dateOf(slot)));
  return (slot) => ids.has(slot.externalId) || mayRemove(slot, dates);
}

/** The plan, with the hash of all it shows. While there are problems it has no steps. */
export function planOf(planning: Planning): Plan {
  const { sheet, desk } = planning;
  const concerned = concerns(sheet, planning.mayRemove);
  const byId = new Map(desk.map((each) => [each.slot.externalId, each]));
  const named = sheet.slots.map((each) => stepOf(planning, each, byId.get(each.slot.externalId)));
  const inSheet = new Set(sheet.slots.map(({ slot }) => slot.externalId));
  const others = desk
    .filter(({ slot }) => concerned(slot) && !inSheet.has(slot.externalId))
    .map((each) => gone(planning, each));
  const problems = [...sheet.problems, ...past(planning, named)];
  const said = {
    problems,
    warnings: otherZones(planning),
    steps: problems.length > 0 ? [] : [...named, ...others].toSorted(byTime),
  };
  return { hash: createHash("sha256").update(JSON.stringify(said)).digest("hex"), ...said };
}

function stepOf(planning: Planning, said: SheetSlot, on: DeskSlot | undefined): PlanStep {
  const { row } = said;
  if (!on) return { what: "added", row, slot: said.slot, before: null, differs: [] };
  const slot = asMoved(said.slot, on.slot);
  const before = standing(planning, on, slot);
  const differs = differences(before, slot);
  if (differs.length === 0) return { what: "unchanged", row, slot, before, differs };
  return { what: on.left ? "left" : "changed", row, slot, before, differs };
}

/** A sheet that says again what it said before the timetable moved the slot does not move it back. */
function asMoved(said: PlannedSlot, { timetable, byHand, ...on }: Slot): PlannedSlot {
  const sheet = timetable?.sheet;
  if (!sheet || byHand || said.unit !== on.unit || timetable.to !== on.startAt) return said;
  if (said.wallAt !== sheet.wallAt || said.zone !== sheet.zone || said.fold !== sheet.fold)
    return said;
  const { wallAt, zone, fold, startAt } = on;
  return { ...said, wallAt, zone, fold, startAt, notAfter: notAfterOf({ ...said, zone }, startAt) };
}

function gone(planning: Planning, on: DeskSlot): PlanStep {
  const before = standing(planning, on, null);
  return {
    what: on.left ? "left" : "removed",
    row: null,
    slot: before,
    before,
    differs: [],
  };
}

/** What there is, as a sheet would say it. What a person dropped stands as long as the sheet still says so. */
function standing({ accounts, measured }: Planning, on: DeskSlot, next: PlannedSlot | null) {
  const { externalId, kind, title, wallAt, zone, fold, startAt, notAfter, lateMs, unit } = on.slot;
  const wanted = new Set((next?.texts ?? []).map(placeOf));
  const texts = on.texts
    .filter((text) => !text.dropped || wanted.has(placeOf(text)))
    .flatMap(({ accountId, locale, text }) => {
      const account = accounts.find(({ id }) => id === accountId);
      return account ? [plannedText(account, locale, text, measured)] : [];
    })
    .toSorted(inOrder);
  return { externalId, kind, title, wallAt, zone, fold, startAt, notAfter, lateMs, unit, texts };
}

function placeOf({ accountId, locale }: { accountId: AccountId; locale: Locale }): string {
  return `${accountId}|${locale}`;
}

/** Which of the sheet's columns differ; an instant that differs alone was asked, and answered otherwise. */
function differences(before: PlannedSlot, next: PlannedSlot): Differs {
  const zone = before.zone !== next.zone;
  const differs: Record<Differs[number], boolean> = {
    at: before.wallAt !== next.wallAt || (!zone && before.startAt !== next.startAt),
    zone,
    kind: before.kind !== next.kind,
    late: before.lateMs !== next.lateMs,
    unit: before.unit !== next.unit,
    title: before.title.fr !== next.title.fr || before.title.en !== next.title.en,
    accounts: !sameSet(
      before.texts.map((text) => text.accountId),
      next.texts.map((text) => text.accountId),
    ),
    text: textsDiffer(before, next),
  };
  return (Object.keys(differs) as Differs).filter((name) => differs[name]);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set([...one, ...other]);
  return new Set(one).size === all.size && new Set(other).size === all.size;
}

/** Of the accounts that both have: another text, or other languages. */
function textsDiffer(before: PlannedSlot, next: PlannedSlot): boolean {
  const had = new Set(before.texts.map(({ accountId }) => accountId));
  const has = new Set(next.texts.map(({ accountId }) => accountId));
  const ofBoth = ({ texts }: PlannedSlot) =>
    texts
      .filter(({ accountId }) => had.has(accountId) && has.has(accountId))
      .map((each) => `${placeOf(each)}|${each.text}`);
  return !sameSet(ofBoth(before), ofBoth(next));
}

/** What is new or changed must still be to come. */
function past({ sheet, now }: Planning, steps: readonly PlanStep[]): SheetProblem[] {
  return steps.flatMap(({ what, row, slot }) => {
    const isOver = Date.parse(slot.startAt) <= now;
    if (!isOver || (what !== "added" && what !== "changed")) return [];
    const at = sheet.slots.find((each) => each.row === row)?.at ?? {};
    return [problem("past", at)];
  });
}

function otherZones({ sheet, campaign }: Planning): Plan["warnings"] {
  const usual = [campaign.venueZone, campaign.homeZone];
  return sheet.slots
    .filter(({ slot }) => !usual.includes(slot.zone))
    .map(({ row, slot }) => ({ code: "otherZone", row, value: slot.zone }));
}

function byTime({ slot: one }: PlanStep, { slot: other }: PlanStep): number {
  const apart = Date.parse(one.startAt) - Date.parse(other.startAt);
  return apart || (one.externalId < other.externalId ? -1 : 1);
}
