/** A draft with what its event's other documents know of it, the same whichever came first. */
import type { Draft } from "#server/moments/draft.ts";
import type { Field, Summary } from "../statement.ts";
import { withForm } from "./form.ts";
import { heldIn, withPrevious } from "./records.ts";

/** Whose a record was before; of a unit with a field, when it started and what the entries make of its result. */
export function inContext(
  draft: Draft,
  field: Field | undefined,
  documents: readonly Summary[],
): Draft {
  const told = withPrevious(draft, heldIn(documents));
  if (!field) return told;
  const entered = documents.flatMap((each) => each.entered ?? []);
  return withStart(withForm(told, field, entered), field, documents);
}

/** The document of an event that only tells its others. */
export function tellsOthers({ records, entered, starts }: Summary): boolean {
  return records !== undefined || entered !== undefined || starts !== undefined;
}

/** A result that has its day alone happened when its unit started, as far as anybody knows. */
function withStart(draft: Draft, { session, onDay }: Field, documents: readonly Summary[]): Draft {
  const start = documents.map(({ starts }) => starts?.[session]).find((at) => at !== undefined);
  if (start === undefined || draft.facts.startsAt !== null) return draft;
  const occurredAt = onDay && start < draft.occurredAt ? start : draft.occurredAt;
  return { ...draft, occurredAt, facts: { ...draft.facts, startsAt: start } };
}
