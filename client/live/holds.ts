/** What is held, and who held it. Pure. */
import type { Hold, Person } from "#shared/campaigns.ts";
import type { Snapshot } from "#shared/changes.ts";

/** Whether everything is held. */
export function isHeld(desk: Snapshot): boolean {
  return holdIn(desk, "global") !== null || holdIn(desk, "campaign") !== null;
}

/** The hold in place on everything, on the campaign, or on one account; null where there is none. */
export function holdIn(
  { holds, campaign }: Pick<Snapshot, "holds" | "campaign">,
  scope: Hold["scope"],
  accountId: string | null = null,
): Hold | null {
  const about = scope === "campaign" ? campaign.id : accountId;
  return holds.find((each) => each.held && each.scope === scope && each.scopeId === about) ?? null;
}

/** The name of whoever placed a hold; a script's or the desk's own words where it was no person. */
export function whoHeld(people: readonly Pick<Person, "id" | "name">[], by: string | null): string {
  return people.find((person) => person.id === by)?.name ?? by ?? "?";
}
