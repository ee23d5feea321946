/** What the timetable did to a slot, in words. */
import type { Slot } from "#shared/slots.ts";
import type { Say } from "../messages/words.tsx";
import { clockIn } from "./time.ts";

/** Null for a slot it has said nothing of. `zone`: where times are read. */
export function timetableWords(say: Say, { timetable }: Slot, zone: string): string | null {
  if (!timetable) return null;
  const { call, unitAt, from, to } = timetable;
  const clock = (at: string) => clockIn(zone, at).replace(/:00$/, "");
  if (call === "moved" && from && to)
    return say("slot.unit.moved", { from: clock(from), to: clock(to) });
  if (call === "cancelled") return say("slot.unit.cancelled");
  if (call === "delayed" || !unitAt) return say("slot.unit.delayed");
  return say("slot.unit.newStart", { time: clock(unitAt) });
}
