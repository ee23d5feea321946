/**
 * Which medals of a list are those of the list before. A medal is known by delegation, event and colour; the names of
 * people may vanish for a while, and say nothing by it. Pure.
 */
import { aliasOf } from "./reading/alias.ts";
import { groupBy } from "./reading/group.ts";
import type { KnownMedal, ListedMedal } from "./statement.ts";

export type Pair = { known: KnownMedal; now: ListedMedal };
export type Matched = {
  same: Pair[];
  /** Of another colour now: the same moment, corrected. */
  moved: Pair[];
  gone: KnownMedal[];
  added: ListedMedal[];
};

export function matchLists(known: readonly KnownMedal[], now: readonly ListedMedal[]): Matched {
  const before = groupBy(known, slotOf);
  const after = groupBy(now, slotOf);
  const slots = [...new Set([...before.keys(), ...after.keys()])].map((slot) =>
    matchSlot(before.get(slot) ?? [], after.get(slot) ?? []),
  );
  const same = slots.flatMap((slot) => slot.same);
  const gone = slots.flatMap((slot) => slot.gone);
  const added = slots.flatMap((slot) => slot.added);
  const moved = movedIn(gone, added);
  return {
    same,
    moved,
    gone: gone.filter((medal) => !moved.some((pair) => pair.known === medal)),
    added: added.filter((medal) => !moved.some((pair) => pair.now === medal)),
  };
}

/** What makes it the same medal whoever is named with it. */
export function slotOf({ of, organisation, medal }: ListedMedal): string {
  return `${of}|${organisation}|${medal}`;
}

/** By name where there are any. A row without one stands for as many medals as there were. */
function matchSlot(known: readonly KnownMedal[], now: readonly ListedMedal[]) {
  const same: Pair[] = [];
  let gone = [...known];
  let added = [...now];
  for (const fits of [isSameWinner, isLikeWinner, isUnnamed])
    for (const row of added) {
      const found = gone.find((medal) => fits(medal, row));
      if (!found) continue;
      same.push({ known: found, now: row });
      gone = gone.filter((medal) => medal !== found);
      added = added.filter((each) => each !== row);
    }
  const unnamed = now.find(({ people }) => people.length === 0);
  if (!unnamed) return { same, gone, added };
  return {
    same: [...same, ...gone.map((medal) => ({ known: medal, now: unnamed }))],
    gone: [],
    added,
  };
}

function movedIn(gone: readonly KnownMedal[], added: readonly ListedMedal[]): Pair[] {
  const moved: Pair[] = [];
  for (const known of gone) {
    const now = added.find(
      (each) =>
        each.of === known.of &&
        each.organisation === known.organisation &&
        !moved.some((pair) => pair.now === each) &&
        [isSameWinner, isLikeWinner, isUnnamed].some((fits) => fits(known, each)),
    );
    if (now) moved.push({ known, now });
  }
  return moved;
}

function isSameWinner(one: ListedMedal, other: ListedMedal): boolean {
  if (one.isTeam || other.isTeam) return one.isTeam && other.isTeam;
  const [a, b] = [one.people[0], other.people[0]];
  return a !== undefined && b !== undefined && aliasOf(a) === aliasOf(b);
}

/** Another spelling of a name shares a word with it. */
function isLikeWinner(one: ListedMedal, other: ListedMedal): boolean {
  const [a, b] = [one.people[0], other.people[0]];
  if (one.isTeam || other.isTeam || a === undefined || b === undefined) return false;
  const words = aliasOf(b).split(" ");
  return aliasOf(a)
    .split(" ")
    .some((word) => word.length > 1 && words.includes(word));
}

function isUnnamed(one: ListedMedal, other: ListedMedal): boolean {
  return one.people.length === 0 || other.people.length === 0;
}
