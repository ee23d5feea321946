/** How late a slot may leave. */
import { lateBySlotKind, type Slot } from "#shared/slots.ts";
import { endOfDay } from "./wall-time.ts";

/** The end (ISO, UTC) of what leaves at `startAt`: as its sheet said, else by its kind. */
export function notAfterOf(
  { kind, lateMs, zone }: Pick<Slot, "kind" | "lateMs" | "zone">,
  startAt: string,
): string {
  const late = lateMs ?? lateBySlotKind[kind];
  if (late === null) return endOfDay(startAt, zone);
  return new Date(new Date(startAt).getTime() + late).toISOString();
}
