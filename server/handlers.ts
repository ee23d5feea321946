/** What each command does: one line each to the verb that does it. A command without a handler does not compile. */
import type { NetworkName } from "#shared/networks.ts";
import { link } from "./accounts/link.ts";
import { readCampaign, setMode, setRehearsalPlaying } from "./campaigns/store.ts";
import type { Handlers } from "./commands.ts";
import { findPicture } from "./media/store.ts";
import { claim, keep, release } from "./moments/claim.ts";
import type { Network } from "./networks/network.ts";
import { createToken } from "./people/tokens.ts";
import { drop } from "./posts/drop.ts";
import type { FireParts } from "./posts/fire.ts";
import { fire } from "./posts/fire.ts";
import { placeHold, releaseHold } from "./posts/hold.ts";
import { preview } from "./posts/preview.ts";
import { reslot } from "./posts/reslot.ts";
import { createScheduler } from "./posts/schedule.ts";
import { sendNow } from "./posts/send-now.ts";
import { undo } from "./posts/undo.ts";
import { slotsEnd } from "./rundown/ends.ts";
import { importSheet, planSheet } from "./rundown/import.ts";
import { moveSlots } from "./rundown/move.ts";
import { instantOf, zoneNamed } from "./rundown/wall-time.ts";
import { clearEvening } from "./rehearsal/preload.ts";
import type { Sealer } from "./sealed.ts";
import { saveChecked } from "./templates/check.ts";

export type HandlerParts = FireParts & {
  sealer: Sealer;
  networkOf: (name: NetworkName) => Network;
};

/** The handlers of one campaign's desk. */
export function createHandlers(campaignId: string, parts: HandlerParts): Handlers {
  const scheduler = createScheduler(parts);
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
    "delivery.sendNow": async ({ tx, input }) =>
      sendNow(parts, tx, await readCampaign(tx, campaignId), input, (postIds, at) =>
        slotsEnd(tx, postIds, at, null),
      ),
    "delivery.reslot": async ({ tx, input: { deliveries, ...asked } }) => {
      const startAt = instantOf(asked);
      const wall = { ...asked, zone: zoneNamed(asked.zone) ?? asked.zone };
      return reslot(
        parts,
        tx,
        { campaignId, deliveries, startAt: new Date(startAt) },
        {
          slotsEnd: (postIds, at) => slotsEnd(tx, postIds, at, wall.zone),
          moveSlots: (postIds) => moveSlots(tx, campaignId, postIds, { ...wall, startAt }),
        },
      );
    },
    "delivery.drop": ({ tx, input }) => drop(tx, campaignId, input.deliveries),
    "rundown.preview": async ({ tx, input }) => {
      const campaign = await readCampaign(tx, campaignId);
      return {
        output: { plan: await planSheet(scheduler, tx, { campaign, ...input }) },
        changes: [],
      };
    },
    "rundown.import": async ({ tx, caller: { personId }, input }) =>
      importSheet(scheduler, tx, {
        campaign: await readCampaign(tx, campaignId),
        personId,
        ...input,
      }),
    "hold.place": ({ tx, caller }) => placeHold(tx, caller.name),
    "hold.release": ({ tx, caller }) => releaseHold(tx, caller.name),
    "template.save": ({ tx, input }) => saveChecked(findPicture, tx, campaignId, input),
    "account.link": ({ tx, input }) => link(parts, tx, input),
    "campaign.setMode": async ({ tx, input }) => ({
      output: input,
      changes: [
        await setMode(tx, campaignId, input.mode),
        ...(input.mode === "rehearsal" ? [] : await clearEvening(tx, campaignId)),
      ],
    }),
    "rehearsal.play": async ({ tx, input }) => ({
      output: input,
      changes: [
        await setRehearsalPlaying(tx, campaignId, input.playing),
        ...(input.playing ? [] : await clearEvening(tx, campaignId)),
      ],
    }),
    "token.create": async ({ tx, input }) => {
      const { token, change } = await createToken(tx, input);
      return { output: { token }, changes: [change] };
    },
  };
}
