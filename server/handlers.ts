/** What each command does: one line each to the verb that does it. A command without a handler does not compile. */
import type { NetworkName } from "#shared/networks.ts";
import { link } from "./accounts/link.ts";
import { setUndoWindow } from "./accounts/set-undo-window.ts";
import { space } from "./accounts/space.ts";
import {
  lookFor,
  readCampaign,
  setFourEyes,
  setNotBeforePicture,
  setHouseRules,
  setQuietWindows,
  setMode,
  setRehearsalPlaying,
  setSensitiveUndo,
} from "./campaigns/store.ts";
import type { Handlers } from "./commands.ts";
import { forgetDelay } from "./feeds/forget.ts";
import { removeFeed } from "./feeds/remove.ts";
import { saveFeed, setHeard } from "./feeds/save.ts";
import { seePicture } from "./feeds/see.ts";
import { tryFeed, type TrialParts } from "./feeds/trial.ts";
import { findPicture } from "./media/store.ts";
import { claim, keep, release } from "./moments/claim.ts";
import { pass } from "./moments/pass.ts";
import { spot } from "./moments/spot.ts";
import type { Network } from "./networks/network.ts";
import { createToken } from "./people/tokens.ts";
import { approve } from "./posts/approve.ts";
import { cut } from "./posts/cut.ts";
import { drop } from "./posts/drop.ts";
import { extend } from "./posts/extend.ts";
import type { FireParts } from "./posts/fire.ts";
import { fire } from "./posts/fire.ts";
import { readHistory } from "./posts/history.ts";
import { openAccountHold, placeHold } from "./posts/hold.ts";
import { preview } from "./posts/preview.ts";
import { releaseForSignIn, releaseHold } from "./posts/release.ts";
import { reslot } from "./posts/reslot.ts";
import { createScheduler } from "./posts/schedule.ts";
import { sendNow } from "./posts/send-now.ts";
import { settle } from "./posts/settle.ts";
import { retract } from "./posts/retract.ts";
import { undo } from "./posts/undo.ts";
import { assertAtPicture } from "./posts/with-picture.ts";
import { slotsEnd } from "./rundown/ends.ts";
import { importSheet, planSheet } from "./rundown/import.ts";
import { moveSlots } from "./rundown/move.ts";
import { instantOf, zoneNamed } from "./rundown/wall-time.ts";
import { feedsNeeded, needFeeds } from "./rehearsal/feeds.ts";
import { clearEvening } from "./rehearsal/preload.ts";
import type { Sealer } from "./sealed.ts";
import { saveChecked } from "./templates/check.ts";

export type HandlerParts = FireParts & {
  sealer: Sealer;
  networkOf: (name: NetworkName) => Network;
  feeds: TrialParts;
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
    "moment.pass": ({ tx, caller: { personId, name }, input }) =>
      pass(tx, { campaignId, personId, name }, input),
    "moment.spot": async ({ tx, caller, input }) =>
      spot(tx, {
        campaign: await readCampaign(tx, campaignId),
        by: caller.name,
        input,
        findPicture: (id) => findPicture(tx, campaignId, id),
      }),
    "post.preview": async ({ tx, input }) => ({
      output: await preview(tx, await readCampaign(tx, campaignId), input),
      changes: [],
    }),
    "post.fire": async ({ tx, caller, input, pressedAt }) => {
      if (input.atPicture) assertAtPicture(caller.role);
      return fire(parts, tx, {
        campaign: await readCampaign(tx, campaignId),
        caller,
        pressedAt,
        input,
      });
    },
    "post.approve": async ({ tx, caller, input }) =>
      approve(parts, tx, {
        campaign: await readCampaign(tx, campaignId),
        caller,
        input,
      }),
    "post.undo": ({ tx, input }) => undo(tx, campaignId, input.postId),
    "post.retract": async ({ tx, caller: { personId }, input, pressedAt }) =>
      retract(parts, tx, {
        campaign: await readCampaign(tx, campaignId),
        personId,
        pressedAt,
        deliveryIds: input.deliveries,
      }),
    "delivery.sendNow": async ({ tx, caller, input }) =>
      sendNow(parts, tx, await readCampaign(tx, campaignId), caller, input, (postIds, at) =>
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
    "delivery.cut": ({ tx }) => cut(tx, campaignId),
    "delivery.extend": ({ tx, input }) => extend(tx, campaignId, input),
    "delivery.settle": async ({ tx, caller, input }) =>
      settle(parts, tx, await readCampaign(tx, campaignId), caller, input, (postIds, at) =>
        slotsEnd(tx, postIds, at, null),
      ),
    "delivery.history": async ({ tx, input }) => ({
      output: await readHistory(tx, campaignId, input.deliveryId),
      changes: [],
    }),
    "feed.save": ({ tx, input }) => saveFeed(parts.feeds, tx, campaignId, input),
    "feed.test": async ({ tx, input }) => ({
      output: await tryFeed(parts.feeds, tx, campaignId, input),
      changes: [],
    }),
    "feed.mute": ({ tx, input: { feedId, muted } }) => setHeard(tx, campaignId, feedId, { muted }),
    "feed.testOnly": ({ tx, input: { feedId, testOnly } }) =>
      setHeard(tx, campaignId, feedId, { testOnly }),
    "feed.remove": async ({ tx, input }) => {
      const { rehearsalPlaying } = await readCampaign(tx, campaignId);
      return removeFeed(tx, campaignId, input, rehearsalPlaying ? feedsNeeded : []);
    },
    "feed.seen": ({ tx, caller: { personId }, input }) =>
      seePicture(tx, { campaignId, personId }, input),
    "feed.forgetDelay": ({ tx, input }) => forgetDelay(tx, campaignId, input),
    "account.space": ({ tx, input }) => space(tx, input),
    "account.setUndoWindow": ({ tx, input }) => setUndoWindow(tx, input),
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
    "hold.place": ({ tx, caller: { name }, input }) => placeHold(tx, { campaignId, name }, input),
    "hold.release": ({ tx, caller: { name }, input }) =>
      releaseHold(tx, { campaignId, name }, input),
    "template.save": ({ tx, input }) => saveChecked(findPicture, tx, campaignId, input),
    "account.link": ({ tx, input }) =>
      link({ ...parts, onWelcome: releaseForSignIn, onLinked: openAccountHold }, tx, input),
    "campaign.setMode": async ({ tx, input }) => ({
      output: input,
      changes: [
        await setMode(tx, campaignId, input.mode),
        ...(input.mode === "rehearsal" ? [] : await clearEvening(tx, campaignId)),
      ],
    }),
    "campaign.lookFor": ({ tx, input }) => lookFor(tx, campaignId, input),
    "campaign.setFourEyes": ({ tx, input }) => setFourEyes(tx, campaignId, input.fourEyes),
    "campaign.setSensitiveUndo": ({ tx, input }) =>
      setSensitiveUndo(tx, campaignId, input.sensitiveUndoMs),
    "campaign.setQuietWindows": ({ tx, input }) =>
      setQuietWindows(tx, campaignId, input.quietWindows),
    "campaign.setHouseRules": ({ tx, input }) => setHouseRules(tx, campaignId, input.houseRules),
    "campaign.setNotBeforePicture": ({ tx, input }) =>
      setNotBeforePicture(tx, campaignId, input.notBeforePicture),
    "rehearsal.play": async ({ tx, input }) => {
      if (input.playing) await needFeeds(tx, campaignId);
      return {
        output: input,
        changes: [
          await setRehearsalPlaying(tx, campaignId, input.playing),
          ...(input.playing ? [] : await clearEvening(tx, campaignId)),
        ],
      };
    },
    "token.create": async ({ tx, input }) => {
      const { token, change } = await createToken(tx, input);
      return { output: { token }, changes: [change] };
    },
  };
}
