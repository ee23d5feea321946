/** A list of all medals beside the one before it: what came, what changed hands, what is gone. Pure. */
import type { Draft, Withdrawal } from "#server/moments/draft.ts";
import { type Matched, matchLists, type Pair, slotOf } from "./match-list.ts";
import { aliasIn, isUnnamed, listedDraft } from "./reading/medal-list.ts";
import type { Told } from "./reading/unit.ts";
import type { KnownMedal, ListedMedal } from "./statement.ts";
import type { Trouble } from "./trouble.ts";

export type Comparison = {
  listed: KnownMedal[];
  drafts: (Draft | Withdrawal)[];
  trouble: Trouble | null;
};
/** A medal as it is known from now on; `standing` is what to say of it, null where there is nothing to say. */
type Outcome = { known: KnownMedal; standing: Draft["standing"] | null };

/** Medals that may be taken away at once, or their share of all; a list that lacks more is cut, and not believed. */
const believed = { medals: 5, share: 0.02 };

/** `before` is null for the first list of a feed: what it has is known from before, and no news. */
export function compareList(
  told: Told,
  competition: string,
  before: readonly KnownMedal[] | null,
  now: readonly ListedMedal[],
): Comparison {
  const known = before ?? [];
  const matched = matchLists(known, now);
  if (isCut(known, matched)) return unbelieved(known, now);
  const withdrawn = matched.gone.filter(
    (medal) => medal.missing || hasChangedHands(medal, matched),
  );
  const outcomes = [
    ...kept(matched),
    ...matched.gone.filter((medal) => !withdrawn.includes(medal)).map(held),
  ];
  const all = [...outcomes, ...raised(matched.added, outcomes)];
  const drafts = all.flatMap((outcome) => draftsOf(told, competition, outcome));
  return {
    listed: all.map((outcome) => outcome.known),
    drafts: [
      ...withdrawalsOf(withdrawn, all, told),
      ...(before === null ? drafts.map((draft) => ({ ...draft, late: true })) : drafts),
    ],
    trouble: null,
  };
}

function isCut(known: readonly KnownMedal[], { gone, moved }: Matched): boolean {
  const newly = gone.filter(({ missing }) => !missing).length + moved.length;
  return newly > Math.max(believed.medals, known.length * believed.share);
}

/** The last good list stays; the next plausible one is compared with that. */
function unbelieved(known: readonly KnownMedal[], now: readonly ListedMedal[]): Comparison {
  const detail = `${known.length} → ${now.length}`;
  return { listed: [...known], drafts: [], trouble: { code: "shrunk", detail } };
}

/** Somebody else of the event has this medal now; else a medal that is gone must be lacking twice. */
function hasChangedHands(gone: KnownMedal, { added, moved }: Matched): boolean {
  return [...added, ...moved.map(({ now }) => now)].some(
    ({ of, medal }) => of === gone.of && medal === gone.medal,
  );
}

function kept({ same, moved }: Matched): Outcome[] {
  return [
    ...same.map((pair): Outcome => {
      const known = current(pair);
      const isNamed = isUnnamed(pair.known) && !isUnnamed(known);
      return { known, standing: pair.known.missing || isNamed ? "confirmed" : null };
    }),
    ...moved.map((pair): Outcome => ({ known: current(pair), standing: "confirmed" })),
  ];
}

/** What is not named now was, and stays so; who is named for the first time can be met by name from now on. */
function current({ known, now }: Pair): KnownMedal {
  const medal = { ...known, medal: now.medal, missing: false };
  if (now.people.length === 0) return medal;
  const named = { ...medal, isTeam: now.isTeam, people: now.people };
  return isUnnamed(known) ? { ...named, alias: aliasIn(named) } : named;
}

function held(known: KnownMedal): Outcome {
  return { known: { ...known, missing: true }, standing: "protested" };
}

/** A new medal gets the name of its moment, and keeps it. */
function raised(added: readonly ListedMedal[], outcomes: readonly Outcome[]): Outcome[] {
  const taken = new Set(outcomes.map(({ known }) => known.key));
  return added.map((medal) => {
    const alias = aliasIn(medal);
    const first = alias ?? `medal|${slotOf(medal)}`;
    let key = first;
    for (let at = 2; taken.has(key); at += 1) key = `${first}#${at}`;
    taken.add(key);
    const known = { ...medal, key, alias: key === alias ? alias : null, missing: false };
    return { known, standing: "confirmed" };
  });
}

function draftsOf(told: Told, competition: string, { known, standing }: Outcome): Draft[] {
  return standing === null ? [] : listedDraft(told, competition, known, standing);
}

/** What is gone in one form may be there again in another, under the same name. */
function withdrawalsOf(
  withdrawn: readonly KnownMedal[],
  all: readonly Outcome[],
  { statedAt }: Told,
): Withdrawal[] {
  const still = new Set(all.map(({ known }) => known.key));
  return withdrawn
    .filter(({ key }) => !still.has(key))
    .map(({ key }) => ({ key, standing: "withdrawn", cause: "gone", statedAt }));
}
