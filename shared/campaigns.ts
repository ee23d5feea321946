/** Campaigns, accounts, holds and people, as the console sees them. */
import { z } from "zod";
import { sensitivities } from "./four-eyes.ts";
import { accountId, campaignId, holdId, personId } from "./ids.ts";
import { bilingual, locale } from "./locales.ts";
import { networkName } from "./networks.ts";
import { houseRules } from "./house-rules.ts";
import { quietWindows } from "./quiet.ts";
import { role } from "./roles.ts";
import { undoWindow } from "./undo-windows.ts";

export const campaignModes = ["off", "rehearsal", "onAir"] as const;
export const campaignMode = z.enum(campaignModes);
export type CampaignMode = z.infer<typeof campaignMode>;

/** Three-letter codes of delegations. */
const delegations = z
  .array(z.string().regex(/^[A-Z]{3}$/, "is a code of three capital letters"))
  .max(300);

/** What the desk looks for, and what it knows of the past: the reasons of a moment's score that no feed carries. */
export const interests = z.object({
  /** Delegations that never had a medal before this campaign: the history behind `firstEver`. */
  neverMedalled: delegations,
  /** Delegations with medals but never a gold one. */
  neverGold: delegations,
  /** The desk heard of every medal since the first day: only then can one be a delegation's first here. */
  fromTheStart: z.boolean(),
  /** Whose day this desk tells: its own delegations, and people it follows, by code or name. */
  houseTeams: delegations,
  watched: z.array(z.string().min(1).max(120)).max(500),
  /** Delegations of the host: its moments are its own to tell first. */
  hosts: delegations,
});
export type Interests = z.infer<typeof interests>;

export const campaign = z.object({
  id: campaignId,
  name: bilingual,
  mode: campaignMode,
  /** IANA zones: where the event is, where the team sits; and the names shown under the clocks. */
  venueZone: z.string(),
  venueName: z.string(),
  homeZone: z.string(),
  homeName: z.string(),
  ...interests.shape,
  /** What one editor alone does not publish. */
  fourEyes: sensitivities,
  /** When nothing new leaves. */
  quietWindows,
  /** What every text must have, and must not. */
  houseRules,
  /** What is fired on a moment waits until its picture is on air, as its feed's presses say. */
  notBeforePicture: z.boolean().default(false),
  /** Default undo window of a fired reaction, milliseconds. */
  /** What is sensitive (`fourEyes`) can be taken back at least so long, milliseconds. */
  sensitiveUndoMs: undoWindow,
  rehearsalPlaying: z.boolean(),
});
export type Campaign = z.infer<typeof campaign>;

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
  /** At least this long between two deliveries of the account, milliseconds. */
  spacingMs: z.number().int().min(0).max(3_600_000),
  /** What is sent to the account by hand can be taken back at least so long, milliseconds. */
  undoMs: undoWindow,
});
export type Account = z.infer<typeof account>;

/** Why the desk itself placed a hold: the network refuses the account's sign-in; the record was restored from an export. */
export const holdReason = z.enum(["signIn", "restored"]);
export type HoldReason = z.infer<typeof holdReason>;

export const hold = z.object({
  id: holdId,
  scope: z.enum(["global", "campaign", "account"]),
  /** Null for the global hold; else the campaign's or account's id. */
  scopeId: z.string().nullable(),
  held: z.boolean(),
  by: z.string().nullable(),
  at: z.iso.datetime({ offset: true }).nullable(),
  /** Null when a person placed it. */
  reason: holdReason.nullable(),
});
export type Hold = z.infer<typeof hold>;

export const person = z.object({ id: personId, name: z.string(), role, locale });
export type Person = z.infer<typeof person>;
