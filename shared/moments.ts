/** Moments: what happened, as the desk sees it. Written by `server/moments`, read by everyone. */
import { z } from "zod";
import { feeling } from "./feelings.ts";
import { campaignId, mediaId, momentId, personId } from "./ids.ts";
import { bilingual } from "./locales.ts";

/** `period`: the end of a half or a set. `retirement`: did not start or finish. `incident`: of race control. */
export const momentKinds = [
  "start",
  "schedule",
  "lead",
  "goal",
  "card",
  "period",
  "qualification",
  "result",
  "medal",
  "record",
  "disqualification",
  "retirement",
  "incident",
  "emotion",
  "ceremony",
  "news",
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
  /** Of a changed schedule: the start its feed said before. */
  formerStart: z.iso.datetime({ offset: true }).nullable().default(null),
  /** Of the game, as it is written: `90+6`. */
  minute: z.string().nullable().default(null),
  /** Whose record it was: `Jane Doe (LCA), 15.01 (Eugene, 2021)`. */
  previous: z.string().nullable().default(null),
  /** Where the story stands, for news. */
  url: z.url().nullable().default(null),
  /** The delegation's first medal of its history, its first gold, or its first here; null for any other. */
  first: z.enum(["ever", "gold", "here"]).nullable().default(null),
  /** `first` is of its history. */
  firstEver: z.boolean(),
  outcome: z.string(),
});
export type Facts = z.infer<typeof facts>;
export type First = NonNullable<Facts["first"]>;

/** A moment of which nothing is known yet. */
export const noFacts: Facts = {
  eventCode: "",
  eventName: null,
  discipline: null,
  phase: null,
  venue: null,
  medal: null,
  result: null,
  score: null,
  record: null,
  startsAt: null,
  formerStart: null,
  minute: null,
  previous: null,
  url: null,
  first: null,
  firstEver: false,
  outcome: "",
};

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
  /** The lower, the more its word counts; of equals, the later word holds. */
  authority: z.number().int(),
  /** What it says of the moment, and since when (ISO, UTC). */
  standing: momentStatus.exclude(["corrected"]),
  at: z.iso.datetime({ offset: true }),
});
export type MomentSource = z.infer<typeof momentSource>;

/** What a person saw, and pressed. */
export const seen = z.object({
  feeling,
  /** Their own words, in the language they wrote them in. */
  note: z.string().nullable(),
  /** The spotter's name. */
  by: z.string(),
  /** A picture of it, as it came: nobody has described it yet. */
  image: z.object({ mediaId, width: z.number().int(), height: z.number().int() }).nullable(),
  /** The moment it belongs to. */
  attachedTo: momentId.nullable(),
});
export type Seen = z.infer<typeof seen>;

/** Somebody looked at it and left it as it stands: nobody is asked about that version any more. */
export const passed = z.object({
  personId,
  by: z.string(),
  version: z.number().int().positive(),
  at: z.iso.datetime({ offset: true }),
});
export type Passed = z.infer<typeof passed>;

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
  /** Its feed was behind when it told: what it says is no news any more. */
  late: z.boolean(),
  /** Null for what a feed told. */
  seen: seen.nullable().default(null),
  passed: passed.nullable().default(null),
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

/** Whether it was passed as it stands; what it says since then has not been looked at. */
export function isPassed({ passed: left, version }: Pick<Moment, "passed" | "version">): boolean {
  return left?.version === version;
}

/** A moment nobody should react to as it stands. */
export function blocksFiring(status: MomentStatus): boolean {
  return status === "protested" || status === "withdrawn";
}

/** As `blocksFiring`, for what was fired: of a withdrawn moment its correction leaves, and nothing else. */
export function blocksLeaving(status: MomentStatus, purpose: string): boolean {
  return blocksFiring(status) && !(status === "withdrawn" && purpose === "correction");
}

/** Score from which a moment is for a person's eyes (the *To handle* lens). */
export const handleFrom = 20;
