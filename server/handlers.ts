/** What each command does: one line each to the verb that does it. A command without a handler does not compile. */
import type { NetworkName } from "#shared/networks.ts";
import { link } from "./accounts/link.ts";
import { readCampaign, setMode, setRehearsalPlaying } from "./campaigns/store.ts";
import type { Handlers } from "./commands.ts";
import { findPicture } from "./media/store.ts";
import { claim, keep, release } from "./moments/claim.ts";
import type { Network } from "./networks/network.ts";
import { createToken } from "./people/tokens.ts";
import type { FireParts } from "./posts/fire.ts";
import { fire } from "./posts/fire.ts";
import { placeHold, releaseHold } from "./posts/hold.ts";
import { preview } from "./posts/preview.ts";
import { undo } from "./posts/undo.ts";
import type { Sealer } from "./sealed.ts";
import { saveChecked } from "./templates/check.ts";

export type HandlerParts = FireParts & {
  sealer: Sealer;
  networkOf: (name: NetworkName) => Network;
};

/** The handlers of one campaign's desk. */
export function createHandlers(campaignId: string, parts: HandlerParts): Handlers {
  return {
    "moment.claim": ({ tx, caller, input: { momentId, takeOver } }) =>
      claim(
        tx,
        { campaignId, personId: caller.personId, momentId },
        { takeOver, leaseMs: parts.timing.claimLeaseMs },
      ),
    "moment.keep": async ({ tx, caller, input }) => ({
      output: {
        kept: await keep(tx, { ...input, personId: caller.personId }, parts.timing.claimLeaseMs),
      },
      changes: [],
    }),
    "moment.release": ({ tx, caller, input }) =>
      release(tx, { ...input, personId: caller.personId }),
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
    "template.save": ({ tx, input }) => saveChecked(findPicture, tx, campaignId, input),
    "account.link": ({ tx, input }) => link(parts, tx, input),
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
