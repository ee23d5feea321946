/** The feeds that the sample evening plays into, by name. */
import type { Tx } from "#server/db/changes.ts";
import { Refusal } from "#shared/errors.ts";
import { listFeeds } from "../feeds/store.ts";
import { contentTypes } from "./evening.ts";

export const feedsNeeded: readonly string[] = Object.keys(contentTypes);

/** Refuses `rehearsalSilent` where one of them was removed: the evening would play to nobody. */
export async function needFeeds(tx: Tx, campaignId: string): Promise<void> {
  const known = (await listFeeds(tx, campaignId)).map(({ name }) => name);
  const missing = feedsNeeded.filter((name) => !known.includes(name));
  if (missing.length > 0)
    throw new Refusal("rehearsalSilent", { message: `removed: ${missing.join(", ")}` });
}
