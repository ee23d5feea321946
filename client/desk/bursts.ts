/** Moments that say the same kind of thing one upon the other stand as one row, until it is opened. Pure. */
import { handleFrom, type Moment } from "#shared/moments.ts";

/** `burst` names what a moment came with, by its oldest; `behind` are those its row stands for, newest first. */
export type Row = { moment: Moment; burst: string | null; behind: readonly Moment[] };

/** Farther apart, or fewer, they are read one by one. */
const apartMs = 60_000;
const fewest = 4;

/** What is for a person's eyes is never folded away. */
function kinOf({ kind, facts, source, salience, test, seen }: Moment): string | null {
  if (salience.score >= handleFrom || seen) return null;
  return [kind, facts.discipline?.en ?? "", source.feed, test].join("|");
}

function isNext(newer: Moment, older: Moment): boolean {
  const kin = kinOf(newer);
  const gap = Math.abs(Date.parse(newer.occurredAt) - Date.parse(older.occurredAt));
  return kin !== null && kin === kinOf(older) && gap <= apartMs;
}

/** Rows newest first, folded but for the bursts that are opened, or that the selection is inside of. */
export function fold(
  moments: readonly Moment[],
  opened: ReadonlySet<string>,
  selectedId: string | null,
): Row[] {
  return runsOf(moments).flatMap((run): Row[] => {
    const [head, ...behind] = run;
    if (!head || run.length < fewest) return run.map(alone);
    const burst = run.at(-1)!.id;
    const isOpen = opened.has(burst) || behind.some(({ id }) => id === selectedId);
    return isOpen
      ? run.map((moment) => ({ moment, burst, behind: [] }))
      : [{ moment: head, burst, behind }];
  });
}

const alone = (moment: Moment): Row => ({ moment, burst: null, behind: [] });

function runsOf(moments: readonly Moment[]): Moment[][] {
  const runs: Moment[][] = [];
  for (const moment of moments) {
    const before = runs.at(-1)?.at(-1);
    if (before && isNext(before, moment)) runs.at(-1)!.push(moment);
    else runs.push([moment]);
  }
  return runs;
}
