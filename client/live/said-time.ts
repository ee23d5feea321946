/** Whose instant was said beforehand, and whose is only the end of an undo window. Pure. */
import type { Delivery } from "#shared/posts.ts";
import type { Slot } from "#shared/slots.ts";

/**
 * Whether a delivery's instant was said, by its slot or by a person who gave it another: those are whole seconds. An undo
 * window closes at any of a second's thousand instants. Says the same from the decision on, whoever claims it meanwhile.
 */
export function hasSaidTime({ dueAt, rev }: Delivery, slot: Slot | undefined): boolean {
  const at = Date.parse(dueAt);
  if (slot && at === Date.parse(slot.startAt)) return true;
  const isPlannedAnew = rev > 1;
  return isPlannedAnew && at % 1000 === 0;
}
