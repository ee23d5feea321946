/**
 * Codes of results services that mean something to a desk, and those that mean nothing to it. A code of neither list is
 * one we never heard of.
 */

/** Why somebody has no place. */
export const disqualified = "DSQ DQ DQB DDQ DEF EXC BFD UFD DNE DGM".split(" ");
/** Began, and did not finish. */
export const retired = "DNF RET RT ABD INJ WD WDN WDR DDW".split(" ");
/** Never began. */
export const absent = "DNS NS DNC".split(" ");
/** Penalties and marks that the ranking tells better, one run of several, and walkovers, which the result itself says. */
export const silentReasons =
  "BUW DPI DSQ-R EL LAP NM NH OCS OTL OVL RDG REL SCP STP W/O WO ZFP pd".split(" ");

/** Places of a bout: a victory by toss is one. A draw has none. */
export const placeOfBout: Readonly<Record<string, 1 | 2>> = { W: 1, L: 2, V: 1, D: 2, "V(T)": 1 };
export const silentBouts = ["T"];

/** Whoever goes on towards the title; not on trial, as a reserve, by a repechage, or to a lesser final. */
export function isThrough(mark: string): boolean {
  return /^q/i.test(mark) || ["BT", "FA", "SF", "SA/B", "SA/B/C"].includes(mark);
}
export const silentQualifications =
  "? ?? ELM FB FC FD FE FF H P R R1 R2 R3 R4 SC/D SD/E SE/F X".split(" ");

/** How a unit stands in a timetable: what it changes, and what says no more than the results do. */
export const changedSchedule = "DELAYED POSTPONED RESCHEDULED CANCELLED".split(" ");
export const runningSchedule = "RUNNING";
export const silentSchedule =
  "UNSCHEDULED SCHEDULED GETTING_READY SCHEDULED_BREAK INTERRUPTED FINISHED".split(" ");

/** What a unit is: competition, opening and closing, medal ceremonies; or training, meetings, conferences, draws. */
export const competitionPhase = "3";
export const ceremonyPhases = ["0", "6"];
export const silentPhases = ["1", "2", "4", "5", "7", "8", "9"];
