/** Campaigns, feeds, accounts, holds and people, as the console sees them. */
import { z } from "zod";
import { accountId, campaignId, feedId, holdId, personId } from "./ids.ts";
import { bilingual, locale } from "./locales.ts";
import { networkName } from "./networks.ts";
import { role } from "./roles.ts";

export const campaignModes = ["off", "rehearsal", "onAir"] as const;
export const campaignMode = z.enum(campaignModes);
export type CampaignMode = z.infer<typeof campaignMode>;

export const campaign = z.object({
  id: campaignId,
  name: bilingual,
  mode: campaignMode,
  /** IANA zones: where the event is, where the team sits; and the names shown under the clocks. */
  venueZone: z.string(),
  venueName: z.string(),
  homeZone: z.string(),
  homeName: z.string(),
  /** Delegations that never had a medal before this campaign: the history behind `firstEver`. */
  neverMedalled: z.array(z.string()),
  /** Default undo window of a fired reaction, milliseconds. */
  undoMs: z.number().int(),
  rehearsalPlaying: z.boolean(),
});
export type Campaign = z.infer<typeof campaign>;

export const feed = z.object({
  id: feedId,
  name: z.string(),
  format: z.string(),
  /** When the last genuine message came (ISO, UTC); null before the first. */
  lastMessageAt: z.iso.datetime({ offset: true }).nullable(),
});
export type Feed = z.infer<typeof feed>;

export const realm = z.enum(["rehearsal", "live"]);
export type Realm = z.infer<typeof realm>;

export const account = z.object({
  id: accountId,
  network: networkName,
  /** The network whose rules and looks a rehearsal account takes on; null for its own. */
  wears: networkName.nullable(),
  /** The server the account lives on (origin), where the network has more than one; else null. */
  service: z.string().nullable(),
  handle: z.string(),
  name: z.string(),
  locales: z.array(locale).min(1),
  realm,
});
export type Account = z.infer<typeof account>;

export const hold = z.object({
  id: holdId,
  scope: z.enum(["global", "campaign", "account"]),
  /** Null for the global hold; else the campaign's or account's id. */
  scopeId: z.string().nullable(),
  held: z.boolean(),
  by: z.string().nullable(),
  at: z.iso.datetime({ offset: true }).nullable(),
});
export type Hold = z.infer<typeof hold>;

export const person = z.object({ id: personId, name: z.string(), role, locale });
export type Person = z.infer<typeof person>;
