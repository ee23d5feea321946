/** What surrounds a moment: the clocks of the venue and of home, the medals won so far, what was said before. Templates may quote it. */
import type { Campaign } from "./campaigns.ts";
import type { Spoken } from "./corrections.ts";
import type { MedalColour, Moment } from "./moments.ts";

/** Standing medals of a delegation. */
export type Tally = Record<MedalColour, number>;

export type Surroundings = {
  /** IANA zones. */
  venueZone: string;
  homeZone: string;
  /** By delegation; one without a medal may be absent. */
  tally: Readonly<Record<string, Tally>>;
  /** What a correction puts right, at the place it goes to; absent for what answers the moment itself. */
  said?: Pick<Spoken, "headline" | "quoted">;
};

/** Counts the medals that stand, provisional ones too: a moment that is told counts itself. Tests count for tests alone. */
function tallyOf(moments: Iterable<Moment>, withTests: boolean): Surroundings["tally"] {
  const tally: Record<string, Tally> = {};
  for (const { kind, status, facts, participants, test } of moments) {
    const organisation = participants[0]?.organisation;
    if (kind !== "medal" || status === "withdrawn" || !facts.medal || !organisation) continue;
    if (test && !withTests) continue;
    const known = (tally[organisation] ??= { gold: 0, silver: 0, bronze: 0 });
    known[facts.medal] += 1;
  }
  return tally;
}

type Desk = { campaign: Campaign; moments: readonly Moment[] };
const known = new WeakMap<
  readonly Moment[],
  Partial<Record<"real" | "all", Surroundings["tally"]>>
>();

/** What surrounds a moment on a desk. Its medals are counted once per state of the desk. */
export function aroundOf(
  { campaign, moments }: Desk,
  { test }: Pick<Moment, "test">,
): Surroundings {
  const counted = known.get(moments) ?? {};
  const tally = (counted[test ? "all" : "real"] ??= tallyOf(moments, test));
  known.set(moments, counted);
  const { venueZone, homeZone } = campaign;
  return { venueZone, homeZone, tally };
}
