/** Records as they stood: whose a record was before it fell, whatever order the messages came in. */
import type { Draft } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import type { HeldRecord, Summary } from "../statement.ts";
import { aliasOf } from "./alias.ts";
import { measureOf } from "./measure.ts";

/** All that an event's documents know. */
export function heldIn(documents: readonly Summary[]): HeldRecord[] {
  return documents.flatMap(({ records }) => records ?? []);
}

/**
 * A draft of a record with whose it was before: of the marks known, the best of those that are no better. So a list
 * that has the new record already, or one set in between, tells the same. Any other draft is left as it is.
 */
export function withPrevious(draft: Draft, held: readonly HeldRecord[]): Draft {
  if (draft.kind !== "record") return draft;
  const { record, result } = draft.facts;
  const [who] = draft.participants;
  const mark = measureOf(result);
  if (!who || Number.isNaN(mark)) return draft;
  const [before] = held
    .filter((each) => each.type === record && isComparable(each, who))
    .filter((each) => !(measureOf(each.mark) === mark && isSame(each.who, who)))
    .filter((each) => behind(each, mark) >= 0)
    .toSorted((a, b) => behind(a, mark) - behind(b, mark) || inTime(a, b));
  return {
    ...draft,
    facts: { ...draft.facts, previous: before ? quoted(before) : draft.facts.previous },
  };
}

/** National records are compared within a delegation; of which area an area record is, nobody says. */
function isComparable({ type, who: holder }: HeldRecord, who: Participant): boolean {
  if (type === "AR") return false;
  return type !== "NR" || (holder !== null && holder.organisation === who.organisation);
}

function isSame(holder: HeldRecord["who"], who: Participant): boolean {
  if (!holder) return false;
  return holder.code === who.code || aliasOf(holder.name) === aliasOf(who.name);
}

/** By how much a mark is worse; negative for a better one. */
function behind({ mark, isTime }: HeldRecord, than: number): number {
  const by = measureOf(mark) - than;
  return isTime ? by : -by;
}

/** Of two equal marks, whoever set it last held it. */
function inTime(a: HeldRecord, b: HeldRecord): number {
  return (a.date ?? "") > (b.date ?? "") ? -1 : 1;
}

/** `Jane Doe (LCA), 15.01 (Eugene, 2021)`. */
function quoted({ who, mark, place, date }: HeldRecord): string {
  const name = who && (who.organisation ? `${who.name} (${who.organisation})` : who.name);
  const where = [place, date?.slice(0, 4)].filter(Boolean).join(", ");
  return `${name ? `${name}, ` : ""}${mark}${where ? ` (${where})` : ""}`;
}
