/** What the rows of DT_PLAY_BY_PLAY say, each with the period it belongs to. */
import type { Draft, Sign } from "#server/moments/draft.ts";
import type { Participant } from "#shared/moments.ts";
import type { Score, SideName } from "../../reading/football-match.ts";
import { personOf } from "../../reading/person.ts";
import { draftBase, type DraftBase, type Told, type Unit } from "../../reading/unit.ts";
import { cardHeadline, goalHeadline } from "../../words/football.ts";
import { breakHeadline } from "../../words/periods.ts";
import type { Action, Side } from "./action.ts";

export type Match = {
  told: Told;
  unit: Unit;
  sides: Record<SideName, Side>;
  actions: readonly Action[];
  goalsAreNews: boolean;
};
export type OfPeriod = { period: string; draft: Draft };

const firstPeriods = ["H1", "Q1", "P1"];

/** In the order of the match; a goal's side, and the score at a break, are told by the goals before. */
export function draftsOf(match: Match): OfPeriod[] {
  let score: Score | null = null;
  return match.actions.flatMap((action) => {
    const before: Score | null = score ?? startOf(action);
    score = action.score ?? before;
    const draft = draftOf(match, action, before);
    return draft ? [{ period: action.period, draft }] : [];
  });
}

/** A message of a later period alone does not say how that began. */
function startOf({ period }: Action): Score | null {
  return firstPeriods.includes(period) ? { home: 0, away: 0 } : null;
}

function draftOf(match: Match, action: Action, before: Score | null): Draft | null {
  if (action.what === "ended") return breakOf(match, action, action.score ?? before);
  if (action.what === "red" || action.what === "secondYellow")
    return cardOf(match, action, action.what);
  return match.goalsAreNews && action.score
    ? goalOf(match, action, action.what, { after: action.score, before })
    : null;
}

function goalOf(
  match: Match,
  action: Action,
  type: "goal" | "penalty" | "own",
  { after, before }: { after: Score; before: Score | null },
): Draft {
  const { unit, sides } = match;
  const base = saying(match, action);
  const name = scoringSide(match, action, { after, before });
  const side = sides[name];
  const [scorer, assist] = action.people;
  const score = scoreText(after);
  const named = { ...side, type, scorer: scorer?.name ?? null, side: side.name };
  const team = teamOf(side);
  return {
    ...base,
    key: `goal:${unit.unitCode}:${action.id}`,
    kind: "goal",
    // Whoever names the scorer confirms it.
    standing: scorer ? "confirmed" : "provisional",
    headline: withoutEmpty(goalHeadline(named, names(sides), after, action.minute ?? "")),
    participants:
      type === "own" || !scorer
        ? [team, ...(scorer ? [scorer] : [])]
        : [scorer, ...(assist ? [assist] : [])],
    facts: {
      ...base.facts,
      score,
      minute: action.minute,
      outcome: [name, type, scorer?.code ?? "", score].join(":"),
    },
    marks: {
      ...base.marks,
      signs: unit.unitCode.includes("/FBL") ? signsOf(action, after, name) : [],
    },
  };
}

/** Whose score rose; where that is not known, whose row it is: an own goal counts for the others. */
function scoringSide(
  { sides }: Match,
  { competitor, what }: Action,
  { after, before }: { after: Score; before: Score | null },
): SideName {
  if (before && after.home > before.home) return "home";
  if (before && after.away > before.away) return "away";
  const own: SideName = competitor === sides.away.code ? "away" : "home";
  if (what !== "own") return own;
  return own === "home" ? "away" : "home";
}

/** Of football alone, whose minutes count from its start. */
function signsOf({ period, minute }: Action, after: Score, side: SideName): Sign[] {
  const [base, added] = (minute ?? "").split("+").map(Number);
  const lead = (side === "home" ? 1 : -1) * (after.home - after.away) - 1;
  if (base === undefined || Number.isNaN(base)) return [];
  const length = period.startsWith("ET") || period.startsWith("OT") ? 120 : 90;
  const isLast = ["H2", "ET-H2", "OT2"].includes(period);
  const signs: Sign[] = [];
  if (lead === 0 && base + (added ?? 0) > length * 0.9) signs.push("lateLead");
  if (isLast && added !== undefined && (lead === 0 || lead === -1)) signs.push("stoppage");
  return signs;
}

/** Without the score: a goal that is written down late, or taken back, changes nothing of it. */
function cardOf(match: Match, action: Action, type: "red" | "secondYellow"): Draft {
  const { sides, unit } = match;
  const base = saying(match, action);
  const side = action.competitor === sides.away.code ? sides.away : sides.home;
  const [who] = action.people;
  return {
    ...base,
    key: `card:${unit.unitCode}:${action.id}`,
    kind: "card",
    standing: "confirmed",
    headline: withoutEmpty(cardHeadline(type, who?.name ?? null, side.name, action.minute ?? "")),
    participants: [who ?? teamOf(side)],
    facts: {
      ...base.facts,
      minute: action.minute,
      outcome: [side.code, type, who?.code ?? ""].join(":"),
    },
  };
}

/** Nothing where the score is not known: the message of all periods comes at every break. */
function breakOf(match: Match, action: Action, at: Score | null): Draft | null {
  const { sides, unit } = match;
  const score = at && scoreText(at);
  const headline = score && breakHeadline(action.period, names(sides), score);
  if (!score || !headline) return null;
  const base = saying(match, action);
  return {
    ...base,
    key: `period:${unit.unitCode}:${action.period}`,
    kind: "period",
    standing: "confirmed",
    headline,
    participants: [teamOf(sides.home), teamOf(sides.away)],
    facts: { ...base.facts, score, outcome: score },
  };
}

/** When it happened by the row's own time, else by the message's. */
function saying({ told, unit }: Match, { at }: Action): DraftBase {
  return draftBase({ ...told, occurredAt: at ?? told.occurredAt }, unit);
}

function teamOf({ code, organisation, name }: Side): Participant {
  const who = personOf({ code, type: "team", organisation });
  return { ...who, name: name.en, organisationName: { ...name } };
}

function names({ home, away }: Match["sides"]) {
  return [home.name, away.name] as const;
}

function scoreText({ home, away }: Score): string {
  return `${home}–${away}`;
}

/** A row may leave out when it was. */
function withoutEmpty({ fr, en }: { fr: string; en: string }) {
  const cut = (text: string) => text.replace(/\s*\(\)$/u, "");
  return { fr: cut(fr), en: cut(en) };
}
