/** What the desk looks for, changed one entry at a time: each change starts from what the one before it left. */
import type { Campaign, Interests } from "#shared/campaigns.ts";
import type { Answer } from "../live/orders.ts";
import { askOverHttp } from "../live/over-http.ts";
import { useLive } from "../live/store.ts";

/** An answer, as long as the campaign is still the one it was asked under: its change may be on its way. */
let answered: { under: Campaign; interests: Interests } | null = null;
let turn: Promise<unknown> = Promise.resolve();

/** Asks for `change` of the newest, after those that were asked before. */
export function changeInterests(
  change: (now: Interests) => Partial<Interests>,
): Promise<Answer<"campaign.lookFor"> | null> {
  const mine = turn.then(async () => {
    const under = useLive.getState().desk?.campaign;
    if (!under) return null;
    const now = answered?.under === under ? answered.interests : under;
    const answer = await askOverHttp("campaign.lookFor", change(now));
    if (answer.ok) answered = { under, interests: answer.value };
    return answer;
  });
  turn = mine.catch(() => undefined);
  return mine;
}
