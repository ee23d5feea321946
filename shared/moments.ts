/** Moments: what happened, as the desk sees it. Written by `server/moments`, read by everyone. */
import { z } from "zod";
import { campaignId, momentId, personId } from "./ids.ts";
import { bilingual } from "./locales.ts";

export const momentKinds = [
  "start",
  "schedule",
  "lead",
  "result",
  "medal",
  "record",
  "disqualification",
  "emotion",
  "ceremony",
  "note",
] as const;
export const momentKind = z.enum(momentKinds);
export type MomentKind = z.infer<typeof momentKind>;

export const momentStatuses = [
  "provisional",
  "confirmed",
  "protested",
  "corrected",
  "withdrawn",
] as const;
export const momentStatus = z.enum(momentStatuses);
export type MomentStatus = z.infer<typeof momentStatus>;

/** Medal colours in podium order. */
export const medalColours = ["gold", "silver", "bronze"] as const;
export const medalColour = z.enum(medalColours);
export type MedalColour = z.infer<typeof medalColour>;

/** Who the moment is about. `gender` null means unknown: templates then use their neutral wording. */
export const participant = z.object({
  code: z.string(),
  type: z.enum(["athlete", "team"]),
  /** As shown: `Julien Alfred`, never `Julien ALFRED`. */
  name: z.string(),
  givenName: z.string().nullable(),
  familyName: z.string().nullable(),
  /** Three-letter code of the delegation (`LCA`), and its name in both languages when known. */
  organisation: z.string().nullable(),
  organisationName: bilingual.nullable(),
  gender: z.enum(["W", "M"]).nullable(),
  rank: z.number().int().nullable(),
  /** The mark as the feed writes it (`10.72`, `15.02`, `4`), or the reason there is none (`DSQ`). */
  result: z.string().nullable(),
  irm: z.string().nullable(),
});
export type Participant = z.infer<typeof participant>;

/**
 * The facts a reaction may quote. Absent facts are null, and a template that needs one cannot be fired.
 * `outcome` is what makes two messages say the same thing: equal outcome, nothing happened.
 */
export const facts = z.object({
  eventCode: z.string(),
  eventName: bilingual.nullable(),
  discipline: bilingual.nullable(),
  phase: bilingual.nullable(),
  venue: z.string().nullable(),
  medal: medalColour.nullable(),
  result: z.string().nullable(),
  score: z.string().nullable(),
  record: z.string().nullable(),
  startsAt: z.iso.datetime({ offset: true }).nullable(),
  /** `first medal ever` and its like, decided from the campaign's own history. */
  firstEver: z.boolean(),
  outcome: z.string(),
});
export type Facts = z.infer<typeof facts>;

/** One reason of the score, in words an editor can check: points, text, and the source field it came from. */
export const reason = z.object({
  code: z.string(),
  points: z.number(),
  text: bilingual,
  field: z.string().nullable(),
});
export type Reason = z.infer<typeof reason>;

/** Where a moment was said: the feed, its format, and the provider's own name and version of the message. */
export const momentSource = z.object({
  feed: z.string(),
  format: z.string(),
  document: z.string().nullable(),
  version: z.number().int().nullable(),
});
export type MomentSource = z.infer<typeof momentSource>;

export const moment = z.object({
  id: momentId,
  campaignId,
  /** Rises by one at every correction, protest, withdrawal or restatement. */
  version: z.number().int().positive(),
  kind: momentKind,
  status: momentStatus,
  headline: bilingual,
  /** Second line: event, phase, venue. */
  context: bilingual,
  participants: z.array(participant),
  facts,
  salience: z.object({ score: z.number(), reasons: z.array(reason) }),
  source: momentSource,
  /** Every feed that said it; the first is `source`. */
  sources: z.array(momentSource),
  /** What it said before the last change, for before → after; null while it never changed. */
  before: z
    .object({ status: momentStatus, headline: bilingual, version: z.number().int() })
    .nullable(),
  /** Came flagged as a test: reaches rehearsal accounts only. */
  test: z.boolean(),
  /** When it happened by the provider's clock, when we first raised it, when it last changed (ISO, UTC). */
  occurredAt: z.iso.datetime({ offset: true }),
  raisedAt: z.iso.datetime({ offset: true }),
  changedAt: z.iso.datetime({ offset: true }),
});
export type Moment = z.infer<typeof moment>;

/** Who is on a moment: a lease that its console renews, and that frees itself when the console is gone. */
export const claim = z.object({
  /** The moment's id: a moment has one claim at most. */
  id: momentId,
  personId,
  personName: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type Claim = z.infer<typeof claim>;

/** A moment nobody should react to as it stands. */
export function blocksFiring(status: MomentStatus): boolean {
  return status === "protested" || status === "withdrawn";
}

/** Score from which a moment is for a person's eyes (the *To handle* lens). */
export const handleFrom = 20;
