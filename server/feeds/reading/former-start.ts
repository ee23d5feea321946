/** What a changed schedule changes: the start that the same document said before. */
import type { Draft } from "#server/moments/draft.ts";
import type { Summary } from "../statement.ts";

/** The draft of a schedule with the start before it; any other as it is. */
export function withFormerStart(draft: Draft, before: Summary | null): Draft {
  if (draft.kind !== "schedule" || !before?.startsAt) return draft;
  return { ...draft, facts: { ...draft.facts, formerStart: before.startsAt } };
}
