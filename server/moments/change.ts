/** What telling a moment does to it. */
import type { NewChange } from "#shared/changes.ts";
import type { Moment } from "#shared/moments.ts";
import type { MomentRow } from "./store.ts";
import { momentOf } from "./store.ts";

/** A change that says how a moment stands. */
export type MomentChangeType = Extract<NewChange, { data: { moment: Moment } }>["type"];
/** `row`: as it is now. `changed`: what was prepared on it, or waits for it, must be looked at. */
export type Happened = { type: MomentChangeType; row: MomentRow; changed: boolean };
/** Null where nothing happened. */
export type Restated = Happened | null;

/** As the change log says it. */
export function changeOf({ type, row }: Happened): NewChange {
  return { type, data: { moment: momentOf(row) } };
}
