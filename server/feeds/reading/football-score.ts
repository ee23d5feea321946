/** The score as goals make it, and what a goal changes. Kicks of a shoot-out are no goals. */
import type { Sign } from "#server/moments/draft.ts";
import type { Clock, Goal, Match, Score, SideName } from "./football-match.ts";

export type Scored = Goal & { after: Score; signs: Sign[] };

const extraMinutes = 15;

/** The goals in the order of the match, each with the score it made. */
export function withScores(match: Match): Scored[] {
  let score: Score = { home: 0, away: 0 };
  const behind: Score = { home: 0, away: 0 };
  return match.goals.toSorted(inOrder).map((goal) => {
    const lead = leadOf(score, goal.side);
    score = { ...score, [goal.side]: score[goal.side] + 1 };
    const other = goal.side === "home" ? "away" : "home";
    const signs = signsOf(match, goal, lead, behind[goal.side]);
    behind[other] = Math.max(behind[other], leadOf(score, goal.side));
    return { ...goal, after: score, signs };
  });
}

/** `lead` is by how much the side led before; `behind` how far it ever was. */
function signsOf(match: Match, goal: Goal, lead: number, behind: number): Sign[] {
  const { period, minute } = goal;
  const length = lengthOf(match, period);
  const isLast = period === 2 || period === 4;
  const changesWinner = lead === 0 || lead === -1;
  const signs: Sign[] = [];
  if (lead === 0 && minute > length * 0.9) signs.push("lateLead");
  if (changesWinner && isLast && minute > length) signs.push("stoppage");
  if (changesWinner && behind >= 2) signs.push("comeback");
  return signs;
}

/** Whether a side was two goals or more behind. */
export function cameBack(goals: readonly Scored[], side: SideName): boolean {
  return goals.some(({ after }) => leadOf(after, side) <= -2);
}

/** The minute after which time is added to a period. */
export function limitOf({ halfMinutes }: Match, period: number): number {
  return halfMinutes * Math.min(period, 2) + extraMinutes * Math.max(0, period - 2);
}

/** Minutes until the match ends, as far as it has come: 90, or 120. */
function lengthOf(match: Match, period: number): number {
  return limitOf(match, period > 2 ? 4 : 2);
}

function leadOf(score: Score, side: SideName): number {
  return side === "home" ? score.home - score.away : score.away - score.home;
}

function inOrder(a: Clock, b: Clock): number {
  return a.period - b.period || Date.parse(a.at) - Date.parse(b.at) || a.minute - b.minute;
}
