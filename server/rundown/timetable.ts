/** What a word of the timetable does to a slot that is tied to its unit. Pure. */
import type { Moment } from "#shared/moments.ts";
import type { Slot, Timetable } from "#shared/slots.ts";
import { notAfterOf } from "./not-after.ts";
import { meaningOf, wallOf } from "./wall-time.ts";

export type Word = Pick<Moment, "id" | "status" | "version" | "facts">;
/**
 * The slot with that word on it. `moved`: at its new time, should something of it be left to move; `missed`: what is left
 * of it is for a person.
 */
export type Effect = { slot: Slot } & (
  | { kind: "moved" | "noted" }
  | { kind: "missed"; reason: "unitDelayed" | "unitCancelled" }
);
type Said = Omit<Timetable, "call">;

/** Null where the word was heard before. `now`: epoch ms, by the database's clock. */
export function effectOf(slot: Slot, word: Word, now: number): Effect | null {
  const { id: momentId, facts } = word;
  const last = slot.timetable;
  if (word.status === "withdrawn") return takenBack(slot, word, now);
  if (last?.momentId === momentId && last.word === facts.outcome) return null;
  const known = last?.unitAt ?? facts.formerStart;
  const unitAt = facts.startsAt ?? known;
  const said = { ...lastMove(last), momentId, word: facts.outcome, unitAt };
  if (isOff(facts.outcome))
    return { ...noted(slot, said, "cancelled"), kind: "missed", reason: "unitCancelled" };
  const shiftMs = unitAt && known ? Date.parse(unitAt) - Date.parse(known) : 0;
  if (shiftMs !== 0) return shifted(slot, shiftMs, said, now);
  // Told again when it starts: all stays as it is.
  if (known && isTime(facts.outcome)) return noted(slot, said, last?.call ?? "newStart");
  return { ...noted(slot, said, "delayed"), kind: "missed", reason: "unitDelayed" };
}

/** Formats write what happened to a unit ahead of its start: `CANCELLED:2026-…`, `abandoned`. */
function isOff(outcome: string): boolean {
  return /^(?:cancel|abandon)/i.test(outcome);
}

/** A word that says a start, and nothing else of the unit. */
function isTime(outcome: string): boolean {
  return /^rescheduled\b/i.test(outcome);
}

/** What was moved goes back to its sheet's time; what waits for a person does so still. */
function takenBack(slot: Slot, { id: momentId, version, facts }: Word, now: number): Effect | null {
  const last = slot.timetable;
  const word = `withdrawn:${version}`;
  if (last?.momentId !== momentId || last.word === word) return null;
  const unitAt = facts.formerStart;
  const said = { ...lastMove(last), momentId, word, unitAt };
  const sheet = last.call === "moved" && last.sheet ? meaningOf(last.sheet) : null;
  if (sheet?.kind !== "instant" || last.to !== slot.startAt)
    return noted(slot, said, unitAt ? "newStart" : "delayed");
  return shifted(slot, Date.parse(sheet.at) - Date.parse(slot.startAt), said, now);
}

/** By the same distance as its unit; not into the past, nor out of its day, nor away from where a person put it. */
function shifted(slot: Slot, shiftMs: number, said: Said, now: number): Effect {
  const stays = noted(slot, said, "newStart");
  if (slot.byHand) return stays;
  const at = Math.floor((Date.parse(slot.startAt) + shiftMs) / 1000) * 1000;
  const startAt = new Date(at).toISOString();
  const wall = wallOf(startAt, slot.zone);
  if (at <= now || wall.wallAt.slice(0, 10) !== slot.wallAt.slice(0, 10))
    return { ...stays, kind: "missed", reason: "unitDelayed" };
  const { wallAt, zone, fold, startAt: from } = slot;
  const sheet = said.sheet ?? { wallAt, zone, fold };
  const timetable = { ...said, call: "moved" as const, from, to: startAt, sheet };
  const notAfter = notAfterOf(slot, startAt);
  return { kind: "moved", slot: { ...slot, ...wall, startAt, notAfter, timetable } };
}

function noted(slot: Slot, said: Said, call: Timetable["call"]): Effect & { kind: "noted" } {
  return { kind: "noted", slot: { ...slot, timetable: { ...said, call } } };
}

function lastMove(last: Timetable | null): Pick<Timetable, "from" | "to" | "sheet"> {
  const { from = null, to = null, sheet = null } = last ?? {};
  return { from, to, sheet };
}
