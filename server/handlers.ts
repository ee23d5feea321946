/** What each command does: one line each to the verb that does it. A command without a handler does not compile. */
import { readCampaign, setMode, setRehearsalPlaying } from "./campaigns/store.ts";
import type { Handlers } from "./commands.ts";
import { createToken } from "./people/tokens.ts";
import type { FireParts } from "./posts/fire.ts";
import { fire } from "./posts/fire.ts";
import { placeHold, releaseHold } from "./posts/hold.ts";
import { preview } from "./posts/preview.ts";
import { undo } from "./posts/undo.ts";

/** The handlers of one campaign's desk. */
export function createHandlers(campaignId: string, parts: FireParts): Handlers {
  return {
    "post.preview": async ({ tx, input }) => ({
      output: await preview(tx, await readCampaign(tx, campaignId), input),
      changes: [],
    }),
    "post.fire": async ({ tx, caller, input, pressedAt }) =>
      fire(parts, tx, {
        campaign: await readCampaign(tx, campaignId),
        personId: caller.personId,
        pressedAt,
        input,
      }),
    "post.undo": ({ tx, input }) => undo(tx, campaignId, input.postId),
    "hold.place": ({ tx, caller }) => placeHold(tx, caller.name),
    "hold.release": ({ tx, caller }) => releaseHold(tx, caller.name),
    "campaign.setMode": async ({ tx, input }) => ({
      output: input,
      changes: [await setMode(tx, campaignId, input.mode)],
    }),
    "rehearsal.play": async ({ tx, input }) => ({
      output: input,
      changes: [await setRehearsalPlaying(tx, campaignId, input.playing)],
    }),
    "token.create": async ({ tx, input }) => {
      const { token, change } = await createToken(tx, input);
      return { output: { token }, changes: [change] };
    },
  };
}
