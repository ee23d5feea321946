/** What MA1 and MA3 say alike: which match, who plays, and how far it is. */
import { z } from "zod";
import { badField } from "../../bad-message.ts";
import type { Match, Score, Side, SideName } from "../../reading/football-match.ts";
import { sideNamed } from "../../words/football.ts";

/** The record takes neither NUL nor half a character, which JSON can escape. */
const storable = /^[^\p{Cs}\0]*$/u;
export const text = z.string().max(500).regex(storable, "has a character that cannot be kept");
/** Ids come as text or as numbers. */
export const id = z.union([text.min(1).max(100), z.number().int().transform(String)]);
/** An instant, UTC with or without its `Z`; read as ISO. */
export const instant = z
  .string()
  .regex(
    /^[12]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z?$/,
    "is no time like 2021-09-11T18:30:00Z",
  )
  .transform((given) => Date.parse(given.endsWith("Z") ? given : `${given}Z`))
  .refine((at) => Number.isFinite(at), "is no time there is")
  .transform((at) => new Date(at).toISOString());
export const whole = z.coerce.number().int().min(-1).max(1_000_000);

const score = z.object({ home: whole, away: whole });
const contestant = z.object({
  id: id,
  name: text.nullish(),
  shortName: text.nullish(),
  code: text.nullish(),
  position: z.enum(["home", "away"]),
});
const matchInfo = z.object({
  id: id,
  date: text.nullish(),
  time: text.nullish(),
  periodLength: whole.nullish(),
  lastUpdated: instant.nullish(),
  competition: z.object({ name: text }).nullish(),
  contestant: z.array(contestant).max(2).default([]),
  venue: z.object({ longName: text.nullish(), shortName: text.nullish() }).nullish(),
});
const matchDetails = z.object({
  periodId: whole.nullish(),
  matchStatus: text.nullish(),
  matchTime: whole.nullish(),
  period: z
    .array(z.object({ id: whole, start: instant.nullish(), end: instant.nullish() }))
    .max(20)
    .default([]),
  scores: z
    .object({
      ht: score.nullish(),
      ft: score.nullish(),
      et: score.nullish(),
      pen: score.nullish(),
      total: score.nullish(),
    })
    .nullish(),
});
export const envelope = z.object({
  matchInfo,
  liveData: z.looseObject({ matchDetails: matchDetails.nullish() }).nullish(),
});
export type Envelope = z.infer<typeof envelope>;
export type Details = z.infer<typeof matchDetails>;

const calls: Record<string, Match["call"]> = {
  postponed: "postponed",
  cancelled: "cancelled",
  suspended: "suspended",
  abandoned: "abandoned",
};
const shootout = 5;
const fullTime = 14;

/** The match as both documents have it, nothing told yet; null while its sides are not known. */
export function matchOf({ matchInfo: info, liveData }: Envelope): Match | null {
  const details = liveData?.matchDetails;
  const [home, away] = (["home", "away"] as const).map((side) => sideOf(info, side));
  if (!home || !away) return null;
  return {
    code: `statsperform/${info.id}`,
    sides: { home, away },
    competition: info.competition?.name ?? null,
    venue: info.venue?.longName ?? info.venue?.shortName ?? null,
    startsAt: startOf(info),
    halfMinutes: info.periodLength || 45,
    kickedOff: null,
    goals: [],
    cards: [],
    ended: [],
    period: 0,
    shootout: details?.scores?.pen ?? null,
    over: null,
    call: calls[statusOf(details)] ?? null,
  };
}

/** Whether the match is over, and whether the provider says so for good. `at` is when, where that is known. */
export function endOf(
  { startsAt }: Match,
  details: Details | null | undefined,
  at: string | null,
): Match["over"] {
  const isPlayed = ["played", "awarded"].includes(statusOf(details));
  if (!isPlayed && at === null && details?.periodId !== fullTime) return null;
  const when = at ?? details?.period.findLast(({ end }) => end)?.end ?? startsAt;
  if (!when) return null;
  return { at: when, standing: isPlayed ? "confirmed" : "provisional", score: finalScore(details) };
}

/** Which side a contestant is; refused when it is neither. */
export function sideOfId(match: Match, contestant: string, field: string): SideName {
  if (contestant === match.sides.home.id) return "home";
  if (contestant === match.sides.away.id) return "away";
  throw badField(field, `"${contestant.slice(0, 40)}" is none of matchInfo.contestant`);
}

/** The score before any shoot-out. */
function finalScore(details: Details | null | undefined): Score | null {
  const scores = details?.scores;
  if (!scores) return null;
  return (scores.pen ? (scores.et ?? scores.ft) : (scores.total ?? scores.et ?? scores.ft)) ?? null;
}

/** The last period that began, 1 to 5. */
export function periodOf(details: Details | null | undefined): number {
  const known = details?.period.map((period) => period.id) ?? [];
  return Math.max(0, ...known.filter((period) => period <= shootout));
}

function statusOf(details: Details | null | undefined): string {
  return details?.matchStatus?.toLowerCase() ?? "";
}

function sideOf({ contestant: both }: Envelope["matchInfo"], side: SideName): Side | null {
  const found = both.find(({ position }) => position === side);
  const given = found?.name ?? found?.shortName;
  if (!found || !given) return null;
  const { name, code } = sideNamed(given);
  return { id: found.id, name, code: code ?? found.code ?? null };
}

/** `2021-09-11Z` and `18:30:00Z`. Without a time the start is not known. */
function startOf({ date, time }: Envelope["matchInfo"]): string | null {
  const parsed = instant.safeParse(`${date?.replace(/Z$/, "")}T${time}`);
  return parsed.success ? parsed.data : null;
}
